"""What may still be changed about a delivery, and what a change costs in time. Pure."""

import re
from datetime import date, timedelta

from bot.shop.models import Order, OrderStatus, ProductFlag
from bot.shop.public_holidays import holiday_name

# Once packed, the label is printed; only a person can have it printed anew.
CHANGEABLE = frozenset({OrderStatus.PLACED, OrderStatus.PAID})
# The forwarding agent picks up after packing; until then his day can be agreed.
SCHEDULABLE = CHANGEABLE | {OrderStatus.PACKED}
SUNDAY = 6


def may_change_address(order: Order) -> bool:
    """Whether the hotline itself may send the order elsewhere."""
    return order.status in CHANGEABLE


def street_name(street: str) -> str:
    """The street without house number and what follows it ("Am Markt 12 a" is "Am Markt")."""
    return re.split(r"\s+\d", street, maxsplit=1)[0]


def comes_by_agent(order: Order) -> bool:
    """Bulky goods come on an agreed day, everything else when the parcel service comes."""
    return any(ProductFlag.BULKY in line.flags for line in order.lines)


def eta_elsewhere(eta: date | None, same_postcode: bool, country: str) -> date | None:
    """Another postcode means another route, one delivery day later."""
    if eta is None or same_postcode:
        return eta
    day = eta + timedelta(days=1)
    while day.weekday() == SUNDAY or holiday_name(day, country):
        day += timedelta(days=1)
    return day
