"""What callers said, as those who tune look at it: pages of sentences, groups of them, and their counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Integer,
    RowMapping,
    Select,
    and_,
    cast,
    func,
    or_,
    select,
)

from bot.clock import Clock
from bot.tuning.inbox_asked import UNSURE, VIEWS, Asked, conditions
from bot.tuning.utterances import UTTERANCES

PAGE, GROUPS_PAGE = 50, 25
U = UTTERANCES.c


@dataclass(frozen=True)
class Page:
    """Some sentences; `after` leads to those that follow, None at the end."""

    rows: Sequence[RowMapping]
    after: str | None


@dataclass(frozen=True)
class Group:
    """Sentences alike: how many of those asked for, the newest of them, and another one."""

    id: int
    size: int
    newest: RowMapping
    other: RowMapping


@dataclass(frozen=True)
class GroupPage:
    """Some groups, the largest first, of equal ones the latest."""

    groups: Sequence[Group]
    after: str | None


class Inbox:
    """Reads only."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def page(self, asked: Asked, after: str = "") -> Page:
        """The newest first; the least certain first in that view."""
        order = (U.confidence, U.id.desc()) if asked.view == UNSURE else (U.id.desc(),)
        wanted = select(U.id).where(self._where(asked), _beyond(asked, after)).order_by(*order)
        with self._engine.connect() as db:
            ids = list(db.execute(wanted.limit(PAGE + 1)).scalars())
            rows = (
                db.execute(select(UTTERANCES).where(U.id.in_(ids[:PAGE])).order_by(*order)).mappings().all()
            )
        return Page(rows, _place(asked, rows[-1]) if len(ids) > PAGE else None)

    def groups(self, asked: Asked, after: str = "") -> GroupPage:
        """Of what is asked for."""
        size = func.count().label("size")
        wanted = select(U.group_id, size, func.max(U.id).label("newest"), func.min(U.id).label("other"))
        wanted = wanted.where(self._where(asked), U.group_id.is_not(None)).group_by(U.group_id)
        wanted = (
            wanted.having(_smaller(size, after))
            .order_by(size.desc(), U.group_id.desc())
            .limit(GROUPS_PAGE + 1)
        )
        with self._engine.connect() as db:
            found = db.execute(wanted).all()
            shown = found[:GROUPS_PAGE]
            ids = {one for row in shown for one in (row.newest, row.other)}
            rows = {row["id"]: row for row in db.execute(_by_ids(ids)).mappings()}
        groups = [Group(row.group_id, row.size, rows[row.newest], rows[row.other]) for row in shown]
        return GroupPage(groups, f"{groups[-1].size}-{groups[-1].id}" if len(found) > GROUPS_PAGE else None)

    def counts(self, asked: Asked) -> dict[str, int]:
        """How many there are in each view under the present filters."""
        sums = [func.coalesce(func.sum(cast(is_in, Integer)), 0).label(name) for name, is_in in VIEWS.items()]
        wanted = select(*sums).where(self._where(asked, view=False))
        with self._engine.connect() as db:
            return {name: int(value) for name, value in db.execute(wanted).mappings().one().items()}

    def _where(self, asked: Asked, view: bool = True) -> ColumnElement[bool]:
        return conditions(asked, self._clock.now(), self._engine.dialect.name, view)


def _by_ids(ids: set[int]) -> Select[Any]:
    return select(UTTERANCES).where(U.id.in_(ids))


def _place(asked: Asked, row: RowMapping) -> str:
    return f"{row['confidence']!r}_{row['id']}" if asked.view == UNSURE else str(row["id"])


def _beyond(asked: Asked, after: str) -> ColumnElement[bool]:
    """What follows a place; from the beginning where it is none."""
    confidence, _, number = after.rpartition("_")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        return U.id.is_not(None)
    if asked.view != UNSURE:
        return U.id < int(number)
    try:
        limit = float(confidence)
    except ValueError:
        return U.id.is_not(None)
    return or_(U.confidence > limit, and_(U.confidence == limit, U.id < int(number)))


def _smaller(size: ColumnElement[int], after: str) -> ColumnElement[bool]:
    count, _, number = after.partition("-")
    if not (after.isascii() and count.isdigit() and number.isdigit() and len(after) < 22):
        return func.count() > 0
    return or_(func.count() < int(count), and_(func.count() == int(count), U.group_id < int(number)))
