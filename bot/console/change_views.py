"""Changes of files as the pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import RowMapping

from bot.tuning.data_files import DataFiles

SHOWN = 100
KINDS = {"+": "in", "-": "out", " ": "same"}


class Line(NamedTuple):
    """One of a diff; `kind`: file, place, in, out, or same."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One change; `undone_by` is the change that took it back."""

    id: int
    at: datetime
    who: str | None
    kind: str
    area: str
    message: str
    details: str
    files: tuple[str, ...]
    revision: str | None
    fault: str | None
    undoes: int | None
    undone_by: int | None


def changes_shown(files: DataFiles, change_id: int | None = None) -> list[Change]:
    """The newest first; or this one alone."""
    rows = files.history(last=SHOWN) if change_id is None else [files.one(change_id)]
    back = files.undone([row["id"] for row in rows])
    names = files.names(row["staff_id"] for row in rows)
    return [_change(row, back, names) for row in rows]


def lines_of(diff: str) -> Iterator[Line]:
    """A diff's, without what only programs read."""
    inside = False
    for line in diff.split("\n"):
        if line.startswith("diff --git "):
            inside = False
            yield Line("file", line.partition(" b/")[2])
        elif line.startswith("@@"):
            inside = True
            yield Line("place", "…")
        elif inside and line[:1] in KINDS:
            yield Line(KINDS[line[0]], line[1:].rstrip("\r"))


def _change(row: RowMapping, back: dict[int, int], names: dict[str, str]) -> Change:
    subject, _, details = row["message"].partition("\n")
    return Change(
        id=row["id"],
        at=row["at"],
        who=names.get(row["staff_id"]),
        kind=row["kind"],
        area=row["area"],
        message=subject,
        details=details.strip(),
        files=tuple(row["files"]),
        revision=row["revision"],
        fault=row["fault"],
        undoes=row["undoes"],
        undone_by=back.get(row["id"]),
    )
