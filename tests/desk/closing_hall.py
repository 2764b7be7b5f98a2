"""Talks that are over and the experts who have to say how they ended; on a database, without a carrier."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, select

from bot.conversation.record import EVENTS
from bot.desk.closing_rows import CLOSINGS, LABELS
from bot.desk.closings import Closed, Closing, Closings
from bot.desk.follow_ups import FollowUp, FollowUps
from bot.desk.open_closings import OpenClosings
from bot.handover.cases import HANDOVERS, PROMISES, Window
from bot.handover.promises import Promises
from bot.shop.knowledge import load_knowledge
from bot.staff.audit import AUDIT
from bot.staff.person import Person, as_person
from tests.builders import NOW
from tests.handover.hall import Hall
from tests.handover.recall import hours

SOON = Window(NOW + timedelta(hours=1), NOW + timedelta(hours=3))


def follow_ups(engine: Engine) -> FollowUps:
    """Within the demo shop's hours."""
    return FollowUps(engine, load_knowledge().experts, hours(), "DE")


class ClosingHall(Hall):
    """A hall whose experts close what they had."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.promises = Promises(engine, self.record)
        self.closings = Closings(engine, self.clock, self.promises, follow_ups(engine))
        self.unclosed = OpenClosings(engine, self.clock)

    def person(self, name: str) -> Person:
        """As signed in."""
        row = self.experts.get(name)
        assert row
        return as_person(row)

    def talked(self, expert: str = "eva", name: str = "1", **caller: Any) -> str:
        """A talk from beginning to end; the id of the wait."""
        wait_id = self.caller(name, **caller)
        self.clock.pass_s(3)
        x = self.talking(wait_id)
        self.clock.pass_s(60)
        self.hangs_up(wait_id)
        self.line.put_down(x)
        return wait_id

    def case_of(self, wait_id: str) -> RowMapping:
        """The case talked about."""
        with self.engine.connect() as db:
            mine = select(HANDOVERS).where(HANDOVERS.c.id == self.wait(wait_id)["handover_id"])
            return db.execute(mine).mappings().one()

    def close(self, wait_id: str, disposition: str = "resolved", by: str = "eva", **more: Any) -> Closed:
        """Closed by this person."""
        case_id = self.wait(wait_id)["handover_id"]
        return self.closings.close(case_id, wait_id, self.person(by), Closing(disposition, **more))

    def promising(self, kind: str = "callback", **more: Any) -> FollowUp:
        """In an hour, for two."""
        return FollowUp(kind, more.pop("window", SOON), **more)

    def all_of(self, table: Any) -> list[RowMapping]:
        """Every row, oldest first."""
        with self.engine.connect() as db:
            return list(db.execute(select(table).order_by(table.c.id)).mappings())

    @property
    def labels(self) -> dict[str, tuple[str, str | None]]:
        """The newest verdict of each kind, with its code."""
        return {row["kind"]: (row["verdict"], row["code"]) for row in self.all_of(LABELS)}

    @property
    def closed(self) -> list[RowMapping]:
        """All closings."""
        return self.all_of(CLOSINGS)

    @property
    def owed(self) -> list[RowMapping]:
        """All promises."""
        return self.all_of(PROMISES)

    @property
    def trail(self) -> list[tuple[str, str, str | None]]:
        """The audit trail."""
        return [(row["staff_id"], row["what"], row["about"]) for row in self.all_of(AUDIT)]

    def told(self, what: str) -> list[dict[str, Any]]:
        """The data of all events of this kind."""
        return [row["data"] for row in self.all_of(EVENTS) if row["what"] == what]

    def lead(self, name: str = "mira") -> str:
        """Somebody who sees the team."""
        return self.expert(name, role="lead", status="off")
