"""One sentence a situation, level and language, read from the file beside this one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

FILE = Path(__file__).with_suffix(".yml")
LANGUAGES: tuple[Literal["de", "en"], ...] = ("de", "en")
LEVELS = ("clear", "acute")


@dataclass(frozen=True)
class Delicate:
    """What is said, what it must lead to, and the words that must not be spoken."""

    code: str
    level: str
    language: Literal["de", "en"]
    words: str
    priority: str
    skill: str
    never: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.code} {self.level} {self.language}"


def sentences() -> list[Delicate]:
    """All of them."""
    loaded: dict[str, dict[str, Any]] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return [one for code, entry in loaded.items() for one in _of(code, entry)]


def sentence(code: str, level: str, language: str) -> Delicate:
    """One of them."""
    return next(one for one in sentences() if (one.code, one.level, one.language) == (code, level, language))


def _of(code: str, entry: dict[str, Any]) -> Iterator[Delicate]:
    for level in LEVELS:
        for language in LANGUAGES if level in entry else ():
            told, never = entry[level], tuple(entry["never"][language])
            yield Delicate(code, level, language, told[language], told["priority"], entry["skill"], never)
