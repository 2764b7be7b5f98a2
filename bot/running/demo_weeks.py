"""Three made-up weeks: who calls or writes when, and what for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bot.phrases.catalogue import plainly
from bot.running.demo_contacts import KINDS
from bot.shop.models import Order

FILE = Path(__file__).parent / "demo_weeks.yml"
# Monday to Sunday; and of a day's contacts so many in each hour from eight on, a few at night.
A_DAY = (58, 50, 46, 45, 40, 24, 10)
BY_HOUR = {7: 2, 8: 7, 9: 11, 10: 13, 11: 12, 12: 8, 13: 8, 14: 9, 15: 9, 16: 9, 17: 7, 18: 4, 20: 2, 22: 1}
# Nobody's numbers, kept for films and examples; British ones are spoken to in English.
NUMBERS = {"de": "+49176040{:05d}", "en": "+447700900{:03d}"}
BACK_WITHIN_A_WEEK = 0.12


@dataclass(frozen=True)
class Story:
    """What somebody may want: each of `says` is one turn in one of several wordings.

    `order` is the kind of order theirs is, `waits` how many seconds they wait for a person (0: they do not).
    """

    name: str
    channel: str
    language: str
    share: float
    order: str
    says: tuple[tuple[str, ...], ...]
    waits: float


@dataclass(frozen=True)
class Visit:
    """One contact."""

    at: datetime
    story: Story
    phone: str
    lines: tuple[str, ...]
    seed: int
    # What they say when they are asked for it, by a word of the question.
    answers: Mapping[str, str] = field(default_factory=dict)


def load_stories(file: Path = FILE) -> list[Story]:
    """As written in the file."""
    entries: list[dict[str, Any]] = YAML(typ="safe").load(file.read_text("utf-8"))
    return [_story(entry) for entry in entries]


def _story(entry: Mapping[str, Any]) -> Story:
    says = tuple((turn,) if isinstance(turn, str) else tuple(turn) for turn in entry["says"])
    more = (entry.get("order", "none"), says, float(entry.get("waits", 0)))
    return Story(entry["name"], entry["channel"], entry["language"], float(entry.get("share", 1)), *more)


class Weeks:
    """The visits of so many days before a moment; the same every time."""

    def __init__(self, stories: Sequence[Story], orders: Sequence[Order], zone: ZoneInfo) -> None:
        self._stories = stories
        self._orders = orders
        self._zone = zone
        # Repeatable on purpose; nothing here is secret.
        self._dice = Random(21)  # noqa: S311
        self._strangers = 0

    def before(self, now: datetime, days: int, much: float = 1.0) -> list[Visit]:
        """In the order of their coming."""
        visits: list[Visit] = []
        for ago in range(days, 0, -1):
            day = (now - timedelta(days=ago)).astimezone(self._zone).date()
            visits += self._of(day, round(A_DAY[day.weekday()] * much))
        again = [self._again(one, now) for one in visits if self._dice.random() < BACK_WITHIN_A_WEEK]
        return sorted([*visits, *(one for one in again if one)], key=lambda visit: visit.at)

    def _of(self, day: date, many: int) -> Iterator[Visit]:
        for _ in range(many):
            (story,) = self._dice.choices(self._stories, [one.share for one in self._stories])
            yield self._visit(story, self._moment(day))

    def _visit(self, story: Story, at: datetime) -> Visit:
        order = self._order(story, at)
        own = {"order": order.order_number, "postcode": order.postcode} if order else {}
        lines = tuple(plainly(self._dice.choice(turn), own) for turn in story.says)
        phone = order.phone if order and order.phone else self._number(story.language)
        return Visit(at, story, phone, lines, self._dice.randrange(1 << 30), _answers(order))

    def _again(self, visit: Visit, now: datetime) -> Visit | None:
        """Not helped, or not for long: the same person with the same wish a few days later."""
        at = visit.at + timedelta(days=self._dice.choice((1, 2, 3, 5)), minutes=self._dice.randrange(90))
        return replace(visit, at=at, seed=visit.seed + 1) if at < now else None

    def _order(self, story: Story, at: datetime) -> Order | None:
        if story.order == "none":
            return None
        fitting = [one for one in self._orders if one.phone and one.placed_at < at]
        of_kind = [one for one in fitting if KINDS[story.order](one, at)] or fitting
        return self._dice.choice(of_kind or list(self._orders))

    def _number(self, language: str) -> str:
        self._strangers += 1
        return NUMBERS[language].format(self._strangers % 1_000)

    def _moment(self, day: date) -> datetime:
        (hour,) = self._dice.choices(list(BY_HOUR), list(BY_HOUR.values()))
        at = time(hour, self._dice.randrange(60), self._dice.randrange(60))
        return datetime.combine(day, at, self._zone)


def _answers(order: Order | None) -> dict[str, str]:
    """Whoever has no order at hand says so."""
    number, postcode = (order.order_number, order.postcode) if order else ("die weiß ich nicht", "10115")
    german = {"Bestellnummer": number, "Postleitzahl": postcode}
    return {**german, "order number": order.order_number if order else "I don't know", "postcode": postcode}
