"""Small changes of the YAML files people tune, made in their text: order, comments, other lines stay."""

import json
import re
from collections.abc import Iterator

from bot.errors import NotPossible


def quoted(text: str) -> str:
    """A double-quoted scalar; what JSON writes is YAML."""
    return json.dumps(text, ensure_ascii=False)


def with_entry(text: str, table: str, key: str, value: str) -> str:
    """`key: "value"` as the last entry of a top-level table."""
    return with_lines(text, table, f"  {key}: {quoted(value)}\n")


def without_entry(text: str, table: str, key: str) -> str:
    """Without this entry of a top-level table, where there is one."""
    lines = text.splitlines(keepends=True)
    gone = {at for at in _block(text, table) if re.match(rf"  {re.escape(key)}:", lines[at])}
    return "".join(line for at, line in enumerate(lines) if at not in gone)


def with_item(text: str, table: str, item: str) -> str:
    """`- item` at the end of a top-level list."""
    return with_lines(text, table, f"- {item}\n")


def with_lines(text: str, table: str, entry: str) -> str:
    """The lines of an entry behind the last one of a top-level list."""
    lines, last = text.splitlines(keepends=True), _block(text, table)[-1]
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    return "".join([*lines[: last + 1], entry, *lines[last + 1 :]])


def without_item(text: str, table: str, item: str) -> str:
    """Without it, where it is in the list."""
    lines = text.splitlines(keepends=True)
    gone = {at for at in _block(text, table) if lines[at].strip() == f"- {item}"}
    return "".join(line for at, line in enumerate(lines) if at not in gone)


def _block(text: str, table: str) -> list[int]:
    """The lines of a top-level table or list, its name first; blank lines and comments at its end are not."""
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if re.match(rf"{table}:\s*(#.*)?$", line)), None)
    if start is None:
        raise NotPossible("not_a_data_file")
    return [start, *_inside(lines, start + 1)]


def _inside(lines: list[str], start: int) -> Iterator[int]:
    for at in range(start, len(lines)):
        line = lines[at]
        if line and not line.startswith((" ", "-", "#")):
            return
        if line.strip() and not line.lstrip().startswith("#"):
            yield at
