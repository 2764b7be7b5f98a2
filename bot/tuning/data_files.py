"""The one way by which files that people tune are changed: checked, all or nothing, remembered, committed."""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.errors import NotPossible, NotThere, TooLate
from bot.store.database import table_of
from bot.store.handover_tables import StaffRow
from bot.store.inbox_tables import DataChangeRow
from bot.tuning.atomic_files import replace_all
from bot.tuning.diffs import DoesNotApply, diff_of, read_diff, taken_back
from bot.tuning.git_repository import Author, GitFailed, GitRepository
from bot.tuning.patch import mailbox

CHANGES, STAFF = table_of(DataChangeRow), table_of(StaffRow)
# What people may tune; code is none of it.
TUNED = ("data/", "domain.yml", "bot/phrases/", "tests/nlu/", "tests/conversations/")
ENDING = ".yml"


@dataclass(frozen=True)
class Edit:
    """One file as it was read and as it is to be; None where there is no file. The path is below the root."""

    path: str
    before: str | None
    after: str | None


class DataFiles:
    """Below `root`; of two people who change the same file at once, the second is too late."""

    def __init__(self, root: Path, engine: Engine, clock: Clock, git: GitRepository) -> None:
        self._root = root
        self._engine = engine
        self._clock = clock
        self._git = git

    def read(self, path: str) -> str | None:
        """A file's text, line ends as they are; None if there is none. Raises NotPossible."""
        place = self._place(path)
        return place.read_bytes().decode("utf-8") if place.is_file() else None

    def paths(self, pattern: str) -> list[str]:
        """Files below the root that match, in order."""
        return sorted(path.relative_to(self._root).as_posix() for path in self._root.glob(pattern))

    def write(self, kind: str, area: str, edits: Sequence[Edit], person: Author, message: str) -> int:
        """The change's id; raises TooLate("file_changed") when a file is no longer as it was read.

        Raises NotPossible("nothing_changed" or "not_a_data_file"). Where git fails, it stays; see `fault`.
        """
        values: dict[str, object] = {"kind": kind, "area": area, "message": message}
        return self._change([edit for edit in edits if edit.before != edit.after], person, values)

    def undo(self, change_id: int, person: Author) -> int:
        """Takes it back, later changes kept; the new change's id. Raises NotThere or TooLate."""
        change = self.one(change_id)
        values = {"kind": change["kind"], "area": change["area"], "undoes": change_id}
        values["message"] = f"Take back: {change['message']}"
        return self._change(self._back(change), person, values)

    def one(self, change_id: int) -> RowMapping:
        """A change; raises NotThere."""
        with self._engine.connect() as db:
            found = db.execute(select(CHANGES).where(CHANGES.c.id == change_id)).mappings().one_or_none()
        if found is None:
            raise NotThere("change")
        return found

    def history(self, kind: str | None = None, area: str | None = None, last: int = 100) -> list[RowMapping]:
        """The newest changes, newest first."""
        newest = select(CHANGES).order_by(CHANGES.c.id.desc()).limit(last)
        if kind is not None:
            newest = newest.where(CHANGES.c.kind == kind)
        if area is not None:
            newest = newest.where(CHANGES.c.area == area)
        with self._engine.connect() as db:
            return list(db.execute(newest).mappings())

    def undone(self, change_ids: Sequence[int]) -> dict[int, int]:
        """Which of these were taken back, and by which change."""
        found = select(CHANGES.c.undoes, CHANGES.c.id).where(CHANGES.c.undoes.in_(change_ids))
        with self._engine.connect() as db:
            return {row.undoes: row.id for row in db.execute(found)}

    def names(self, staff_ids: Iterable[str | None]) -> dict[str, str]:
        """Of those who changed something."""
        wanted = {one for one in staff_ids if one}
        with self._engine.connect() as db:
            rows = db.execute(select(STAFF.c.id, STAFF.c.name).where(STAFF.c.id.in_(wanted)))
            return {row.id: row.name for row in rows}

    def patch(self, change_ids: Sequence[int]) -> str:
        """The changes in their order, as `git am` and `git apply` take them."""
        return "".join(mailbox(self.one(change_id)) for change_id in sorted(change_ids))

    def is_repository(self) -> bool:
        """Whether changes are committed."""
        return self._git.is_one()

    def _change(self, edits: Sequence[Edit], person: Author, values: dict[str, object]) -> int:
        if not edits:
            raise NotPossible("nothing_changed")
        places = {self._place(edit.path): edit for edit in edits}
        with self._alone():
            if any(self.read(edit.path) != edit.before for edit in edits):
                raise TooLate("file_changed")
            earlier = self._not_committed(edits)
            change_id = self._noted_and_written(edits, places, {**values, "staff_id": person.id})
            self._commit(change_id, earlier, person)
        return change_id

    def _noted_and_written(
        self, edits: Sequence[Edit], places: dict[Path, Edit], values: dict[str, object]
    ) -> int:
        """Both or neither, but for a machine that dies in between: then the files show it."""
        facts = {"at": self._clock.now(), "files": [edit.path for edit in edits]}
        diff = "".join(diff_of(edit.path, edit.before, edit.after) for edit in edits)
        texts = {place: edit.after for place, edit in places.items()}
        try:
            with replace_all(texts), self._engine.begin() as db:
                made = insert(CHANGES).values(**values, **facts, diff=diff).returning(CHANGES.c.id)
                return int(db.execute(made).scalar_one())
        except IntegrityError as error:
            raise TooLate("already_undone") from error

    def _back(self, change: RowMapping) -> list[Edit]:
        edits = []
        for diff in read_diff(change["diff"]):
            now = self.read(diff.path)
            if (now is None) is not diff.gone:
                raise TooLate("file_changed")
            try:
                before = taken_back(now or "", diff)
            except DoesNotApply as error:
                raise TooLate("file_changed") from error
            if diff.made and before:
                raise TooLate("file_changed")
            edits.append(Edit(diff.path, now, None if diff.made else before))
        return edits

    # --- git ---

    def _not_committed(self, edits: Sequence[Edit]) -> list[int] | None:
        """Earlier changes of ours that still wait for a commit; None if anything else lies in these files."""
        if not self._git.is_one():
            return []
        texts, waiting = {edit.path: edit.before for edit in edits}, []
        committed = {path: self._git.committed(path) for path in texts}
        for change in self.history():
            if texts == committed:
                break
            if change["revision"] is None and set(change["files"]) & set(texts):
                if not _step_back(texts, change):
                    return None
                waiting.append(int(change["id"]))
        return waiting if texts == committed else None

    def _commit(self, change_id: int, earlier: list[int] | None, person: Author) -> None:
        if not self._git.is_one():
            return
        change, values = self.one(change_id), {}
        try:
            if earlier is None:
                raise GitFailed("dirty")
            revision = self._git.commit(change["files"], person, change["message"])
            values = {"revision": revision, "fault": None}
        except GitFailed as error:
            earlier, values = [], {"fault": error.code}
        with self._engine.begin() as db:
            db.execute(update(CHANGES).where(CHANGES.c.id.in_([change_id, *earlier])).values(**values))

    # --- files ---

    def _place(self, path: str) -> Path:
        """Where a file is; raises NotPossible for anything but what is tuned."""
        pure, place = PurePosixPath(path), self._root / path
        inside = place.resolve().is_relative_to(self._root.resolve())
        if ".." in pure.parts or not inside or not path.startswith(TUNED) or pure.suffix != ENDING:
            raise NotPossible("not_a_data_file")
        return place

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, in all processes."""
        folder = os.open(self._root, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _step_back(texts: dict[str, str | None], change: RowMapping) -> bool:
    """The texts as they were before this change, which must be of no other file."""
    if not set(change["files"]) <= set(texts):
        return False
    for diff in read_diff(change["diff"]):
        try:
            before = taken_back(texts[diff.path] or "", diff)
        except DoesNotApply:
            return False
        texts[diff.path] = None if diff.made else before
    return True
