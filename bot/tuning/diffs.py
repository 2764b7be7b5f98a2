"""Changes of text files as diffs: made, and taken back where the rest of the file has gone on meanwhile."""

import re
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import NamedTuple

NO_NEWLINE = "\\ No newline at end of file"
HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


class DoesNotApply(Exception):
    """The lines a diff speaks of are no longer there."""


class FileDiff(NamedTuple):
    """What a diff says of one file; `gone` and `made`: there is none after, or was none before."""

    path: str
    hunks: tuple[tuple[str, ...], ...]
    made: bool
    gone: bool


def diff_of(path: str, before: str | None, after: str | None) -> str:
    """In git's form, which `git apply` takes; None where there is no file."""
    old, new = (
        f"a/{path}" if before is not None else "/dev/null",
        f"b/{path}" if after is not None else "/dev/null",
    )
    lines = unified_diff(_lines(before), _lines(after), old, new, lineterm="\n")
    head = f"diff --git a/{path} b/{path}\n"
    head += (
        "new file mode 100644\n" if before is None else "deleted file mode 100644\n" if after is None else ""
    )
    return head + "".join(line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}\n" for line in lines)


def read_diff(diff: str) -> Iterator[FileDiff]:
    """Its files."""
    for part in re.split(r"^diff --git ", diff, flags=re.MULTILINE)[1:]:
        head, *rest = re.split(r"^(?=@@ )", part, flags=re.MULTILINE)
        path = head.partition("\n")[0].partition(" b/")[2]
        hunks = tuple(tuple(_joined(hunk)) for hunk in rest)
        yield FileDiff(path, hunks, "\nnew file mode" in head, "\ndeleted file mode" in head)


def taken_back(text: str, diff: FileDiff) -> str:
    """The text as it was before, what else has changed in it kept; raises DoesNotApply."""
    lines, shift = _lines(text), 0
    for hunk in diff.hunks:
        found = HUNK.match(hunk[0])
        assert found
        have = [line[1:] for line in hunk[1:] if line[0] in " +"]
        want = [line[1:] for line in hunk[1:] if line[0] in " -"]
        start = max(int(found[2]) - 1, 0)
        place = _place(lines, have, start + shift)
        lines[place : place + len(have)] = want
        shift = place - start + len(want) - len(have)
    return "".join(lines)


def _place(lines: Sequence[str], wanted: Sequence[str], near: int) -> int:
    """Where these lines stand, nearest to where they stood."""
    last = len(lines) - len(wanted)
    starts = [start for start in range(last + 1) if lines[start : start + len(wanted)] == wanted]
    if not starts:
        raise DoesNotApply
    return min(starts, key=lambda start: abs(start - near))


def _joined(hunk: str) -> Iterator[str]:
    """The hunk's lines, a last one without a line break as such."""
    lines = hunk.split("\n")[:-1]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line != NO_NEWLINE:
            yield line if following == NO_NEWLINE else f"{line}\n"


def _lines(text: str | None) -> list[str]:
    """With their ends; only a line feed ends one, as for git."""
    return re.findall(r"[^\n]*\n|[^\n]+", text or "")
