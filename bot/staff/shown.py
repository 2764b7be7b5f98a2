"""What every template of the staff's pages can use: words, who is signed in, moments as people read them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_timedelta
from flask import Flask, g, request

from bot.clock import Clock
from bot.phrases.interface import Translate, known, worded
from bot.staff.person import Person

LANGUAGES = ("de", "en")
JUST_NOW = timedelta(minutes=1)
Moment = datetime | str | None


def page_language() -> str:
    """The person's own; before they are signed in, their browser's."""
    person: Person | None = g.get("person")
    if person is not None:
        return person.language
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def words() -> Translate:
    """`t` in the language of this page."""
    return worded(page_language())


def worded_code(code: Any, table: str) -> str:
    """A code in words, like `code | worded_code("flags")`; the code itself where nobody wrote any."""
    path = f"{table}.{code}" if "." in table else f"codes.{table}.{code}"
    return words()(path) if known(path) else str(code)


class Shown:
    """Moments are shown in the house's zone, whoever looks from wherever."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def on(self, app: Flask) -> None:
        """Give it to all templates."""
        app.context_processor(_context)
        filters = {"clock": self.clock, "day": self.day, "ago": self.ago, "iso": iso}
        app.jinja_env.filters.update(filters, worded_code=worded_code)

    def clock(self, moment: Moment) -> str:
        """HH:MM."""
        return f"{self._here(moment):%H:%M}" if moment else ""

    def day(self, moment: Moment) -> str:
        """With its weekday: "Mo., 23. Nov."."""
        return format_skeleton("MMMEd", self._here(moment), locale=page_language()) if moment else ""

    def ago(self, moment: Moment) -> str:
        """Roughly how long: "vor 3 Minuten"."""
        if not moment:
            return ""
        passed = self._here(moment) - self._clock.now()
        if abs(passed) < JUST_NOW:
            return words()("staff.just_now")
        return format_timedelta(passed, add_direction=True, locale=page_language())

    def _here(self, moment: Moment) -> datetime:
        return _read(moment).astimezone(self._zone)


def iso(moment: Moment) -> str:
    """For machines, in UTC to the second."""
    return _read(moment).astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _read(moment: Moment) -> datetime:
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    assert read is not None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _context() -> dict[str, Any]:
    """A missing word is an error and no empty place; `theme` is for the page's frame."""
    person: Person | None = g.get("person")
    look = {"language": page_language(), "theme": person.theme if person else "auto"}
    by_table = {"worded_code": lambda table, code: worded_code(code, table)}
    return {"t": words(), "person": person, **look, **by_table}
