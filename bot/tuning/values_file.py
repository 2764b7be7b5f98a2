"""tests/nlu/values/<language>.yml: sentences with a value in them, and what it has to be read as.

Each is one line: `- {"text": …, "kind": "postcode", "value": "01067", "channel": "voice", "expecting": …}`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from bot.tuning.list_file import with_item, without_item

FOLDER = "tests/nlu/values"
HEAD = "# Values as callers said them, with nobody's numbers and names; `value` is how each has to be read.\n"


@dataclass(frozen=True)
class ValueCheck:
    """`expecting`: what the bot had asked for when it was said, as in the hotline."""

    text: str
    kind: str
    value: str
    channel: str
    expecting: str | None = None


def path_of(language: str) -> str:
    """Below the checkout."""
    return f"{FOLDER}/{language}.yml"


def with_check(text: str | None, check: ValueCheck) -> str:
    """One more at the end."""
    return with_item(text or HEAD, _line(check))


def without_check(text: str, check: ValueCheck) -> str:
    """Without it."""
    return without_item(text, _line(check))


def read_checks(root: Path) -> Iterator[tuple[str, ValueCheck]]:
    """All of the checkout, each with its language; nothing where no file is yet."""
    for path in sorted((root / FOLDER).glob("??.yml")):
        for one in YAML(typ="safe").load(path.read_text("utf-8")) or ():
            yield path.stem, ValueCheck(**one)


def _line(check: ValueCheck) -> str:
    known = {key: value for key, value in vars(check).items() if value is not None}
    return json.dumps(known, ensure_ascii=False)
