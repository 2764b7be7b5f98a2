"""The right of withdrawal (§§ 312g, 355–357 BGB) as dates and verdicts; refuses no declaration."""

from datetime import date, timedelta

from bot.shop.models import Order, OrderStatus, ProductFlag, WithdrawalVerdict
from bot.shop.public_holidays import holiday_name

PERIOD = timedelta(days=14)
SATURDAY = 5

EXCEPTED = frozenset({ProductFlag.MADE_TO_MEASURE, ProductFlag.PERISHABLE, ProductFlag.HYGIENE_SEAL})
ENDED = frozenset({OrderStatus.CANCELLED, OrderStatus.RETURNED})


def last_withdrawal_day(received: date, subdivision: str | None = None) -> date:
    """The last day to declare: 14 days from the day after receipt, ending on a working day (§§ 187–193)."""
    return _working_day(received + PERIOD, subdivision)


def refund_until(declared: date, subdivision: str | None = None) -> date:
    """The last day the money must be on its way back (§ 357 I)."""
    return _working_day(declared + PERIOD, subdivision)


def verdict(order: Order | None, declared: date, subdivision: str | None = None) -> WithdrawalVerdict:
    """What follows from a declaration made on this day; it is recorded whatever this says."""
    if order is None:
        return WithdrawalVerdict.UNKNOWN_ORDER
    if order.status in ENDED:
        return WithdrawalVerdict.ALREADY_ENDED
    if any(line.flags & EXCEPTED for line in order.lines):
        return WithdrawalVerdict.EXCEPTION
    last = last_day_of(order, subdivision)
    return WithdrawalVerdict.LATE if last and declared > last else WithdrawalVerdict.IN_TIME


def last_day_of(order: Order, subdivision: str | None = None) -> date | None:
    """The order's last withdrawal day; None while the last of the goods is still to come."""
    return last_withdrawal_day(order.delivered_at.date(), subdivision) if order.delivered_at else None


def _working_day(day: date, subdivision: str | None) -> date:
    while day.weekday() >= SATURDAY or holiday_name(day, "DE", subdivision):
        day += timedelta(days=1)
    return day
