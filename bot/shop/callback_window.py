"""When a caller may be rung back: while experts are there, never on Sundays or holidays. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.shop.opening_hours import SUNDAY, OpeningHours, hours_on, spans_from

HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class CallbackRules:
    """The daily span in which calling is decent, and how wide and how far off a promised window is."""

    earliest: time
    latest: time
    lead: timedelta
    window: timedelta
    least: timedelta


def next_callback_window(
    hours: OpeningHours, rules: CallbackRules, now: datetime
) -> tuple[datetime, datetime]:
    """The first window that can honestly be promised; raises ValueError when none is within a month."""
    ready = round_up(now + rules.lead)
    for opens, closes in spans_from(hours, now):
        start, end = _decent(max(opens, ready), closes, rules)
        if end - start >= rules.least and may_call_on(hours, start):
            return start, min(start + rules.window, end)
    raise ValueError("nobody is there to call back within a month")


def window_for_wish(
    hours: OpeningHours, rules: CallbackRules, now: datetime, wish: datetime
) -> tuple[datetime, datetime] | None:
    """Half an hour from the wished moment, when somebody may and can call then; None otherwise."""
    for opens, closes in spans_from(hours, now):
        start, end = _decent(opens, closes, rules)
        if start <= wish and wish + HALF_HOUR <= end and wish >= now and may_call_on(hours, wish):
            return wish, wish + HALF_HOUR
    return None


def may_call_on(hours: OpeningHours, moment: datetime) -> bool:
    """Not on a Sunday, not on a public holiday, even if the experts work then."""
    day = moment.date()
    return day.weekday() != SUNDAY and hours_on(hours, day).holiday is None


def round_up(moment: datetime) -> datetime:
    """To the next full or half hour, which is what people can remember."""
    floor = moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)
    return floor if floor == moment else floor + HALF_HOUR


def _decent(opens: datetime, closes: datetime, rules: CallbackRules) -> tuple[datetime, datetime]:
    def at(clock: time) -> datetime:
        return datetime.combine(opens.date(), clock, tzinfo=opens.tzinfo)

    return max(opens, at(rules.earliest)), min(closes, at(rules.latest))
