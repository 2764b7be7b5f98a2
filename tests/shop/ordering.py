"""Orders for tests of placing and changing."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.shop.models import PaymentMethod
from bot.shop.ordering.models import Agreed, DraftLine, NewCustomer, OrderChange, OrderDraft, TermsRead
from bot.shop.sql_shop import SqlShop

NEW = NewCustomer(
    "Ada Yılmaz", "Lindenallee 12b", "20095", "Hamburg", "DE", "ada@example.org", "+4917139200990"
)


def agreed(at: datetime, **changes: Any) -> Agreed:
    """Agreed on the phone, in German, just before."""
    values = {"conversation_id": "call-1", "channel": "voice", "language": "de"}
    return Agreed(**{**values, "terms": TermsRead("ORDER-TEST", at), **changes})


def draft(shop: SqlShop, at: datetime, **changes: Any) -> OrderDraft:
    """Two vacuum flasks for a new customer, prepaid."""
    values: dict[str, Any] = {
        "lines": lines(shop, {"481207": 2}),
        "shipping": Decimal("0.00"),
        "payment": PaymentMethod.PREPAYMENT,
        "eta": None,
        "agreed": agreed(at),
        "new": NEW,
    }
    return OrderDraft(**{**values, **changes})


def lines(shop: SqlShop, wanted: dict[str, int]) -> tuple[DraftLine, ...]:
    """These articles at today's prices."""
    return tuple(DraftLine(number, count, shop.product(number).price) for number, count in wanted.items())


def change(shop: SqlShop, number: str, wanted: dict[str, int], at: datetime) -> OrderChange:
    """The order with these articles instead."""
    return OrderChange(number, lines(shop, wanted), Decimal("4.95"), agreed(at))
