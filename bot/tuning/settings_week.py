"""Opening hours as people write them in a form: "8-12, 13-18", "24.12.", nothing for closed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from bot.shop.knowledge import LEAP_YEAR, WEEKDAYS
from bot.shop.public_holidays import check_place, states
from bot.tuning.settings_form import Answered, Field, Group, country, own, plain

BETWEEN = re.compile(r"\s*(?:,|;|\bund\b|\band\b)\s*")
CLOCK, DASH = r"(\d{1,2})(?:[:.](\d{2}))?", r"\s*(?:-|–|\bbis\b|\bto\b)\s*"
SPAN = re.compile(rf"{CLOCK}{DASH}{CLOCK}(?:\s*(?:Uhr|h))?")
DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})?")
ISO_DAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
# Further special days than there are now.
SPARE = 3
COUNTRIES = ("DE", "AT", "CH", "LI", "LU", "NL", "BE", "FR", "GB", "IE", "DK", "PL", "CZ", "IT", "ES")
WHOLE = "-"


def week_group(weekly: Mapping[str, list[str]]) -> Group:
    """Seven fields; an empty one is a day on which nobody is there."""
    fields = tuple(
        Field(f"week.{day}", "text", ", ".join(weekly.get(day, [])), own(f"days.{day}")) for day in WEEKDAYS
    )
    return Group(own("week.title"), fields, own("week.hint"))


def special_group(special: Mapping[str, list[str]]) -> Group:
    """Two fields a day, and some empty ones."""
    rows = [*special.items(), *[("", [])] * SPARE]
    fields = tuple(field for at, (day, spans) in enumerate(rows) for field in _special(at, str(day), spans))
    return Group(own("special.title"), fields, own("special.hint"))


def place_group(row: Mapping[str, Any]) -> Group:
    """Whose public holidays count."""
    land, state = row["country"], row["subdivision"] or WHOLE
    lands = tuple((code, country(code)) for code in dict.fromkeys((land, *COUNTRIES)))
    known = (
        (WHOLE, own("place.whole")),
        *((code, plain(code)) for code in states(land)),
    )
    return Group(
        own("place.title"),
        (
            Field("country", "choice", land, own("place.country"), options=lands),
            Field("subdivision", "choice", state, own("place.state"), options=known),
        ),
        own("place.hint"),
    )


def read_week(given: Answered) -> dict[str, list[str]]:
    """Only the days on which somebody is there."""
    week = {day: read_spans(given, f"week.{day}") for day in WEEKDAYS}
    return {day: spans for day, spans in week.items() if spans}


def read_special(given: Answered, rows: int) -> dict[str, list[str]]:
    """By day; a day without times is closed, a time without a day is a fault."""
    found: dict[str, list[str]] = {}
    for at in range(rows + SPARE):
        name = f"special.{at}.day"
        text, spans = given.text(name), read_spans(given, f"special.{at}.spans")
        if not text:
            if spans:
                given.fault(name, "day_missing")
            continue
        day = read_day(text)
        if day is None:
            given.fault(name, "day_unreadable", text=text)
        elif day in found:
            given.fault(name, "day_twice", text=text)
        else:
            found[day] = spans
    return found


def read_place(given: Answered, row: dict[str, Any]) -> None:
    """Country and state; another country's state is dropped with a fault."""
    country, state = given.text("country"), given.text("subdivision") or WHOLE
    try:
        check_place(country, None if state == WHOLE else state)
    except ValueError:
        given.fault("subdivision", "place_unknown", country=country, state=state)
        return
    row["country"], row["subdivision"] = country, None if state == WHOLE else state


def read_spans(given: Answered, name: str) -> list[str]:
    """As the files have them: "08:00-18:00"; [] where it says nothing."""
    text = given.text(name)
    if not text:
        return []
    found = [SPAN.fullmatch(part) for part in BETWEEN.split(text) if part]
    spans = [_span(one) for one in found if one]
    if len(spans) != len(found) or None in spans:
        given.fault(name, "span_unreadable", text=text)
        return []
    good = [one for one in spans if one]
    if any(start >= end for start, end in good):
        given.fault(name, "span_backwards", text=text)
    elif any(end > start for (_, end), (start, _) in pairwise(good)):
        given.fault(name, "spans_overlap", text=text)
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in good]


def read_day(text: str) -> str | None:
    """`MM-DD` or `YYYY-MM-DD`; None for what is no day of any year."""
    if found := DAY.fullmatch(text):
        day, month, year = found.groups()
    elif found := ISO_DAY.fullmatch(text):
        year, month, day = found.groups()
    else:
        return None
    try:
        known = date(int(year) if year else LEAP_YEAR, int(month), int(day))
    except ValueError:
        return None
    return f"{known:%Y-%m-%d}" if year else f"{known:%m-%d}"


def shown_day(day: str) -> str:
    """`24.12.` every year, `24.12.2026` once."""
    *year, month, number = day.split("-")
    return f"{number}.{month}.{''.join(year)}"


def _special(at: int, day: str, spans: list[str]) -> Iterator[Field]:
    number = {"n": str(at + 1)}
    yield Field(
        f"special.{at}.day",
        "text",
        shown_day(day) if day else "",
        own("special.day", number),
    )
    yield Field(f"special.{at}.spans", "text", ", ".join(spans), own("special.spans", number))


def _span(found: re.Match[str]) -> tuple[time, time] | None:
    try:
        first, first_minute, last, last_minute = (int(part or 0) for part in found.groups())
        return time(first, first_minute), time(last, last_minute)
    except ValueError:
        return None
