"""What the shop knows of the orders a case is about; asking it never keeps a case from opening."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import structlog

from bot.conversation.state import Conversation
from bot.errors import BackendError, OrderNotFound
from bot.shop.models import Order
from bot.shop.port import Shop
from bot.shop.refunds.models import Refund, RefundState
from bot.shop.withdrawal import last_day_of

log = structlog.get_logger(__name__)

# How we know that an order is meant: proven, named by the caller, or only by the number they call from.
Known = Literal["verified", "named", "caller_number"]
MOST = 3


@dataclass(frozen=True)
class OrderFacts:
    """One order; days are None where they do not apply (any more)."""

    order_number: str
    status: str
    known_by: Known
    is_open: bool
    is_cancellable: bool
    eta: date | None = None
    withdrawal_until: date | None = None
    return_until: date | None = None
    refund_until: date | None = None
    invoice_due: date | None = None
    dunning_level: int = 0
    dunning_hold_until: date | None = None

    def to_json(self) -> dict[str, Any]:
        """For the packet."""
        values = {name: value for name, value in vars(self).items() if value is not None}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()
        } | {"how": "looked_up"}


LookUp = Callable[[Conversation], tuple[OrderFacts, ...]]


def nothing_known(talk: Conversation) -> tuple[OrderFacts, ...]:
    """Where there is no shop to ask."""
    return ()


class OrdersOfCase:
    """Asks the shop; `return_days` is the voluntary return period."""

    def __init__(self, shop: Shop, return_days: int) -> None:
        self._shop = shop
        self._return_days = return_days

    def __call__(self, talk: Conversation) -> tuple[OrderFacts, ...]:
        """The order spoken of, else the caller's open ones; nothing when the shop does not answer."""
        try:
            return tuple(self._facts(order, known) for order, known in self._orders(talk))
        except BackendError as error:
            log.warning("packet_without_orders", fault=type(error).__name__)
            return ()

    def _orders(self, talk: Conversation) -> list[tuple[Order, Known]]:
        facts = talk.memory.facts
        proven, named = (facts.get(name, {}).get("value") for name in ("verified_order", "order_number"))
        numbers: dict[str, Known] = {str(named): "named"} if named else {}
        numbers |= {str(proven): "verified"} if proven else {}
        found = [(order, known) for number, known in numbers.items() if (order := self._order(number))]
        if found:
            return found
        of_caller = self._shop.orders_of(talk.memory.caller_customers or ())
        hinted: Known = "caller_number"
        return [(order, hinted) for order in of_caller if order.is_open][:MOST]

    def _order(self, number: str) -> Order | None:
        try:
            return self._shop.order(number)
        except OrderNotFound:
            return None

    def _facts(self, order: Order, known: Known) -> OrderFacts:
        refund = self._shop.refunds.latest(order.order_number)
        bill = self._shop.billing.invoice(order.order_number)
        returnable = order.delivered_at and order.delivered_at.date() + timedelta(days=self._return_days)
        return OrderFacts(
            order_number=order.order_number,
            status=order.status.value,
            known_by=known,
            is_open=order.is_open,
            is_cancellable=order.is_cancellable,
            eta=order.eta if order.is_open else None,
            withdrawal_until=last_day_of(order),
            return_until=returnable or None,
            refund_until=_refund_until(refund),
            invoice_due=bill.due_on if bill and bill.is_open else None,
            dunning_level=bill.dunning_level if bill else 0,
            dunning_hold_until=bill.hold_until if bill and bill.is_open else None,
        )


def _refund_until(refund: Refund | None) -> date | None:
    return refund.until if refund and refund.state is not RefundState.PAID else None
