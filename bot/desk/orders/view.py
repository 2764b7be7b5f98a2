"""Everything the shop knows of one order, as the page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.desk.masking import Shown, Veil
from bot.desk.orders.proof import Sure
from bot.shop.billing.models import Invoice
from bot.shop.claims.models import Claim, Trace
from bot.shop.deliveries.models import Slot
from bot.shop.models import Order, OrderEvent, Return
from bot.shop.ordering.models import Confirmation
from bot.shop.port import Shop
from bot.shop.refunds.models import Ledger
from bot.shop.withdrawal import last_day_of

# Beside these an event's details are the machine's own: request ids, digests.
SHOWN_DETAILS = ("amount", "refund", "reason", "remedy", "total", "before", "dunning_hold_until", "claim")


@dataclass(frozen=True)
class OrderView:
    """One order with all that hangs on it; `sure` is how sure it is that it is the caller's own."""

    order: Order
    known_by: str
    sure: Sure
    ledger: Ledger
    bill: Invoice | None
    returns: Sequence[Return]
    claims: Sequence[Claim]
    events: Sequence[OrderEvent]
    trace: Trace | None
    slot: Slot | None
    confirmation: Confirmation | None
    return_until: date | None

    @property
    def number(self) -> str:
        """The order's number."""
        return self.order.order_number

    @property
    def withdrawal_until(self) -> date | None:
        """The last day to declare a withdrawal; None while goods are still to come."""
        return last_day_of(self.order)

    @property
    def owed(self) -> bool:
        """There is a bill nobody has paid."""
        return self.bill is not None and self.bill.is_open

    @property
    def waiting_claims(self) -> list[Claim]:
        """Claims that wait for a person's word."""
        return [claim for claim in self.claims if not claim.done]

    @property
    def goods(self) -> Decimal:
        """All pieces without shipping."""
        return self.order.total - self.order.shipping


class OrderViews:
    """Asks the shop; `return_days` is the voluntary return period."""

    def __init__(self, shop: Shop, return_days: int) -> None:
        self._shop = shop
        self._return_days = return_days

    def of(self, number: str, known_by: str, sure: Sure) -> OrderView:
        """The order as it stands; raises OrderNotFound."""
        shop, order = self._shop, self._shop.order(number)
        received = order.delivered_at
        return OrderView(
            order=order,
            known_by=known_by,
            sure=sure,
            ledger=shop.refunds.ledger(number),
            bill=shop.billing.invoice(number),
            returns=shop.returns_of(number),
            claims=shop.claims.claims_of(number),
            events=shop.events_of(number),
            trace=shop.claims.trace_of(number),
            slot=shop.deliveries.slot_of(number),
            confirmation=shop.ordering.confirmation_of(number),
            return_until=received.date() + timedelta(days=self._return_days) if received else None,
        )


def address_of(order: Order, veil: Veil) -> Shown | None:
    """Where it goes, as this person may see it."""
    place = f"{order.street}, {order.postcode} {order.city}, {order.country}"
    return veil.of("address", place)


def details_of(event: OrderEvent) -> list[tuple[str, str]]:
    """What of an event's details means something to people."""
    return [(name, event.details[name]) for name in SHOWN_DETAILS if event.details.get(name)]
