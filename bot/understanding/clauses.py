"""Two wishes in one breath: where a sentence may be cut so that the second is not forgotten."""

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "words" / "clauses.yml"
# Shorter parts are no wish of their own: "Teller und Tassen" stays together.
SHORTEST = 3


def clauses(text: str, language: str) -> list[str]:
    """The parts a sentence falls into, at least three words each; the whole alone if it holds together.

    A cut is only a suggestion: whether both parts are wishes is for the model to say.
    """
    parts = [part.strip(" ,.;!?") for part in _cut(language).split(text)]
    joined: list[str] = []
    for part in filter(None, parts):
        if joined and (len(part.split()) < SHORTEST or len(joined[-1].split()) < SHORTEST):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


@cache
def _cut(language: str) -> re.Pattern[str]:
    openers = "|".join(re.escape(words) for words in YAML(typ="safe").load(FILE.read_text("utf-8"))[language])
    return re.compile(rf"[.;!?]\s+|,?\s+(?=(?:{openers})\b)", re.IGNORECASE)
