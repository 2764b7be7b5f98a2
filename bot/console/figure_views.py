"""The figures as the console shows them: this period against the one before, with their course."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.numbers import format_percent
from sqlalchemy import Engine

from bot.clock import Clock
from bot.console.trend import LARGE, SMALL, Size, Trend, trend
from bot.figures.counting import Course, broken_down, course, together
from bot.figures.definitions import BY_KEY, DEFINITIONS, SECTIONS, Definition, Figure
from bot.figures.period import Period, Piece
from bot.figures.shown import PERCENT, ShownFigure, shown

REASONS = "handover_reasons"
MOST_REASONS = 6
FRESH, KEPT = timedelta(seconds=30), 20


@dataclass(frozen=True)
class FigureView:
    """One figure; `change` says what became of it: better, worse, same, changed, or nothing to compare."""

    definition: Definition
    now: ShownFigure
    before: ShownFigure
    change: str
    trend: Trend


@dataclass(frozen=True)
class PieceView:
    """One piece of its course beside the one as long before."""

    since: datetime
    now: ShownFigure
    before: ShownFigure


@dataclass(frozen=True)
class SplitView:
    """One value of a column it is broken down by; `share` of all that is counted."""

    value: str | None
    shown: ShownFigure
    share: str


@dataclass(frozen=True)
class _Counted:
    pieces: list[Piece]
    now: Course
    before: Course
    at: datetime
    # By the machine's clock, since the hotline's may stand still.
    until: float


class FigureViews:
    """Counts when asked; what is shown is in the reader's language."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._lately: dict[tuple[Period, tuple[str, ...]], _Counted] = {}

    def sections(self, period: Period, language: str) -> list[tuple[str, list[FigureView]]]:
        """All figures by section."""
        counted = self._counted(period, DEFINITIONS)
        views = [_view(definition, counted, language, SMALL) for definition in DEFINITIONS]
        return [
            (section, [one for one in views if one.definition.section == section]) for section in SECTIONS
        ]

    def one(
        self, definition: Definition, period: Period, language: str
    ) -> tuple[FigureView, list[PieceView]]:
        """One figure with its course, the newest piece first."""
        counted = self._counted(period, [definition])
        now, before = counted.now[definition.key], counted.before[definition.key]
        pieces = [
            PieceView(piece.since, shown(this, language), shown(last, language))
            for piece, this, last in zip(counted.pieces, now, before, strict=True)
        ]
        return _view(definition, counted, language, LARGE), pieces[::-1]

    def figures(self, period: Period, which: Sequence[Definition]) -> list[tuple[Piece, Definition, Figure]]:
        """Every figure of every piece, for those who go on counting."""
        counted = self._counted(period, which)
        return [
            (piece, definition, figure)
            for definition in which
            for piece, figure in zip(counted.pieces, counted.now[definition.key], strict=True)
        ]

    def splits(self, definition: Definition, period: Period, language: str) -> dict[str, list[SplitView]]:
        """Broken down by each of its columns, the most frequent first."""
        now = self._clock.now()
        found = broken_down(self._engine, definition, stretch(period, now), now)
        return {by: _split(rows, language) for by, rows in found.items()}

    def reasons(self, period: Period, language: str) -> list[SplitView]:
        """What most cases were opened for."""
        return self.splits(BY_KEY[REASONS], period, language)["reason"][:MOST_REASONS]

    def _counted(self, period: Period, which: Sequence[Definition]) -> _Counted:
        """Both periods at once; whoever looks again within half a minute sees the same."""
        now, asked = self._clock.now(), (period, tuple(one.key for one in which))
        known = self._lately.get(asked)
        if known and known.at <= now < known.at + FRESH and time.monotonic() < known.until:
            return known
        counted = self._count(period, which, now)
        if len(self._lately) >= KEPT:
            self._lately.clear()
        self._lately[asked] = counted
        return counted

    def _count(self, period: Period, which: Sequence[Definition], now: datetime) -> _Counted:
        pieces, earlier = period.pieces(now), period.before().pieces(now)
        both, cut = course(self._engine, [*pieces, *earlier], now, which), len(pieces)
        this, last = {}, {}
        for key, row in both.items():
            this[key], last[key] = row[:cut], row[cut:]
        return _Counted(pieces, this, last, now, time.monotonic() + FRESH.total_seconds())


def stretch(period: Period, now: datetime) -> Piece:
    """All of it in one piece."""
    pieces = period.pieces(now)
    return Piece(pieces[0].since, pieces[-1].until)


def _view(definition: Definition, counted: _Counted, language: str, size: Size) -> FigureView:
    this, last = counted.now[definition.key], counted.before[definition.key]
    now, before = together(definition, this), together(definition, last)
    picture = trend(definition, this, last, size)
    return FigureView(
        definition, shown(now, language), shown(before, language), change(definition, now, before), picture
    )


def change(definition: Definition, now: Figure, before: Figure) -> str:
    """Better or worse only where it is said what it should be."""
    if now.value is None or before.value is None:
        return ""
    if now.value == before.value:
        return "same"
    one_way = (definition.least is None) != (definition.most is None)
    if not one_way:
        return "changed"
    return "better" if (now.value > before.value) == (definition.most is None) else "worse"


def _split(rows: Sequence[tuple[str | None, Figure]], language: str) -> list[SplitView]:
    every = sum(figure.all for _, figure in rows)
    return [
        SplitView(value, shown(figure, language), _share(figure, every, language)) for value, figure in rows
    ]


def _share(figure: Figure, every: float, language: str) -> str:
    return format_percent(figure.all / every, locale=language, format=PERCENT[language]) if every else ""
