"""Which sentences of the inbox somebody wants to see: a view, filters, words; read from an address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, true

from bot.tuning.full_text import matching, terms
from bot.tuning.utterances import STATUSES, UTTERANCES, WAITING

NEWEST, UNSURE, DISAGREEING = "newest", "unsure", "disagreeing"
U = UTTERANCES.c
VIEWS: dict[str, ColumnElement[bool]] = {
    NEWEST: true(),
    UNSURE: U.confidence.is_not(None),
    "clarified": U.clarified,
    "failed": U.failed,
    "handed_over": U.handed_over,
    "corrected": U.corrected,
    DISAGREEING: U.candidate_intent.is_not(None),
}
TO_DO, EVERY = "todo", "all"
STATUS_CHOICES = (TO_DO, *STATUSES, EVERY)
CHANNELS, LANGUAGES = ("voice", "sms"), ("de", "en")
PERIODS = {"today": 1, "week": 7, "month": 30, "quarter": 90}
NOTHING = "-"
LONGEST_WORDS, LONGEST_INTENT = 200, 64


@dataclass(frozen=True)
class Asked:
    """As it is: the newest that wait. `first` and `last` are days, both included; `intent` "-": none."""

    view: str = NEWEST
    status: str = TO_DO
    language: str = ""
    channel: str = ""
    intent: str = ""
    version: int | None = None
    period: str = ""
    first: date | None = None
    last: date | None = None
    words: str = ""
    grouped: bool = False
    group: int | None = None

    def as_args(self, **changed: Any) -> dict[str, str]:
        """For an address: whatever is not as usual."""
        wanted, usual = replace(self, **changed), Asked()
        named = {item.name: getattr(wanted, item.name) for item in fields(Asked)}
        odd = {name: value for name, value in named.items() if value != getattr(usual, name)}
        return {name: "1" if value is True else str(value) for name, value in odd.items()}

    @property
    def filtered(self) -> bool:
        """Whether anything but view and grouping is chosen."""
        return replace(self, view=NEWEST, grouped=False) != Asked()


def read_asked(args: Mapping[str, str]) -> Asked:
    """From an address; what cannot be meant counts for nothing."""
    return Asked(
        view=_one_of(args.get("view", ""), tuple(VIEWS), NEWEST),
        status=_one_of(args.get("status", ""), STATUS_CHOICES, TO_DO),
        language=_one_of(args.get("language", ""), LANGUAGES),
        channel=_one_of(args.get("channel", ""), CHANNELS),
        intent=args.get("intent", "")[:LONGEST_INTENT],
        version=_number(args.get("version", "")),
        period=_one_of(args.get("period", ""), tuple(PERIODS)),
        first=_day(args.get("first", "")),
        last=_day(args.get("last", "")),
        words=" ".join(args.get("words", "")[:LONGEST_WORDS].split()).replace("\0", ""),
        grouped=args.get("grouped", "") == "1",
        group=_number(args.get("group", "")),
    )


def conditions(asked: Asked, now: datetime, dialect: str, view: bool = True) -> ColumnElement[bool]:
    """What of the inbox is meant; without the `view` for counting all views."""
    found: list[ColumnElement[bool]] = [true(), *_filters(asked), *_times(asked, now)]
    if wanted := terms(asked.words):
        found.append(matching(wanted, dialect))
    if view:
        found.append(VIEWS[asked.view])
    return and_(*found)


def _filters(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.status != EVERY:
        found.append(U.status.in_(WAITING) if asked.status == TO_DO else U.status == asked.status)
    for name in ("language", "channel"):
        if value := getattr(asked, name):
            found.append(U[name] == value)
    if asked.intent:
        found.append(U.intent.is_(None) if asked.intent == NOTHING else U.intent == asked.intent)
    if asked.version is not None:
        found.append(U.model_version == asked.version)
    if asked.group is not None:
        found.append(U.group_id == asked.group)
    return found


def _times(asked: Asked, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    first = asked.first
    if asked.period:
        first = now.date() - timedelta(days=PERIODS[asked.period] - 1)
    if first is not None:
        found.append(U.at >= _midnight(first, now))
    if asked.last is not None and asked.last < date.max and not asked.period:
        found.append(U.at < _midnight(asked.last + timedelta(days=1), now))
    return found


def _midnight(day: date, now: datetime) -> datetime:
    zone = now.tzinfo or ZoneInfo("UTC")
    return datetime.combine(max(day, date(1970, 1, 2)), time(), zone)


def _one_of(value: str, known: tuple[str, ...], otherwise: str = "") -> str:
    return value if value in known else otherwise


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
