"""Recognising what a sentence is about by sayings that whoever looks after the knowledge can read and write.

A saying is one word or more; `*` at an end of a word stands for any letters, and up to three other words may
stand between two of its words. Both languages are in one list, because callers mix them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from bot.shop.product_words import UMLAUTS, normalise

K = TypeVar("K")

GAP = r"(?: [a-z0-9]+){0,3}? "
# Just before or just behind a word they say that it is not so.
NEGATIONS = (
    r"(?:nicht|ned|net|nit|kein|keine|keinen|nichts|nix|nie|ohne"
    r"|no|not|nothing|never|without|isn t|doesn t|don t|won t|didn t)"
)
NEGATED_INSIDE = re.compile(rf"\b{NEGATIONS}\b")
NEGATED_BEFORE = re.compile(rf"{NEGATIONS}(?: [a-z0-9]+)?$")
NEGATED_BEHIND = re.compile(r"^(?:nicht|ned|net|nie|not)(?! nur| only)\b")
# Behind these a new statement begins: "heizt nicht und qualmt".
NEW_STATEMENT = re.compile(r"\b(?:und|aber|sondern|oder|and|but|or)\b")


@dataclass(frozen=True)
class Sayings:
    """Ways to say one thing."""

    of: tuple[str, ...]

    def length_in(self, text: str) -> int:
        """Letters of the longest saying in the text, 0 for none: the longer, the more surely meant."""
        return max((len(found.group()) for found in self._pattern.finditer(_spaced(text))), default=0)

    def in_(self, text: str) -> bool:
        """Whether the text has one of them."""
        return bool(self._pattern.search(_spaced(text)))

    def affirmed_in(self, text: str) -> bool:
        """Whether the text has one that is not denied in the same breath ("raucht nicht")."""
        said = _spaced(text)
        return any(not _denied(said, found) for found in self._pattern.finditer(said))

    def left_out(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(" ", _spaced(text)).strip()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # Longest first: the first alternative that fits is taken.
        each = sorted({_pattern(saying) for saying in self.of}, key=len, reverse=True)
        return re.compile(rf"(?<= )(?:{'|'.join(each)})(?= )") if each else re.compile(r"(?!)")


def likeliest(text: str, options: Mapping[K, Sayings] | Iterable[tuple[K, Sayings]]) -> list[K]:
    """Those whose sayings are in the text, the longest saying first."""
    pairs = options.items() if isinstance(options, Mapping) else options
    found = [(sayings.length_in(text), option) for option, sayings in pairs]
    return [option for length, option in sorted(found, key=lambda item: -item[0]) if length]


def _spaced(text: str) -> str:
    return f" {normalise(text)} "


def _pattern(saying: str) -> str:
    words = re.findall(r"\*?[a-z0-9]+\*?", saying.lower().translate(UMLAUTS))
    return GAP.join(word.replace("*", "[a-z0-9]*") for word in words)


def _denied(said: str, found: re.Match[str]) -> bool:
    # "No and now there is smoke": a saying that opens a new statement is not denied by what was before.
    opens = NEW_STATEMENT.match(found.group())
    before = "" if opens else NEW_STATEMENT.split(said[: found.start()])[-1].strip()
    behind = said[found.end() :].strip()
    inside = NEGATED_INSIDE.search(found.group())
    return bool(inside or NEGATED_BEFORE.search(before) or NEGATED_BEHIND.match(behind))
