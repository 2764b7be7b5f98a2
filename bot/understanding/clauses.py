"""Two wishes in one breath: where a sentence may be cut so that the second is not forgotten."""

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "words" / "clauses.yml"
# Shorter parts are no wish of their own: "Teller und Tassen", "vergessen und schon bezahlt" stay together.
SHORTEST = 3


def clauses(text: str, language: str) -> list[str]:
    """The parts a sentence falls into, three words each beside its "und"; the whole if it holds together.

    A cut is only a suggestion: whether both parts are wishes is for the model to say.
    """
    parts = [part.strip(" ,.;!?") for part in _cut(language).split(text)]
    joined: list[str] = []
    for part in filter(None, parts):
        if joined and (_length(part, language) < SHORTEST or _length(joined[-1], language) < SHORTEST):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _length(part: str, language: str) -> int:
    """Words, without those it may begin with."""
    return len(re.sub(rf"^(?:(?:{_openers(language)})\b\s*)+", "", part, flags=re.IGNORECASE).split())


@cache
def _cut(language: str) -> re.Pattern[str]:
    return re.compile(rf"[.;!?]\s+|,?\s+(?=(?:{_openers(language)})\b)", re.IGNORECASE)


@cache
def _openers(language: str) -> str:
    words: list[str] = YAML(typ="safe").load(FILE.read_text("utf-8"))[language]
    return "|".join(map(re.escape, words))
