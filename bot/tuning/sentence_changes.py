"""Accepted sentences go into the files as one change, which can be seen before, and taken back after."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, select, update

from bot.errors import NotPossible, TooLate
from bot.tuning import label_rows
from bot.tuning.admission import Admission
from bot.tuning.data_files import DataFiles
from bot.tuning.decision import DECIDED
from bot.tuning.decision import WRITTEN as UTTERANCE_WRITTEN
from bot.tuning.diffs import diff_of
from bot.tuning.drafts import VALUE
from bot.tuning.git_repository import Author
from bot.tuning.learnt import LEARNT, WAITING, WRITTEN, Learnt, wanted
from bot.tuning.sentence_edits import SentenceEdits, applied

KIND = "sentences"
# Changes of this area take out what somebody wanted erased: for good.
ERASURE = "erasure"


@dataclass(frozen=True)
class Waiting:
    """What would be written now: the sentences, and the diff by file."""

    rows: tuple[RowMapping, ...]
    diffs: tuple[tuple[str, str], ...]


class SentenceChanges:
    """Sentences of learnt_sentences, into and out of the files."""

    def __init__(self, engine: Engine, files: DataFiles, learnt: Learnt) -> None:
        self._engine = engine
        self._files = files
        self._learnt = learnt

    def waiting(self) -> Waiting:
        """As it would be written."""
        self._learnt.catch_up()
        rows = self._learnt.rows(WAITING, last=10_000)
        edits = SentenceEdits(self._files)
        placed, homeless = applied(edits, rows)
        self._learnt.refuse((one, "no_such_block", "") for one in homeless)
        diffs = tuple((edit.path, diff_of(edit.path, edit.before, edit.after)) for edit in edits.edits())
        return Waiting(tuple(row for row in rows if row["id"] in placed), diffs)

    def write(self, person: Author) -> int:
        """All that waits and still fits; the change's id. Raises NotPossible("nothing_waits"), TooLate."""
        rows = self._fitting(self.waiting().rows)
        if not rows:
            raise NotPossible("nothing_waits")
        edits = SentenceEdits(self._files)
        placed, _ = applied(edits, rows)
        change_id = self._files.write(KIND, "", edits.edits(), person, message(rows))
        self._note(rows, placed, change_id)
        return change_id

    def undo(self, change_id: int, person: Author) -> int:
        """Any change of files; the sentences of one of ours wait again. Raises DeskError."""
        change = self._files.one(change_id)
        first, written = self._beginning(change)
        rows = self._of(first) if change["kind"] == KIND else []
        if change["area"] == ERASURE:
            raise NotPossible("erased")
        if change["kind"] == KIND and not written and (not rows or _any_but_waiting(rows)):
            # They were decided anew, or written by another change: they would stand there twice.
            raise TooLate("file_changed")
        undone = self._files.undo(change_id, person)
        self._set([row["id"] for row in rows], WAITING if written else WRITTEN)
        self._mark(rows, DECIDED if written else UTTERANCE_WRITTEN)
        return undone

    def _fitting(self, rows: Sequence[RowMapping]) -> list[RowMapping]:
        """Those the files of this moment still have no near duplicate of; the others are refused."""
        admission, fitting, refused = Admission(self._learnt.known.all()), [], []
        for row in rows:
            against = None if row["kind"] == VALUE else admission.refusal(wanted(row))
            if against is None:
                fitting.append(row)
            else:
                refused.append((row["id"], against.why, against.near))
        self._learnt.refuse(refused)
        return fitting

    def _note(self, rows: Sequence[RowMapping], placed: dict[int, str], change_id: int) -> None:
        with self._engine.begin() as db:
            for row in rows:
                values = {"status": WRITTEN, "file": placed[row["id"]], "change_id": change_id}
                db.execute(update(LEARNT).where(LEARNT.c.id == row["id"]).values(**values))
        self._mark(rows, UTTERANCE_WRITTEN)

    def _mark(self, rows: Iterable[RowMapping], status: str) -> None:
        with self._engine.begin() as db:
            label_rows.set_status(db, [row["utterance_id"] for row in rows if row["utterance_id"]], status)

    def _set(self, ids: Sequence[int], status: str) -> None:
        with self._engine.begin() as db:
            for part in label_rows.in_parts(ids):
                db.execute(update(LEARNT).where(LEARNT.c.id.in_(part)).values(status=status))

    def _beginning(self, change: RowMapping) -> tuple[int, bool]:
        """The change that first wrote the sentences, and whether this one left them written."""
        written = True
        while change["undoes"] is not None:
            change, written = self._files.one(change["undoes"]), not written
        return change["id"], written

    def _of(self, change_id: int) -> list[RowMapping]:
        with self._engine.connect() as db:
            return list(db.execute(select(LEARNT).where(LEARNT.c.change_id == change_id)).mappings())


def _any_but_waiting(rows: Iterable[RowMapping]) -> bool:
    return any(row["status"] != WAITING for row in rows)


def message(rows: Sequence[RowMapping]) -> str:
    """For the history, and for git."""
    tests = sum(row["share"] == "test" for row in rows)
    labels = Counter(row["label"] for row in rows)
    lines = "\n".join(f"- {label}: {count}" for label, count in sorted(labels.items()))
    sentences = "one sentence" if len(rows) == 1 else f"{len(rows)} sentences"
    return f"Learn {sentences} of callers, {tests} for the tests\n\n{lines}"
