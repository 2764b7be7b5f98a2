"""The word tables beside this module, read on first use."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.understanding.spoken.lexicon import Lexicon


@cache
def table(name: str) -> Mapping[str, Any]:
    """The table file `name`.yml as written."""
    path = Path(__file__).parent / "tables" / f"{name}.yml"
    loaded: Mapping[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return loaded


@cache
def lexicon(name: str, *path: str | int) -> Lexicon:
    """One part of a table as a lexicon: a list's phrases mean "", a mapping's phrases mean their key."""
    part: Any = table(name)
    for key in path:
        part = part[key]
    return Lexicon(_entries(part))


def _entries(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        for meaning, phrases in part.items():
            yield from ((str(phrase), str(meaning)) for phrase in phrases)
    else:
        yield from ((str(phrase), "") for phrase in part)
