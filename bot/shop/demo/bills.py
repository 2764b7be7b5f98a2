"""Bills and payments for the demo shop's orders."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from bot.shop.sql_rows import total_of
from bot.store.billing_tables import InvoiceRow, PaymentRow
from bot.store.shop_tables import OrderRow

# A source of its own: what is drawn here leaves the orders as they are.
SEED = 32
DUE_DAYS = timedelta(days=14)
# One in so many bills that fell due some time ago is being dunned.
DUNNED = 3
LATE_DAYS = timedelta(days=28)
# One in so many paid orders was charged twice.
TWICE = 40
REFUSED = (0, 0, 1, 1, 2)


class DemoBills:
    """Draws bills and payments; the same every time."""

    def __init__(self, now: datetime, orders: Sequence[OrderRow]) -> None:
        self._rng = Random(SEED)  # noqa: S311 - repeatable on purpose
        self._now = now
        self._orders = orders

    def invoices(self) -> list[InvoiceRow]:
        """One for every order that was billed."""
        return [self._invoice(order, order.invoice_number) for order in self._orders if order.invoice_number]

    def payments(self) -> list[PaymentRow]:
        """What was paid at once, some of it twice; and tries that failed, where payment is awaited."""
        paid = [self._paid(order) for order in self._orders if order.paid and order.payment != "invoice"]
        awaited = [
            order
            for order in self._orders
            if order.status == "placed" and order.payment == "prepayment" and not order.paid
        ]
        refused = [self._refused(order, self._rng.choice(REFUSED)) for order in awaited]
        return [row for rows in (*paid, *refused) for row in rows]

    def _invoice(self, order: OrderRow, number: str) -> InvoiceRow:
        issued = order.shipped_at or order.placed_at
        due = (order.delivered_at or issued) + DUE_DAYS
        late = order.payment == "invoice" and due < self._now - LATE_DAYS
        dunned = late and self._rng.randrange(DUNNED) == 0
        paid_at = min(due, self._now) if order.payment == "invoice" else order.placed_at
        return InvoiceRow(
            invoice_number=number,
            order_number=order.order_number,
            amount=total_of(order),
            issued_on=issued.date(),
            due_on=due.date(),
            # What the customer paid has not been matched, or he has not paid: only a person finds out.
            paid_on=paid_at.date() if order.paid and not dunned else None,
            dunning_level=self._rng.choice([1, 1, 2]) if dunned else 0,
        )

    def _paid(self, order: OrderRow) -> list[PaymentRow]:
        times = 2 if self._rng.randrange(TWICE) == 0 else 1
        minutes = [timedelta(minutes=place) for place in range(times)]
        return [_payment(order, order.payment, order.placed_at + later, ok=True) for later in minutes]

    def _refused(self, order: OrderRow, times: int) -> list[PaymentRow]:
        minutes = [timedelta(minutes=2 + place) for place in range(times)]
        return [_payment(order, "credit_card", order.placed_at + later, ok=False) for later in minutes]


def _payment(order: OrderRow, method: str, at: datetime, *, ok: bool) -> PaymentRow:
    return PaymentRow(order_number=order.order_number, amount=total_of(order), method=method, at=at, ok=ok)
