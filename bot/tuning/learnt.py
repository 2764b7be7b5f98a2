"""Sentences accepted from callers: which wait to be written, and which are refused with the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update

from bot.clock import Clock
from bot.store.database import table_of
from bot.store.inbox_tables import LearntSentenceRow
from bot.tuning import label_rows
from bot.tuning.admission import Admission, Wanted
from bot.tuning.decision import DECIDED, outcome
from bot.tuning.drafts import VALUE, Draft, Drafts
from bot.tuning.known_files import KnownFiles
from bot.tuning.label_rows import UTTERANCES, in_parts
from bot.tuning.tuning_terms import TuningTerms

LEARNT = table_of(LearntSentenceRow)
WAITING, WRITTEN, REFUSED, WITHDRAWN = "waiting", "written", "refused", "withdrawn"


@dataclass(frozen=True)
class Gathered:
    """Of some utterances: how many are decided, and how many of their sentences wait or are refused."""

    decided: int
    waiting: int
    refused: int


class Learnt:
    """`terms` and `known` are read anew when their files have changed."""

    def __init__(
        self, engine: Engine, clock: Clock, known: KnownFiles, terms: TuningTerms, drafts: Drafts
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._drafts = drafts
        self.known = known
        self.terms = terms

    def gather(self, ids: Sequence[int]) -> Gathered:
        """What is to be learnt of those that are decided; what was gathered before is left as it is."""
        with self._engine.connect() as db:
            rows = [row for row in label_rows.utterances(db, ids) if row["status"] == DECIDED]
            fresh = _without_sentences(db, rows)
            labels = label_rows.standing(db, [row["id"] for row in fresh])
            waiting = self._waiting(db)
        found = [(row, draft) for row in fresh for draft in self._drafted(row, labels)]
        judged = self._judged(found, waiting)
        with self._engine.begin() as db:
            still = {row["id"] for row in self._still_open(db, [row["id"] for row in fresh])}
            judged = [values for values in judged if values["utterance_id"] in still]
            if judged:
                db.execute(insert(LEARNT), judged)
        refused = sum(values["status"] == REFUSED for values in judged)
        return Gathered(len(rows), len(judged) - refused, refused)

    def catch_up(self) -> None:
        """What a process that died had decided, but not gathered."""
        lost = (
            select(UTTERANCES.c.id)
            .outerjoin(LEARNT, LEARNT.c.utterance_id == UTTERANCES.c.id)
            .where(UTTERANCES.c.status == DECIDED, LEARNT.c.id.is_(None))
        )
        with self._engine.connect() as db:
            ids = list(db.execute(lost).scalars())
        if ids:
            self.gather(ids)

    def forget(self, db: Connection, ids: Iterable[int]) -> None:
        """What was gathered of these utterances and is not written yet."""
        for part in in_parts(ids):
            mine = LEARNT.c.utterance_id.in_(part) & LEARNT.c.status.in_([WAITING, REFUSED])
            db.execute(delete(LEARNT).where(mine))

    def rows(self, *statuses: str, last: int = 1000) -> list[RowMapping]:
        """In these states, oldest first."""
        query = select(LEARNT).where(LEARNT.c.status.in_(statuses)).order_by(LEARNT.c.id.desc()).limit(last)
        with self._engine.connect() as db:
            return list(db.execute(query).mappings())[::-1]

    def refuse(self, refusals: Iterable[tuple[int, str, str]]) -> None:
        """Rows that turn out not to fit any more: id, why, and what stands against them."""
        with self._engine.begin() as db:
            for row_id, why, near in refusals:
                values = {"status": REFUSED, "why": why, "data": {"near": near}}
                mine = (LEARNT.c.id == row_id) & (LEARNT.c.status == WAITING)
                db.execute(update(LEARNT).where(mine).values(**values))

    def _drafted(self, row: RowMapping, labels: dict[int, list[RowMapping]]) -> list[Draft]:
        found = outcome(labels.get(row["id"], []), row["intent"], self.terms.needed()).label
        return self._drafts.of(row, found) if found else []

    def _judged(
        self, found: Sequence[tuple[RowMapping, Draft]], waiting: Sequence[RowMapping]
    ) -> list[dict[str, Any]]:
        if not found:
            return []
        admission = Admission(self.known.all(), [wanted(row) for row in waiting])
        return [self._values(row, draft, admission) for row, draft in found]

    def _values(self, row: RowMapping, draft: Draft, admission: Admission) -> dict[str, Any]:
        """The row of `learnt_sentences`."""
        against = None if draft.why or draft.kind == VALUE else admission.refusal(wanted(vars(draft)))
        why = draft.why or (against.why if against else None)
        near = {"near": against.near, "near_label": against.label} if against else {}
        return {
            **{name: getattr(draft, name) for name in ("kind", "label", "text", "share")},
            "utterance_id": row["id"],
            "conversation_id": row["conversation_id"],
            "language": row["language"],
            "status": REFUSED if why else WAITING,
            "why": why,
            "data": draft.data | near,
            "accepted_at": self._clock.now(),
        }

    def _still_open(self, db: Connection, ids: Sequence[int]) -> list[RowMapping]:
        rows = [row for part in in_parts(ids) for row in label_rows.locked(db, part)]
        return _without_sentences(db, [row for row in rows if row["status"] == DECIDED])

    def _waiting(self, db: Connection) -> list[RowMapping]:
        return list(db.execute(select(LEARNT).where(LEARNT.c.status == WAITING)).mappings())


def wanted(row: Any) -> Wanted:
    """A sentence as admission sees it."""
    return Wanted(row["kind"], row["label"], row["text"], row["share"])


def _without_sentences(db: Connection, rows: Sequence[RowMapping]) -> list[RowMapping]:
    """Those of which nothing was gathered yet."""
    known: set[int] = set()
    for part in in_parts(row["id"] for row in rows):
        mine = LEARNT.c.utterance_id.in_(part) & (LEARNT.c.status != WITHDRAWN)
        known |= set(db.execute(select(LEARNT.c.utterance_id).where(mine)).scalars())
    return [row for row in rows if row["id"] not in known]
