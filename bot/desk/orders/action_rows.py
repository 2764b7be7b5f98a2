"""Actions in the store: counted against the limits before they are done, finished with what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, func, insert, select, update

from bot.desk.orders.limits import GOODWILL, HOLD, REFUND
from bot.desk.orders.wanted import Outcome, Wanted
from bot.errors import NotPossible
from bot.handover.cases import HANDOVERS
from bot.store.database import table_of
from bot.store.order_action_tables import OrderActionRow
from bot.store.shop_tables import OrderRow

ACTIONS = table_of(OrderActionRow)
ORDERS = table_of(OrderRow)
DOING, DONE, REFUSED = "doing", "done", "refused"


class AboveLimit(NotPossible):
    """More than this person may give on their own word; `limit` names which, `most` is what is left of it."""

    def __init__(self, limit: str, most: Decimal) -> None:
        super().__init__("above_limit")
        self.limit = limit
        self.most = most


@dataclass(frozen=True)
class Asked:
    """Whose action in which case, under which key; `done_by` answers for it and has `most` as limit."""

    key: str
    case_id: str
    staff_id: str
    done_by: str
    most: Decimal


@dataclass(frozen=True)
class Finished:
    """What came of an action, and what of its details may stay on record."""

    status: str
    outcome: Outcome
    kept: Mapping[str, Any]


class ActionRows:
    """The `order_actions` table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, asked: Asked, wanted: Wanted, at: datetime) -> RowMapping:
        """The action, counted; one begun before under the same key as it stands. Raises AboveLimit."""
        with self._engine.begin() as db:
            _one_by_one(db, asked, wanted)
            known = _row(db, asked.key)
            if known is not None:
                return known
            check_limit(db, asked, wanted)
            values: dict[str, Any] = {
                "id": asked.key,
                "handover_id": asked.case_id,
                "status": DOING,
                "at": at,
            }
            values |= {"kind": wanted.kind, "order_number": wanted.order_number, "amount": wanted.amount}
            values |= {"details": dict(wanted.details), "outcome": {}}
            values |= {"staff_id": asked.staff_id, "done_by": asked.done_by}
            row: RowMapping = db.execute(insert(ACTIONS).values(values).returning(ACTIONS)).mappings().one()
            return row

    def above(self, asked: Asked, wanted: Wanted) -> AboveLimit | None:
        """The limit this would pass, as things stand now."""
        try:
            with self._engine.connect() as db:
                check_limit(db, asked, wanted)
        except AboveLimit as above:
            return above
        return None

    def one(self, key: str) -> RowMapping | None:
        """The action under this key."""
        with self._engine.connect() as db:
            return _row(db, key)

    def of_case(self, case_id: str) -> list[RowMapping]:
        """Everything done in this case, the newest first."""
        mine = select(ACTIONS).where(ACTIONS.c.handover_id == case_id)
        with self._engine.connect() as db:
            return list(db.execute(mine.order_by(ACTIONS.c.at.desc(), ACTIONS.c.id)).mappings())


def finish(db: Connection, key: str, finished: Finished, at: datetime) -> bool:
    """Write down what came of it; False when that was done before."""
    values = {"status": finished.status, "outcome": finished.outcome.to_json(), "done_at": at}
    values["details"] = dict(finished.kept)
    if finished.outcome.order_number:
        values["order_number"] = finished.outcome.order_number
    mine = update(ACTIONS).where(ACTIONS.c.id == key, ACTIONS.c.status == DOING)
    return db.execute(mine.values(**values)).rowcount == 1


def check_limit(db: Connection, asked: Asked, wanted: Wanted) -> None:
    """Raises AboveLimit where this and what was given before is more than they may give."""
    if wanted.counts is None:
        return
    before = Decimal(0) if wanted.counts == HOLD else given(db, asked.case_id, wanted)
    if before + wanted.amount > asked.most:
        raise AboveLimit(wanted.counts, max(asked.most - before, Decimal(0)))


def given(db: Connection, case_id: str, wanted: Wanted) -> Decimal:
    """What counts with it: refunds of the same order, goodwill in the same case; whoever gave them."""
    same = ACTIONS.c.order_number == wanted.order_number
    if wanted.counts == GOODWILL:
        same = ACTIONS.c.handover_id == case_id
    kinds: dict[str, tuple[str, ...]] = {REFUND: ("refund", "settle"), GOODWILL: ("goodwill",)}
    counted = _counted(same, kinds[str(wanted.counts)])
    return Decimal(db.execute(counted).scalar() or 0)


def _counted(same: ColumnElement[bool], kinds: tuple[str, ...]) -> Any:
    alive = ACTIONS.c.status != REFUSED
    return select(func.sum(ACTIONS.c.amount)).where(same, alive, ACTIONS.c.kind.in_(kinds))


def _one_by_one(db: Connection, asked: Asked, wanted: Wanted) -> None:
    """Whoever gives something in this case, or for this order, does so one after the other."""
    # SQLite knows no row locks; an update that changes nothing takes its only write lock.
    same_case = update(HANDOVERS).where(HANDOVERS.c.id == asked.case_id)
    db.execute(same_case.values(status=HANDOVERS.c.status))
    if wanted.order_number:
        same_order = update(ORDERS).where(ORDERS.c.order_number == wanted.order_number)
        db.execute(same_order.values(order_number=ORDERS.c.order_number))


def _row(db: Connection, key: str) -> RowMapping | None:
    return db.execute(select(ACTIONS).where(ACTIONS.c.id == key)).mappings().first()
