"""How the hotline words things (data/wording.yml): measures, forbidden words, values to show it with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

FILE = Path(__file__).resolve().parents[2] / "data" / "wording.yml"
Kind = Literal["responses", "phrases"]


@dataclass(frozen=True)
class Measure:
    """How much fits into one answer; with `pauses` a colon ends a stretch for the ear as a full stop does."""

    sentences: int
    words: int
    characters: int
    pauses: bool = False


@dataclass(frozen=True)
class Forbidden:
    """Words one language must do without; `only` on one channel, `but` not under these keys."""

    code: str
    words: Mapping[str, re.Pattern[str]]
    only: str | None
    but: frozenset[str]


@dataclass(frozen=True)
class WordingTerms:
    """The file, read."""

    measures: Mapping[str, Measure]
    longer: Mapping[str, frozenset[str]]
    forbidden: tuple[Forbidden, ...]
    bare_number: re.Pattern[str]
    samples: Mapping[str, Mapping[str, str]]

    def sample(self, name: str, language: str) -> str:
        """A value to show a sentence with; its name where nobody thought of one."""
        return self.samples.get(name, {}).get(language, name)


@cache
def wording_terms(file: Path = FILE) -> WordingTerms:
    """Read once."""
    raw: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
    return WordingTerms(
        measures={kind: Measure(**values) for kind, values in raw["measures"].items()},
        longer={kind: frozenset(names) for kind, names in raw["longer"].items()},
        forbidden=tuple(_forbidden(entry) for entry in raw["forbidden"]),
        bare_number=re.compile(rf"\d{{{int(raw['longest_bare_number']) + 1},}}"),
        samples={name: _in_both(value) for name, value in raw["samples"].items()},
    )


def _forbidden(entry: dict[str, Any]) -> Forbidden:
    words = {language: _pattern(listed) for language, listed in entry["words"].items()}
    return Forbidden(entry["code"], words, entry.get("only"), frozenset(entry.get("but", ())))


def _pattern(listed: list[str]) -> re.Pattern[str]:
    """Whole words, in any case; signs need no border."""
    return re.compile("|".join(_whole(word) for word in listed), re.IGNORECASE)


def _whole(word: str) -> str:
    stem = word.removesuffix("*") if len(word) > 1 else word
    inner = r"\s+".join(re.escape(part) for part in stem.split())
    before = r"(?<!\w)" if stem[0].isalnum() else ""
    if stem != word:
        return rf"{before}{inner}\w*"
    return rf"{before}{inner}" + (r"(?!\w)" if stem[-1].isalnum() else "")


def _in_both(value: Any) -> Mapping[str, str]:
    return value if isinstance(value, dict) else {"de": str(value), "en": str(value)}
