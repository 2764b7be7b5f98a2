"""Pieces of SQL that mean the same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Integer, Select, case, column, func, values
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from bot.figures.period import Piece
from bot.store.database import UtcDateTime


class microseconds(FunctionElement[int]):  # noqa: N801  # Reads as the SQL function it is.
    """A moment as whole microseconds since 1970: differences of them are exact."""

    type = BigInteger()
    inherit_cache = True
    name = "microseconds"


@compiles(microseconds, "sqlite")
def _on_sqlite(element: microseconds, compiler: Any, **given: Any) -> str:
    moment = compiler.process(element.clauses, **given)
    # As it is stored: "2026-11-23 10:15:00.123456"; its own arithmetic would round to milliseconds.
    whole = f"CAST(strftime('%s', substr({moment}, 1, 19)) AS INTEGER) * 1000000"
    return f"({whole} + CAST(substr({moment}, 21, 6) AS INTEGER))"


@compiles(microseconds, "postgresql")
def _on_postgresql(element: microseconds, compiler: Any, **given: Any) -> str:
    return f"CAST(extract(epoch FROM {compiler.process(element.clauses, **given)}) * 1000000 AS BIGINT)"


def length(begun: ColumnElement[Any], ended: ColumnElement[Any]) -> ColumnElement[int]:
    """From one moment to another, in microseconds."""
    return microseconds(ended) - microseconds(begun)


def flag(condition: ColumnElement[Any]) -> ColumnElement[int]:
    """1 where it is true, else 0: something that can be added up."""
    return case((condition, 1), else_=0)


def where(condition: ColumnElement[Any], amount: ColumnElement[int]) -> ColumnElement[int]:
    """The amount where it is true, else 0."""
    return case((condition, amount), else_=0)


def earlier(first: ColumnElement[Any], second: ColumnElement[Any]) -> ColumnElement[Any]:
    """The earlier of two moments."""
    return case((first < second, first), else_=second)


def later(first: ColumnElement[Any], second: ColumnElement[Any]) -> ColumnElement[Any]:
    """The later of two moments."""
    return case((first > second, first), else_=second)


def within(moment: ColumnElement[Any], pieces: CTE) -> ColumnElement[bool]:
    """In this piece of the period."""
    return (moment >= pieces.c.since) & (moment < pieces.c.until)


def pieces_table(pieces: list[Piece]) -> CTE:
    """The pieces of a period as a table: number, since, until."""
    columns = (column("number", Integer), column("since", UtcDateTime), column("until", UtcDateTime))
    rows = [(number, piece.since, piece.until) for number, piece in enumerate(pieces)]
    return values(*columns, name="pieces").data(rows).cte("pieces")


def once(query: Select[Any], name: str) -> CTE:
    """Worked out once, however often it is asked; both databases would else put it in everywhere."""
    return query.cte(name).prefix_with("MATERIALIZED")


def total(amount: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum, 0 of nothing."""
    return func.coalesce(func.sum(amount), 0)
