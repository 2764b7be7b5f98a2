"""Where learnt sentences came from: found for an erasure, and taken out of files, labels and inbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, delete, or_, select, update

from bot.clock import Clock
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceGroupRow
from bot.store.model_tables import ChangedSentenceRow, ModelVersionRow
from bot.tuning.data_files import CHANGES, DataFiles, Edit
from bot.tuning.git_repository import Author
from bot.tuning.label_rows import LABELS, UTTERANCES
from bot.tuning.learnt import LEARNT, WITHDRAWN, WRITTEN
from bot.tuning.list_file import quoted
from bot.tuning.sentence_changes import ERASURE, KIND
from bot.tuning.sentence_edits import SentenceEdits

CHANGED, VERSIONS = table_of(ChangedSentenceRow), table_of(ModelVersionRow)
GROUPS = table_of(UtteranceGroupRow)
# A sentence kept as a whole call's test: the scenario's name.
CALL = "call"
# In a diff, in place of what was withdrawn.
GONE = "…"


@dataclass(frozen=True)
class Withdrawal:
    """What was taken out, and what cannot be: models taught with it, commits that show it."""

    sentences: int
    utterances: int
    change_id: int | None
    # Sentences that no longer stood where they had been written: somebody must look.
    not_found: tuple[int, ...]
    versions: tuple[int, ...]
    revisions: tuple[str, ...]


class Provenance:
    """By conversation."""

    def __init__(self, engine: Engine, clock: Clock, files: DataFiles) -> None:
        self._engine = engine
        self._clock = clock
        self._files = files

    def sentences_of(self, conversation_ids: Sequence[str]) -> list[RowMapping]:
        """All that was learnt from these conversations, withdrawn ones too."""
        mine = LEARNT.c.conversation_id.in_(conversation_ids)
        with self._engine.connect() as db:
            return list(db.execute(select(LEARNT).where(mine).order_by(LEARNT.c.id)).mappings())

    def withdraw(self, conversation_ids: Sequence[str], person: Author) -> Withdrawal:
        """Out of the files (one change), the labels and the inbox; again is harmless. Raises TooLate."""
        rows = [row for row in self.sentences_of(conversation_ids) if row["status"] != WITHDRAWN]
        written = [row for row in rows if row["status"] == WRITTEN]
        edits, not_found = self._without(written)
        change_id = None
        if edits:
            message = f"Withdraw {len(written)} sentences on request"
            change_id = self._files.write(KIND, ERASURE, edits, person, message)
        with self._engine.begin() as db:
            versions = _versions_since(db, _written_at(db, written))
            revisions = _revisions(db, written)
            utterances = self._clear(db, conversation_ids, rows)
        return Withdrawal(len(rows), utterances, change_id, not_found, versions, revisions)

    def _without(self, rows: Sequence[RowMapping]) -> tuple[list[Edit], tuple[int, ...]]:
        edits = SentenceEdits(self._files)
        tests = {row["file"]: None for row in rows if row["kind"] == CALL}
        not_found = [row["id"] for row in rows if row["kind"] != CALL and not edits.take_out(row)]
        found = edits.edits()
        for path in tests:
            names = [row["label"] for row in rows if row["file"] == path]
            before = self._files.read(path)
            if before is None or (after := without_scenarios(before, names)) == before:
                not_found += [row["id"] for row in rows if row["file"] == path]
            else:
                found.append(Edit(path, before, after or None))
        return found, tuple(not_found)

    def _clear(self, db: Connection, conversation_ids: Sequence[str], rows: Sequence[RowMapping]) -> int:
        """Every copy of the words in the store."""
        for text in {row["text"] for row in rows if row["text"]}:
            _out_of_diffs(db, text)
        known = UTTERANCES.c.conversation_id.in_(conversation_ids)
        mine = list(db.execute(select(UTTERANCES).where(known)).mappings())
        ids = [row["id"] for row in mine]
        db.execute(delete(CHANGED).where(CHANGED.c.utterance_id.in_(ids)))
        db.execute(delete(LABELS).where(LABELS.c.utterance_id.in_(ids)))
        db.execute(delete(UTTERANCES).where(UTTERANCES.c.id.in_(ids)))
        for group_id in (row["group_id"] for row in mine if row["group_id"] is not None):
            db.execute(update(GROUPS).where(GROUPS.c.id == group_id).values(size=GROUPS.c.size - 1))
        db.execute(delete(GROUPS).where(GROUPS.c.size <= 0))
        gone: dict[str, Any] = {"status": WITHDRAWN, "text": "", "data": {}, "utterance_id": None}
        db.execute(update(LEARNT).where(LEARNT.c.conversation_id.in_(conversation_ids)).values(**gone))
        return len(ids)


def without_scenarios(text: str, names: Iterable[str]) -> str:
    """A file of whole calls without those of these names; comments before them stay."""
    unwanted = {f"- name: {quoted(name)}" for name in names}
    kept, dropping = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith(("- ", "#")):
            dropping = line.rstrip() in unwanted
        if not dropping:
            kept.append(line)
    # A file of comments only is not one the tests can read.
    return "".join(kept) if any(line.startswith("- ") for line in kept) else ""


def _out_of_diffs(db: Connection, text: str) -> None:
    """What was changed stays on record, without the words."""
    shown = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    speaks = or_(
        CHANGES.c.diff.like(f"%{shown}%", escape="\\"), CHANGES.c.diff.contains(quoted, autoescape=True)
    )
    for row in db.execute(select(CHANGES.c.id, CHANGES.c.diff).where(speaks)).mappings().all():
        diff = row["diff"].replace(text, GONE).replace(quoted, GONE)
        db.execute(update(CHANGES).where(CHANGES.c.id == row["id"]).values(diff=diff))


def _written_at(db: Connection, rows: Sequence[RowMapping]) -> datetime | None:
    """The first time one of these was written."""
    ids = {row["change_id"] for row in rows if row["kind"] != CALL}
    return min(db.execute(select(CHANGES.c.at).where(CHANGES.c.id.in_(ids))).scalars(), default=None)


def _versions_since(db: Connection, at: datetime | None) -> tuple[int, ...]:
    if at is None:
        return ()
    return tuple(db.execute(select(VERSIONS.c.id).where(VERSIONS.c.made_at >= at)).scalars())


def _revisions(db: Connection, rows: Sequence[RowMapping]) -> tuple[str, ...]:
    ids = {row["change_id"] for row in rows}
    known = (CHANGES.c.id.in_(ids)) & CHANGES.c.revision.is_not(None)
    return tuple(dict.fromkeys(db.execute(select(CHANGES.c.revision).where(known)).scalars()))
