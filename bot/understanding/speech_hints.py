"""Reads data/speech_hints.yml: what the recogniser should listen for, by the kind of answer awaited."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.current import Current
from bot.errors import TuningInvalid

PLACE = "data/speech_hints.yml"
LANGUAGES = ("de", "en")
# For an open question, and for every kind that has no words of its own.
OPEN = "any"

HintTable = dict[str, dict[str, list[str]]]


def hints(expecting: str | None, language: str) -> list[str]:
    """Words the recogniser should expect; the wishes' own words for an open question."""
    table = current_hints()()[language]
    return table.get(expecting or OPEN, table[OPEN])


@cache
def current_hints() -> Current[HintTable]:
    """What watches the file."""
    return Current([PLACE], lambda root: read_hints(root / PLACE))


def read_hints(file: Path) -> HintTable:
    """By language and kind of answer; raises TuningInvalid."""
    loaded: HintTable = YAML(typ="safe").load(file.read_text("utf-8"))
    for language in LANGUAGES:
        if OPEN not in loaded.get(language, {}):
            raise TuningInvalid(f"{file.name}: {language}: what is listened for at an open question?")
        for kind, words in loaded[language].items():
            if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
                raise TuningInvalid(f"{file.name}: {language}: {kind}: not a list of words")
    return loaded
