"""Moments and lengths of time as the pages write them. Pure."""

from datetime import datetime

from babel.dates import format_date, format_time

from bot.lengths import spelt

LOCALES = {"de": "de_DE", "en": "en_GB"}


def gone_by(moment: datetime, now: datetime) -> str:
    """ "2:07" or "1:02:07" since then; what the browser goes on counting."""
    return spelt((now - moment).total_seconds())


def left_of(moment: datetime, now: datetime) -> str:
    """The time left until then; "0:00" once it is over."""
    return spelt((moment - now).total_seconds())


def day_and_time(moment: datetime, now: datetime, language: str) -> str:
    """The time in the hotline's zone; with the day unless it is today."""
    locale, local = LOCALES[language], moment.astimezone(now.tzinfo)
    time = format_time(local, "HH:mm", locale=locale)
    if local.date() == now.date():
        return time
    pattern = "EEE d. MMM" if language == "de" else "EEE d MMM"
    day = format_date(local.date(), pattern if local.year == now.year else f"{pattern} y", locale=locale)
    return f"{day}, {time}"
