"""What utterances mean, said by those who tune: one or many at once, taken back, agreed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from bot.clock import Clock
from bot.errors import NotPossible, NotThere, TooLate
from bot.tuning import corrections, label_rows
from bot.tuning.decision import DISPUTED, HALF, OPEN, WRITTEN, Decision, Outcome, outcome
from bot.tuning.label_rows import LABELS
from bot.tuning.learnt import Learnt
from bot.tuning.marked_values import Marked, MarkedValues

# A group may be large; more than this at once is a mistake.
MOST = 2000


@dataclass(frozen=True)
class Deed:
    """What one key press did: which utterances it was about, and what became of them."""

    id: str
    utterances: tuple[int, ...]
    decided: int = 0
    waiting: int = 0
    refused: int = 0


class Labels:
    """`intents` and `needed` (how many people must agree) are read anew each time: both may be changed."""

    def __init__(self, engine: Engine, clock: Clock, learnt: Learnt, marked: MarkedValues) -> None:
        self._engine = engine
        self._clock = clock
        self._learnt = learnt
        self._marked = marked

    def decide(self, ids: Sequence[int], decision: Decision, staff_id: str, deed: str = "") -> Deed:
        """Say it of all of them; the same `deed` twice is one. Raises NotPossible, NotThere, TooLate."""
        if not 0 < len(ids) <= MOST:
            raise NotPossible("label_many")
        deed = deed or uuid4().hex
        decision = decision.checked(self._learnt.terms.intents())
        marks = decision.marks if len(ids) == 1 else ()
        marked = self._marked.of(ids[0], marks) if marks else Marked([])
        label: dict[str, Any] = {"verdict": decision.verdict, "intent": decision.intent, "deed": deed}
        flags = None if decision.flags is None else dict(decision.flags)
        label |= {"staff_id": staff_id, "flags": flags, "values": marked.values}
        with self._engine.begin() as db:
            rows = _free(label_rows.locked(db, ids), ids)
            if not self._done_before(db, deed):
                self._say(db, rows, label)
                label_rows.show_instead(db, ids[0], marked.text)
        return self._follow_up(deed, [row["id"] for row in rows])

    def undo(self, staff_id: str, deed: str | None = None) -> Deed:
        """The person's newest deed that stands, or this one, is taken back. Raises NotThere, TooLate."""
        with self._engine.begin() as db:
            deed = deed or self._newest(db, staff_id)
            mine = (LABELS.c.deed == deed) & (LABELS.c.staff_id == staff_id) & LABELS.c.undone_at.is_(None)
            ids = list(db.execute(select(LABELS.c.utterance_id).where(mine)).scalars())
            if deed is None or not ids:
                raise NotThere("nothing_to_undo")
            rows = label_rows.locked(db, ids)
            if any(row["status"] == WRITTEN for row in rows):
                raise TooLate("already_written")
            db.execute(update(LABELS).where(mine).values(undone_at=self._clock.now()))
            self._settle(db, rows)
        return self._follow_up(deed, ids)

    def of(self, ids: Sequence[int]) -> dict[int, list[RowMapping]]:
        """The labels that stand, oldest first."""
        with self._engine.connect() as db:
            return label_rows.standing(db, ids)

    def members(self, group_id: int) -> list[int]:
        """Of a group: the utterances nobody has settled yet."""
        with self._engine.connect() as db:
            return label_rows.of_group(db, group_id, (OPEN, HALF, DISPUTED))

    def _say(self, db: Connection, rows: Sequence[RowMapping], label: dict[str, Any]) -> None:
        now = self._clock.now()
        db.execute(insert(LABELS), [{**label, "utterance_id": row["id"], "at": now} for row in rows])
        self._settle(db, rows)
        corrections.reviewed(db, rows, now)

    def _settle(self, db: Connection, rows: Sequence[RowMapping]) -> None:
        """Where they stand now; what was to be learnt of them before is no longer."""
        needed = self._learnt.terms.needed()
        labels = label_rows.standing(db, [row["id"] for row in rows])
        found: dict[str, list[int]] = {}
        for row in rows:
            found.setdefault(_outcome(row, labels, needed).status, []).append(row["id"])
        for status, ids in found.items():
            label_rows.set_status(db, ids, status)
        self._learnt.forget(db, [row["id"] for row in rows])

    def _follow_up(self, deed: str, ids: Sequence[int]) -> Deed:
        """Outside the deed's transaction: comparing with all that is known takes its time."""
        gathered = self._learnt.gather(ids)
        return Deed(deed, tuple(ids), gathered.decided, gathered.waiting, gathered.refused)

    def _done_before(self, db: Connection, deed: str) -> bool:
        return db.execute(select(LABELS.c.id).where(LABELS.c.deed == deed).limit(1)).first() is not None

    def _newest(self, db: Connection, staff_id: str) -> str | None:
        mine = (LABELS.c.staff_id == staff_id) & LABELS.c.undone_at.is_(None)
        newest = select(LABELS.c.deed).where(mine).order_by(LABELS.c.id.desc()).limit(1)
        return db.execute(newest).scalar_one_or_none()


def _free(rows: Sequence[RowMapping], ids: Sequence[int]) -> list[RowMapping]:
    """Those that may still be labelled."""
    if not rows:
        raise NotThere("utterance")
    free = [row for row in rows if row["status"] != WRITTEN]
    if not free:
        raise TooLate("already_written")
    return free


def _outcome(row: RowMapping, labels: dict[int, list[RowMapping]], needed: int) -> Outcome:
    return outcome(labels.get(row["id"], []), row["intent"], needed)
