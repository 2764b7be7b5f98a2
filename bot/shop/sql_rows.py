"""From table rows to the shop's models; moments in the hotline's zone, so their dates are the caller's."""

import re
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.shop.models import (
    Cancellation,
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
    PaymentMethod,
    Product,
    ProductFlag,
    Return,
    ReturnStatus,
    Withdrawal,
    WithdrawalVerdict,
)
from bot.store.shop_tables import (
    CancellationRow,
    OrderEventRow,
    OrderLineRow,
    OrderRow,
    ProductRow,
    ReturnRow,
    WithdrawalRow,
)

# References are read aloud: two letters, hyphen, six digits, as order numbers are.
FIRST_REFERENCE = 100_000


def reference(letters: str, row_id: int) -> str:
    """What a caller can quote later: `WR-100017`."""
    return f"{letters}-{FIRST_REFERENCE + row_id}"


def row_id(reference: str) -> int:
    """The row a reference stands for; 0, which no row has, when it is none."""
    digits = re.fullmatch(r"[A-Z]{2}-([0-9]{6,9})", reference)
    return int(digits[1]) - FIRST_REFERENCE if digits else 0


def flags_of(names: list[str]) -> frozenset[ProductFlag]:
    """Stored flag names as flags."""
    return frozenset(ProductFlag(name) for name in names)


class Rows:
    """Reads rows in one time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def local(self, moment: datetime | None) -> datetime | None:
        """The moment in the hotline's zone."""
        return moment.astimezone(self.zone) if moment else None

    def order(self, row: OrderRow) -> Order:
        """The order with its lines."""
        phones = row.customer.phones
        return Order(
            order_number=row.order_number,
            status=OrderStatus(row.status),
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            phone=phones[0].e164 if phones else None,
            email=row.customer.email,
            street=row.street,
            postcode=row.postcode,
            city=row.city,
            country=row.country,
            lines=tuple(self._line(line) for line in row.lines),
            shipping=row.shipping,
            total=total_of(row),
            payment=PaymentMethod(row.payment),
            paid=row.paid,
            placed_at=row.placed_at.astimezone(self.zone),
            shipped_at=self.local(row.shipped_at),
            delivered_at=self.local(row.delivered_at),
            cancelled_at=self.local(row.cancelled_at),
            eta=row.eta,
            carrier=row.carrier,
            tracking=row.tracking,
            last_scan_at=self.local(row.last_scan_at),
            invoice_number=row.invoice_number,
        )

    def _line(self, row: OrderLineRow) -> OrderLine:
        return OrderLine(
            article_number=row.article_number,
            name_de=row.name_de,
            name_en=row.name_en,
            quantity=row.quantity,
            price=row.price,
            flags=flags_of(row.flags),
            shipped=row.shipped,
            returned=row.returned,
        )

    def product(self, row: ProductRow) -> Product:
        """The article."""
        return Product(
            article_number=row.article_number,
            name_de=row.name_de,
            name_en=row.name_en,
            price=row.price,
            stock=row.stock,
            restock_on=row.restock_on,
            flags=flags_of(row.flags),
            facts_de=row.facts_de,
            facts_en=row.facts_en,
            synonyms=tuple(row.synonyms),
            as_of=row.as_of.astimezone(self.zone),
        )

    def returned(self, row: ReturnRow) -> Return:
        """The parcel on its way back."""
        return Return(
            return_number=row.return_number,
            order_number=row.order_number,
            status=ReturnStatus(row.status),
            announced_at=row.announced_at.astimezone(self.zone),
            arrived_at=self.local(row.arrived_at),
            refunded_at=self.local(row.refunded_at),
            refund=row.refund,
            refund_until=row.refund_until,
            articles=tuple(row.articles),
        )

    def event(self, row: OrderEventRow) -> OrderEvent:
        """The entry of an order's history."""
        return OrderEvent(row.order_number, row.what, row.who, row.at.astimezone(self.zone), row.details)

    def cancellation(self, row: CancellationRow) -> Cancellation:
        """The cancelled order."""
        return Cancellation(
            reference=reference("ST", row.id),
            order_number=row.order_number,
            at=row.at.astimezone(self.zone),
            refund=row.refund,
            payment=PaymentMethod(row.payment),
            refund_until=row.refund_until,
        )

    def withdrawal(self, row: WithdrawalRow) -> Withdrawal:
        """The recorded declaration."""
        return Withdrawal(
            reference=reference("WR", row.id),
            order_number=row.order_number,
            declared_at=row.declared_at.astimezone(self.zone),
            verdict=WithdrawalVerdict(row.verdict),
            last_day=row.last_day,
            refund_until=row.refund_until,
            verified=row.verified,
        )


def total_of(row: OrderRow) -> Decimal:
    """Goods and shipping in EUR."""
    return row.shipping + sum((line.price * line.quantity for line in row.lines), Decimal(0))
