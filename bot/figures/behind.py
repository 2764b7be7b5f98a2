"""The conversations behind a figure: behind its numerator, its denominator, or what lies between the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, false, func, literal, or_, select

from bot.conversation.conversation_rows import CONVERSATIONS
from bot.figures.counting import amounts, counted_rows
from bot.figures.definitions import Definition
from bot.figures.period import Piece
from bot.figures.sql import total

# What is asked for: the numerator, the denominator, or what is missing from the one to the other.
SIDES = ("of", "all", "rest")
PAGE = 50


@dataclass(frozen=True)
class Looked:
    """Which figure, when, which side of it; `split` narrows it to one value of one of its columns."""

    definition: Definition
    piece: Piece
    side: str = "all"
    split: tuple[str, str | None] | None = None


@dataclass(frozen=True)
class Behind:
    """One conversation; `times` is what it adds to that side, `at` the last time it did."""

    conversation_id: str
    at: datetime
    times: int
    channel: str
    intent: str | None


@dataclass(frozen=True)
class Page:
    """Newest first; `after` names the last one where there are more."""

    rows: Sequence[Behind]
    after: tuple[datetime, str] | None


def behind(engine: Engine, looked: Looked, now: datetime, after: tuple[datetime, str] | None = None) -> Page:
    """The next page of them."""
    found = _found(looked, now).subquery("found")
    wish = CONVERSATIONS.c.memory["wish"].as_string()
    query = (
        select(
            found.c.conversation_id, found.c.at, found.c.times, CONVERSATIONS.c.channel, wish.label("intent")
        )
        .join(CONVERSATIONS, CONVERSATIONS.c.id == found.c.conversation_id)
        .order_by(found.c.at.desc(), found.c.conversation_id)
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(_older(found.c.at, found.c.conversation_id, after))
    with engine.connect() as db:
        rows = [_behind(row) for row in db.execute(query)]
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], (more.at, more.conversation_id) if more else None)


def how_many(engine: Engine, looked: Looked, now: datetime) -> int:
    """Conversations, which may be fewer than what is counted in them."""
    with engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(_found(looked, now).subquery())).scalar_one())


def _found(looked: Looked, now: datetime) -> Select[tuple[Any, ...]]:
    """One row for each conversation."""
    table = counted_rows(looked.definition.source, [looked.piece], now)
    of, every = amounts(table, looked.definition)
    amount = {"of": of, "all": every, "rest": every - of}[looked.side]
    mine: list[ColumnElement[bool]] = [amount > 0, table.c.conversation_id.is_not(None)]
    if looked.split is not None:
        column, value = looked.split
        mine.append(_is(table.c[column], value))
    times = literal(1) if looked.side in looked.definition.times else amount
    columns = (table.c.conversation_id, func.max(table.c.at).label("at"), total(times).label("times"))
    return select(*columns).where(*mine).group_by(table.c.conversation_id)


def _is(column: ColumnElement[Any], value: str | None) -> ColumnElement[bool]:
    """Values come as text, out of an address."""
    if value is None:
        return column.is_(None)
    if column.type.python_type is int:
        return column == int(value) if value.isdecimal() else false()
    return column == value


def _older(
    at: ColumnElement[Any], one: ColumnElement[Any], after: tuple[datetime, str]
) -> ColumnElement[bool]:
    return or_(at < after[0], and_(at == after[0], one > after[1]))


def _behind(row: Row[*tuple[Any, ...]]) -> Behind:
    return Behind(row.conversation_id, row.at, int(row.times), row.channel, row.intent)
