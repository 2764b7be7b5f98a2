"""Cancelling a whole order."""

from datetime import datetime
from decimal import Decimal

from bot.desk.orders.proof import Sure
from bot.desk.orders.view import OrderView
from bot.desk.orders.wanted import Deed, Form, Line, Outcome, Wanted, money
from bot.errors import NotCancellable
from bot.shop.models import Cancellation, OrderStatus
from bot.shop.port import Shop
from bot.shop.withdrawal import refund_until

OVER = (OrderStatus.CANCELLED, OrderStatus.RETURNED)


class Cancel:
    """By the same rule as the bot: only until it is packed."""

    name = "cancel"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def needs(self, view: OrderView) -> Sure:
        """Where money moves, a code as well."""
        return Sure.A2 if view.order.paid else Sure.A1

    def refused(self, view: OrderView) -> Line | None:
        """Packed goods are stopped in the warehouse, sent ones come back by withdrawal."""
        return None if view.order.is_cancellable else Line(f"not.{too_late(view.order.status)}")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """Always the whole order."""
        return Wanted(self.name, view.number, {"total": money(view.order.total)})

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """What is cancelled, and what becomes of the money."""
        items = sum(line.quantity for line in view.order.lines)
        lines = [Line("will.cancel", {"order": view.number, "items": str(items)}), Line("will.back_in_stock")]
        refund = min(view.order.total, view.ledger.left) if view.order.paid else Decimal(0)
        if not refund:
            return [*lines, Line("will.cancel_unpaid")]
        values = {"amount": money(refund), "means": view.order.payment.value}
        return [*lines, Line("will.cancel_paid", {**values, "until": refund_until(at.date()).isoformat()})]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Once; who comes too late hears where the order stands."""
        cancelled = self._shop.cancel(view.number, request_id=deed.request_id, at=deed.at, by=deed.by)
        return Outcome((Line("did.cancel", {"reference": cancelled.reference}), _money(cancelled), SAY_IT))


SAY_IT = Line("did.say_it")


def too_late(status: str) -> str:
    """The words' key for an order that cannot be cancelled."""
    if status in OVER:
        return f"cancel_{status}"
    return "cancel_packed" if status == OrderStatus.PACKED else "cancel_shipped"


def why_not(error: NotCancellable) -> Line:
    """The shop was faster."""
    return Line(f"not.{too_late(error.status)}")


def _money(done: Cancellation) -> Line:
    if done.refund_until is None:
        return Line("did.nothing_paid")
    values = {"amount": money(done.refund), "means": done.payment.value}
    return Line("did.money_back", {**values, "until": done.refund_until.isoformat()})
