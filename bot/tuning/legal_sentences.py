"""What some sentences must never lose (data/legal_sentences.yml), and the values each has to keep."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from ruamel.yaml import YAML

from bot.handover.crisis_numbers import load_numbers

FILE = Path(__file__).resolve().parents[2] / "data" / "legal_sentences.yml"
# A value and how it is said: {company}, or [[digits:{emergency}]].
VALUE = re.compile(r"\[\[\w+:[^\]]*\]\]|\{\w+\}")
# The only sentence that says where a number holds.
SAYS_WHERE = "delicate_crisis_talk_unknown"


@dataclass(frozen=True)
class Owed:
    """Why a sentence is owed, and by language the groups of words of which each must have one in it."""

    why: str
    groups: Mapping[str, tuple[tuple[str, ...], ...]]

    def lost(self, text: str, language: str) -> tuple[str, ...] | None:
        """The first group nothing of which is said any more."""
        return next((group for group in self.groups[language] if not _says(text, group)), None)


@cache
def owed_sentences(file: Path = FILE) -> Mapping[str, Owed]:
    """By key, read once."""
    loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
    return {
        key: Owed(entry["why"], {one: tuple(map(tuple, entry[one])) for one in ("de", "en")})
        for key, entry in loaded.items()
    }


def lost_values(before: str, after: str) -> list[str]:
    """Values no longer said, or said less often: a number in a crisis is said twice for a reason."""
    return sorted((Counter(VALUE.findall(before)) - Counter(VALUE.findall(after))).elements())


def new_values(before: str, after: str) -> list[str]:
    """Values nobody fills in there."""
    return sorted(set(VALUE.findall(after)) - set(VALUE.findall(before)))


def wrong_countries(key: str, text: str, language: str) -> list[str]:
    """Countries a crisis number is told for although it does not hold there, or the other way round."""
    if key != SAYS_WHERE:
        return []
    numbers = load_numbers()
    named = {code for code in numbers.countries if Locale(language).territories[code] in text}
    return sorted(named ^ set(numbers.unknown[language].places))


def _says(text: str, group: tuple[str, ...]) -> bool:
    """Words count from their beginning: "Menschen" is said in "Menschens", "KI" not in "Ski"."""
    return any(re.search(rf"(?<!\w){re.escape(word)}", text) for word in group)
