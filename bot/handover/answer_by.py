"""By when a complaint or report is answered: the end of the second day on which experts work."""

from datetime import datetime

from bot.shop.opening_hours import OpeningHours, spans_from

WORKING_DAYS = 2


def answer_by(hours: OpeningHours, now: datetime) -> datetime:
    """The latest moment of a promised answer; raises ValueError when nobody works within a month."""
    ends: dict[object, datetime] = {}
    for start, end in spans_from(hours, now):
        if start.date() > now.date():
            ends[start.date()] = end
    if len(ends) < WORKING_DAYS:
        raise ValueError("nobody works within a month")
    return sorted(ends.values())[WORKING_DAYS - 1]
