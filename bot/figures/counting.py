"""Counts figures, in every piece of a period, and broken down; all of it in the database."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import CTE, ColumnElement, Connection, Engine, String, cast, literal, select, union_all

from bot.figures.asked import Source, asked_for
from bot.figures.definitions import DEFINITIONS, Definition, Figure, counted, figure_of
from bot.figures.period import Piece
from bot.figures.sources import (
    cases,
    contacts,
    law,
    meetings,
    presence,
    promises,
    queue,
    talks,
    turns,
    wishes,
)
from bot.figures.sql import once, total, where

AT_ONCE = 3
FOR_COUNTING = {"postgresql": ("SET LOCAL work_mem = '64MB'", "SET LOCAL jit = off")}
# What takes longest first.
SOURCES: Mapping[str, Source] = {
    "contacts": contacts.rows,
    "disclosures": law.disclosures,
    "wishes": wishes.rows,
    "turns": turns.rows,
    "cases": cases.rows,
    "queue": queue.rows,
    "meetings": meetings.rows,
    "talks": talks.rows,
    "presence": presence.rows,
    "promises": promises.rows,
    "recordings": law.recordings,
    "texts": law.texts,
    "orders": law.orders,
}
# Of each figure by its key: one for each piece of time.
Course = dict[str, list[Figure]]
Sums = tuple[int, int]
# Of each column: its values, None among them, and the figure of each.
Splits = dict[str, list[tuple[str | None, Figure]]]


def course(
    engine: Engine, pieces: Sequence[Piece], now: datetime, which: Iterable[Definition] = DEFINITIONS
) -> Course:
    """These figures in every piece, as things stand now; in the order they are defined."""
    wanted = list(which)
    sources = [[one for one in wanted if one.source == source] for source in SOURCES]

    def count(mine: list[Definition]) -> dict[str, list[Sums]]:
        return _of_source(engine, mine, counted_rows(mine[0].source, pieces, now), len(pieces))

    # The database does the work, and frees us to ask it the next thing meanwhile.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = {key: sums for part in pool.map(count, filter(None, sources)) for key, sums in part.items()}
    return {one.key: [counted(one, *sums) for sums in found[one.key]] for one in wanted}


def whole(
    engine: Engine, piece: Piece, now: datetime, which: Iterable[Definition] = DEFINITIONS
) -> list[Figure]:
    """These figures of one stretch of time."""
    return [figures[0] for figures in course(engine, [piece], now, which).values()]


def together(definition: Definition, figures: Sequence[Figure]) -> Figure:
    """Of several pieces at once."""
    return figure_of(definition, sum(one.of for one in figures), sum(one.all for one in figures))


def broken_down(engine: Engine, definition: Definition, piece: Piece, now: datetime) -> Splits:
    """By each value of each of its `splits`, as text; what most is behind first."""
    table = counted_rows(definition.source, [piece], now)
    of, every = (total(amount) for amount in amounts(table, definition))
    parts = [
        select(literal(by).label("by"), cast(table.c[by], String).label("value"), of, every)
        .group_by(table.c[by])
        .having(every > 0)
        for by in definition.splits
    ]
    found: Splits = {by: [] for by in definition.splits}
    if not parts:
        return found
    with engine.connect() as db:
        _make_ready(db)
        for by, value, *sums in db.execute(union_all(*parts)):
            found[by].append((value, counted(definition, int(sums[0]), int(sums[1]))))
    return {by: sorted(rows, key=lambda row: (-row[1].all, str(row[0]))) for by, rows in found.items()}


def counted_rows(source: str, pieces: Sequence[Piece], now: datetime) -> CTE:
    """Everything a source counts in these pieces."""
    return once(SOURCES[source](asked_for(pieces, now)), "counted")


def amounts(table: CTE, definition: Definition) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """What its numerator and its denominator add up."""
    of, every = table.c[definition.of], table.c[definition.all]
    if not definition.priority:
        return of, every
    mine = table.c.priority == definition.priority
    return where(mine, of), where(mine, every)


def _make_ready(db: Connection) -> None:
    """Sorting in memory; and no compiling of a query that takes less long than that."""
    for setting in FOR_COUNTING.get(db.dialect.name, ()):
        db.exec_driver_sql(setting)


def _of_source(engine: Engine, mine: Sequence[Definition], table: CTE, pieces: int) -> dict[str, list[Sums]]:
    """All figures of one source, in one query."""
    sums = [total(amount) for one in mine for amount in amounts(table, one)]
    with engine.connect() as db:
        _make_ready(db)
        found = db.execute(select(table.c.piece, *sums).group_by(table.c.piece))
        rows = {row[0]: row[1:] for row in found}
    none = (0,) * len(sums)
    course_of_all = [rows.get(piece, none) for piece in range(pieces)]
    return {
        one.key: [(int(row[2 * at]), int(row[2 * at + 1])) for row in course_of_all]
        for at, one in enumerate(mine)
    }
