"""What the shop does by itself when goods are not as they should be, and what a person releases. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.shop.claims.models import ClaimKind, ClaimState
from bot.shop.models import Order, OrderLine, OrderStatus, ProductFlag
from bot.shop.public_holidays import holiday_name

# Sent and perhaps not scanned at the door: such goods can be there.
MAY_HAVE_ARRIVED = frozenset(
    {
        OrderStatus.PARTIALLY_SHIPPED,
        OrderStatus.SHIPPED,
        OrderStatus.DELIVERED,
        OrderStatus.PARTIALLY_RETURNED,
        OrderStatus.RETURNED,
    }
)
# What nobody can sell again; whether it is exchanged all the same is for a person to say.
NOT_EXCHANGED = frozenset({ProductFlag.MADE_TO_MEASURE, ProductFlag.PERISHABLE, ProductFlag.HYGIENE_SEAL})
SUNDAY = 6


@dataclass(frozen=True)
class Limit:
    """Up to what value in EUR, and for how many days after delivery, the shop acts at once."""

    id: str
    up_to: Decimal
    days: int


@dataclass(frozen=True)
class ClaimPolicy:
    """The operator's rules; beyond them a person decides, nobody is refused."""

    source: str
    trace_id: str
    trace_days: int
    trace_person_above: Decimal
    limits: Mapping[ClaimKind, Limit]

    def state(self, kind: ClaimKind, order: Order | None, worth: Decimal, today: date) -> ClaimState:
        """Whether the shop acts at once on a proven claim of this worth."""
        limit = self.limits.get(kind)
        if limit is None or order is None or order.delivered_at is None:
            return ClaimState.REQUESTED
        in_time = (today - order.delivered_at.date()).days <= limit.days
        return ClaimState.DONE if in_time and worth <= limit.up_to else ClaimState.REQUESTED

    def trace_deadline(self, today: date) -> date:
        """The day by which the carrier must have answered."""
        return _working_days_after(today, self.trace_days)


def may_have_arrived(order: Order) -> bool:
    """Whether there can be goods to complain about."""
    return order.status in MAY_HAVE_ARRIVED


def worth(line: OrderLine, quantity: int) -> Decimal:
    """What these pieces cost."""
    return line.price * quantity


def exchangeable(order: Order, line: OrderLine, days: int, today: date) -> bool:
    """Whether the voluntary exchange covers it; otherwise a person decides."""
    if order.delivered_at is None or line.flags & NOT_EXCHANGED:
        return False
    return (today - order.delivered_at.date()).days <= days


def _working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        if day.weekday() < SUNDAY - 1 and not holiday_name(day, "DE"):
            count -= 1
    return day
