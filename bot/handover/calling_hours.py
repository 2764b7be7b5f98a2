"""When a customer's phone may ring: decent hours, and within the window they chose."""

from datetime import date, datetime, timedelta

from bot.handover.callback import CallbackHours
from bot.handover.cases import Window
from bot.shop.callback_window import CallbackRules, may_call_on
from bot.shop.opening_hours import OpeningHours

# Whoever gets a call back at once has chosen so: the window began as it was promised.
AT_ONCE = timedelta(minutes=5)
DAY = timedelta(days=1)
FURTHEST = 14


class CallingHours:
    """In the zone of the moments given; windows may come in any zone."""

    def __init__(self, hours: OpeningHours, rules: CallbackRules) -> None:
        self._hours = hours
        self._rules = rules
        self.offers = CallbackHours(hours, rules)

    def quiet(self, moment: datetime) -> bool:
        """Evenings, nights, Sundays and public holidays."""
        decent = self._rules.earliest <= moment.time() < self._rules.latest
        return not decent or not may_call_on(self._hours, moment)

    def next_window(self, window: Window, after: datetime) -> Window | None:
        """The same time on the next day people may be called; None when there is none soon."""
        start, end = _in_zone(window, after)
        for ahead in range(1, FURTHEST + 1):
            day = after.date() + ahead * DAY
            opens, closes = _on(day, start), _on(day, end)
            if not self.quiet(opens) and may_call_on(self._hours, opens):
                return Window(opens, closes)
        return None


def within(window: Window, moment: datetime) -> bool:
    """Whether the moment lies in the window, or at the same time of a later day."""
    start, end = _in_zone(window, moment)
    return moment >= start and _on(moment.date(), start) <= moment <= _on(moment.date(), end)


def chosen_at_once(promised_at: datetime, window: Window) -> bool:
    """Whether the customer wanted to be called as soon as possible."""
    return window.start - promised_at < AT_ONCE


def _in_zone(window: Window, like: datetime) -> tuple[datetime, datetime]:
    return window.start.astimezone(like.tzinfo), window.end.astimezone(like.tzinfo)


def _on(day: date, clock: datetime) -> datetime:
    return datetime.combine(day, clock.timetz())
