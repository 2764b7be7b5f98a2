"""Carrying out what an expert has confirmed: within the limits, exactly once, written down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.desk.orders import traces
from bot.desk.orders.action_rows import DOING, DONE, REFUSED, ActionRows, Asked, Finished, finish
from bot.desk.orders.cancelling import why_not
from bot.desk.orders.wanted import Deed, Line, Outcome, Unfit, Wanted
from bot.errors import (
    AlreadyClaimed,
    AlreadySettled,
    NotCancellable,
    NotPossible,
    NotRefundable,
    ShopError,
    SoldOut,
)

Work = Callable[[Deed], Outcome]
# What the shop says no to, in words of this area.
SAYS_NO: dict[type[ShopError], str] = {
    AlreadyClaimed: "not.claimed_before",
    AlreadySettled: "not.settled_before",
}
# By the name of the error.
NAMED = {
    "OutOfStock": "not.out_of_stock",
    "NothingOwed": "not.no_open_bill",
    "NotChangeable": "not.address_late",
    "PriceChanged": "not.price_changed",
    "OrderNotFound": "not.no_order",
    "ProductNotFound": "not.no_article",
}


@dataclass(frozen=True)
class InCase:
    """In which case and conversation, in the caller's language and by which channel."""

    case_id: str
    conversation_id: str
    language: str
    channel: str


class Doing:
    """Begins, does and finishes actions; a second try under the same key answers what the first did."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.rows = ActionRows(engine)

    def do(self, asked: Asked, wanted: Wanted, where: InCase, work: Work) -> RowMapping:
        """The action as it then stands: done, or refused by the shop; raises AboveLimit, ShopUnavailable."""
        now = self._clock.now()
        row = self.rows.begin(asked, wanted, now)
        if (row["handover_id"], row["kind"]) != (asked.case_id, wanted.kind):
            raise NotPossible("stale_page")
        if row["status"] != DOING:
            return row
        deed = Deed(asked.key, now, asked.done_by, where.conversation_id, where.language, where.channel)
        try:
            # Where the shop does not answer the action stays begun, and counts, until it is tried again.
            finished = Finished(DONE, work(deed), wanted.kept)
        except (ShopError, Unfit) as error:
            finished = Finished(REFUSED, Outcome((said_no(error),)), wanted.kept)
        return self._finished(row, finished, where)

    def _finished(self, row: RowMapping, finished: Finished, where: InCase) -> RowMapping:
        now, key = self._clock.now(), str(row["id"])
        with self._engine.begin() as db:
            fresh = finish(db, key, finished, now)
            if fresh and finished.status == DONE:
                number = finished.outcome.order_number or row["order_number"]
                traces.done(db, _with(row, order_number=number), where.conversation_id, now)
            elif fresh:
                traces.noted(db, row, where.conversation_id, "order_action_refused", now)
        found = self.rows.one(key)
        assert found is not None
        return found


def said_no(error: ShopError | Unfit) -> Line:
    """Why the shop, or a check of ours, said no."""
    if isinstance(error, Unfit):
        return Line(f"not.{error.code}", error.values)
    if isinstance(error, NotCancellable):
        return why_not(error)
    if isinstance(error, NotRefundable):
        return Line("not.too_much", {"left": error.left})
    if isinstance(error, SoldOut):
        return Line("not.stock", {"left": str(error.left)})
    return Line(SAYS_NO.get(type(error)) or NAMED.get(type(error).__name__, "not.shop"))


def _with(row: RowMapping, **changes: Any) -> Any:
    return dict(row) | changes
