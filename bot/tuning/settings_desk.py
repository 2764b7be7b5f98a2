"""Changes the hotline's settings: tried on the hotline's own readers before, remembered, undoable."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, RowMapping, select

from bot.current import look_again
from bot.errors import HotlineError, NotPossible, NotThere, TooLate
from bot.handover.experts import STAFF
from bot.tuning.data_files import DataFiles, Edit
from bot.tuning.diffs import DoesNotApply, diff_of, read_diff, taken_back
from bot.tuning.git_repository import Author
from bot.tuning.settings_area import Area, Texts, new_texts, own_copy, refused, values_of
from bot.tuning.settings_form import Answers, Fault, Field, Group, Words

KIND = "settings"
LONGEST_WHY = 200
# As many as anybody looks through.
LAST = 50


@dataclass(frozen=True)
class Changed:
    """One field that is filled in differently."""

    group: Words
    label: Words
    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class Review:
    """What answers would change: nothing is written yet. `seen` is what the files were when it was made."""

    area: Area
    part: str
    groups: tuple[Group, ...]
    faults: tuple[Fault, ...]
    changed: tuple[Changed, ...]
    diff: str
    before: Texts
    texts: Texts
    seen: str

    def fault_at(self, field: str) -> Fault | None:
        """What is wrong with one field."""
        return next((fault for fault in self.faults if fault.at == field), None)


class SettingsDesk:
    """Below the root of the data files; every area by its name."""

    def __init__(self, files: DataFiles, areas: Sequence[Area], engine: Engine) -> None:
        self._files = files
        self._areas = {area.name: area for area in areas}
        self._engine = engine
        # What each area's files said when they were last read, which takes a while.
        self._known: dict[str, tuple[Texts, dict[str, Any]]] = {}

    def areas(self) -> Sequence[Area]:
        """All, in the order they are shown."""
        return tuple(self._areas.values())

    def area(self, name: str) -> Area:
        """Raises NotThere."""
        if name not in self._areas:
            raise NotThere("settings")
        return self._areas[name]

    def values(self, area: Area) -> dict[str, Any]:
        """What its files say now."""
        return self._values(area, self._texts(area))

    def due(self, area: Area) -> Words | None:
        """What somebody has to do about it soon."""
        return None if area.fault() else area.due(self.values(area))

    def groups(self, area: Area, part: str) -> tuple[Group, ...]:
        """The form; raises NotThere for a part that is none."""
        now = self.values(area)
        _check_part(area, now, part)
        return tuple(area.groups(now, part))

    def review(self, area: Area, part: str, answers: Answers) -> Review:
        """What the answers would make of the files, and everything wrong with that."""
        texts = self._texts(area)
        now = self._values(area, texts)
        _check_part(area, now, part)
        before = tuple(area.groups(now, part))
        wanted = area.wanted(own_copy(now), part, answers)
        filled = tuple(_filled(group, answers) for group in before)
        made = Review(area, part, filled, wanted.faults, (), "", texts, texts, _digest(texts))
        if wanted.faults:
            return made
        try:
            after = new_texts(texts, now, wanted.files)
        except HotlineError as error:
            return replace(made, faults=(Fault("", "reader", {"why": str(error)}),))
        if fault := refused(area, after):
            return replace(made, faults=(fault,))
        changed = (*_changes(before, area.groups(wanted.files, part)), *_chosen(filled))
        diff = "".join(
            diff_of(path, texts[path], after[path]) for path in texts if texts[path] != after[path]
        )
        return replace(made, changed=changed, diff=diff, texts=after)

    def save(self, made: Review, seen: str, person: Author, why: str) -> int:
        """The change's id; raises TooLate where files have changed since, NotPossible for faults."""
        if made.faults:
            raise NotPossible("settings_faulty")
        if made.seen != seen:
            raise TooLate("file_changed")
        edits = [Edit(path, made.before[path], text) for path, text in made.texts.items()]
        change = self._files.write(KIND, made.area.name, edits, person, _message(made, why))
        _in_use(made.area)
        return change

    def undo(self, change_id: int, person: Author) -> int:
        """Takes it back if the hotline can read what is left; raises NotThere, NotPossible, TooLate."""
        change = self._files.one(change_id)
        if change["kind"] != KIND or change["area"] not in self._areas:
            raise NotThere("change")
        area = self._areas[change["area"]]
        if refused(area, self._before(area, change)):
            raise NotPossible("settings_faulty")
        undone = self._files.undo(change_id, person)
        _in_use(area)
        return undone

    def history(self, area: str | None = None) -> list[dict[str, Any]]:
        """Newest first, each with who made it and whether it has been taken back."""
        rows = self._files.history(KIND, area, LAST)
        names, undone = self._names(rows), {row["undoes"] for row in rows}
        return [{**row, "by": names.get(row["staff_id"], ""), "undone": row["id"] in undone} for row in rows]

    def _values(self, area: Area, texts: Texts) -> dict[str, Any]:
        """Read once as long as they stay the same; not to be changed. Raises NotPossible for broken ones."""
        if area.fault():
            raise NotPossible("settings_unreadable")
        known = self._known.get(area.name)
        if known is None or known[0] != texts:
            known = self._known[area.name] = (texts, values_of(texts))
        return known[1]

    def _before(self, area: Area, change: RowMapping) -> dict[str, str]:
        texts = dict(self._texts(area))
        for diff in read_diff(change["diff"]):
            try:
                texts[diff.path] = taken_back(texts[diff.path], diff)
            except (KeyError, DoesNotApply) as error:
                raise TooLate("file_changed") from error
        return texts

    def _texts(self, area: Area) -> dict[str, str]:
        texts = {path: self._files.read(path) for path in area.files}
        if None in texts.values():
            raise NotThere("settings")
        return {path: text for path, text in texts.items() if text is not None}

    def _names(self, rows: Sequence[RowMapping]) -> Mapping[str, str]:
        known = {row["staff_id"] for row in rows} - {None}
        with self._engine.connect() as db:
            found = db.execute(select(STAFF.c.id, STAFF.c.name).where(STAFF.c.id.in_(known)))
            return {row.id: row.name for row in found}


