"""Invented values in place of callers' own, said the same way: digit for digit, name for name."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = "data/stand_ins.yml"
# Kinds of which a caller has one of their own; the others (a date, an amount) may stay as they were said.
LISTED = ("name", "street", "city", "date_of_birth", "email")
NUMBERS = (
    *("order_number", "postcode", "phone_number", "customer_number"),
    *("card", "bank_account", "code", "number"),
)
SPELLED = "spelled"
PREFIX = {"order_number": "WM"}
# How many digits somebody has who is not quoted.
LENGTHS = {"order_number": 6, "postcode": 5, "phone_number": 9, "card": 16, "bank_account": 20, "code": 6}
TOKEN = re.compile(r"\d|[^\W\d_]+|.", re.DOTALL)
# A number said in one word, or in several that belong together: its digits cannot be exchanged one by one.
JOINED = re.compile(
    r"\w+und\w+zig|\w*zehn|elf|zwölf|\w+zig|dreißig|\w*hundert\w*|\w*tausend\w*"
    r"|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Original:
    """What a caller gave: its kind, the words (None if not known any more), and what it was read as."""

    name: str
    heard: str | None
    value: str | None = None


@dataclass(frozen=True)
class StandIn:
    """What is put there instead, and its canonical form where there is one to measure by."""

    text: str
    value: str | None


class StandIns:
    """From the checkout's lists; `chance` decides which."""

    def __init__(self, root: Path, chance: random.Random | None = None) -> None:
        self._lists: dict[str, dict[str, Any]] = YAML(typ="safe").load((root / FILE).read_text("utf-8"))
        self._chance = chance or random.SystemRandom()

    def of(self, original: Original, language: str, spoken: bool) -> StandIn:
        """Another one of its kind."""
        if original.name == SPELLED:
            name = str(self._chance.choice(self._lists[language]["name"])).split()[-1]
            return StandIn(" ".join(name.upper()), None)
        if original.name in LISTED:
            return self._listed(original, language, spoken)
        lists = self._lists[language]
        digits = dict(zip("0123456789", self._chance.sample("0123456789", 10), strict=True))
        value = _exchanged(original.value, digits) if original.value else None
        if original.heard is not None and not JOINED.search(original.heard):
            return StandIn(_exchanged_words(original.heard, digits, lists), value)
        return self._made(original.name, value, lists, spoken)

    def _listed(self, original: Original, language: str, spoken: bool) -> StandIn:
        one = self._chance.choice(self._lists[language][original.name])
        if isinstance(one, Mapping):
            as_said = spoken and not (original.heard and re.search(r"[\d@]", original.heard))
            return StandIn(one["spoken" if as_said else "written"], one["value"])
        # Somebody who gave one name gives one.
        words = str(one).split()
        if original.name == "name" and original.heard and len(original.heard.split()) == 1:
            words = words[-1:]
        text = " ".join(words)
        return StandIn(text.lower() if original.heard and original.heard.islower() else text, text)

    def _made(self, name: str, value: str | None, lists: Mapping[str, Any], spoken: bool) -> StandIn:
        length, prefix = LENGTHS.get(name, 6), PREFIX.get(name, "")
        digits = re.sub(r"\D", "", value or "") or "".join(self._chance.choices("123456789", k=length))
        said = " ".join(lists["digit_words"][int(digit)] for digit in digits) if spoken else digits
        written = f"{prefix}-{digits}" if prefix else digits
        text = f"{' '.join(prefix)} {said}".strip() if spoken else written
        return StandIn(text, value or (written if name in ("order_number", "postcode", "code") else None))


def _exchanged(value: str, digits: Mapping[str, str]) -> str:
    return "".join(digits.get(char, char) for char in value)


def _exchanged_words(heard: str, digits: Mapping[str, str], lists: Mapping[str, Any]) -> str:
    """Digits and words for digits; all other words stay."""
    known: Mapping[str, int] = lists["digits"]

    def other(token: str) -> str:
        if token in digits:
            return digits[token]
        number = known.get(token.casefold())
        if number is None:
            return token
        word: str = lists["digit_words"][int(digits[str(number)])]
        return word.capitalize() if token.istitle() else word

    return "".join(other(token) for token in TOKEN.findall(heard))
