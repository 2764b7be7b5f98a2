"""What an order costs and when it comes: the retailer's delivery terms, worked out. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.shop.models import ProductFlag
from bot.shop.ordering.models import Quote, QuoteLine
from bot.shop.policies import Delivery, DeliveryTerms
from bot.shop.public_holidays import holiday_name

# As the delivery terms promise: ordered until then, dispatched the same working day.
DISPATCH_UNTIL = time(14)
SATURDAY = 5


def quote(lines: Sequence[QuoteLine], country: str, delivery: Delivery, at: datetime) -> Quote:
    """The order priced for a country; `shipping` is None where these goods do not go."""
    terms = delivery.countries.get(country)
    bulky = any(ProductFlag.BULKY in line.product.flags for line in lines)
    days = _days(terms, bulky)
    unpriced = Quote(tuple(lines), country, None, days, arrival(at, days[1]))
    shipping = terms.cost_for(unpriced.goods, bulky) if terms else None
    return Quote(unpriced.lines, country, shipping, days, unpriced.until)


def arrival(ordered: datetime, working_days: int) -> date:
    """The last day of a delivery ordered now: so many working days after its dispatch."""
    day = _working_day(ordered.date() + timedelta(days=int(ordered.time() >= DISPATCH_UNTIL)))
    for _ in range(working_days):
        day = _working_day(day + timedelta(days=1))
    return day


def _days(terms: DeliveryTerms | None, bulky: bool) -> tuple[int, int]:
    if terms is None:
        return (0, 0)
    return (terms.bulky_days or terms.days) if bulky else terms.days


def _working_day(day: date) -> date:
    while day.weekday() >= SATURDAY or holiday_name(day, "DE"):
        day += timedelta(days=1)
    return day