def _in_use(area: Area) -> None:
    """Read anew by whoever has changed it, so that no caller waits for that."""
    look_again()
    area.fault()


def _check_part(area: Area, now: Mapping[str, Any], part: str) -> None:
    names = [one.name for one in area.parts(now)]
    if (part not in names) if names else bool(part):
        raise NotThere("settings")


def _filled(group: Group, answers: Answers) -> Group:
    """The form as somebody filled it in."""
    return replace(
        group, fields=tuple(replace(field, value=answers.get(field.name, "")) for field in group.fields)
    )


def _changes(before: Sequence[Group], after: Sequence[Group]) -> Iterator[Changed]:
    """Field by field; one that is only there afterwards was empty."""
    old = {field.name: field.value for group in before for field in group.fields}
    new: dict[str, Field] = {}
    for group in after:
        for field in group.fields:
            new[field.name] = field
            if field.value != old.get(field.name, ""):
                yield Changed(group.title, field.label, field.kind, old.get(field.name, ""), field.value)
    for group in before:
        for field in group.fields:
            if field.name not in new and field.value:
                yield Changed(group.title, field.label, field.kind, field.value, "")


def _chosen(filled: Sequence[Group]) -> Iterator[Changed]:
    """What else gets the same: it has no value of its own in this form."""
    for group in filled:
        for field in group.fields:
            if field.kind == "choices" and field.value:
                names = dict(field.options)
                chosen = [names[code].values["text"] for code in field.value.splitlines() if code in names]
                yield Changed(group.title, field.label, field.kind, "", ", ".join(chosen))


def _message(made: Review, why: str) -> str:
    """For the history and for git; in English as everything there."""
    what = f"{made.area.name} {made.part}".strip().replace("_", " ")
    reason = " ".join(why.split())[:LONGEST_WHY]
    return f"Change the settings: {what}" + (f"\n\n{reason}" if reason else "")


def _digest(texts: Texts) -> str:
    return hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()[:16]
