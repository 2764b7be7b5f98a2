"""What a reader is given, and what it gives back."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.understanding.spoken.lexicon import Lexicon
from bot.understanding.spoken.tables import lexicon
from bot.understanding.spoken.words import Word, split

# Both bound the work on any text; nobody says as much in one breath.
MOST_WORDS = 2000
_MOST_SKIPPED = 24


@dataclass(frozen=True)
class Hearing:
    """One utterance and all that its meaning depends on."""

    text: str
    language: str
    today: date
    expecting: str | None = None
    region: str = "DE"
    prefixes: tuple[str, ...] = ("WM",)
    words: tuple[Word, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", split(self.text)[:MOST_WORDS])

    def table(self, name: str, *path: str | int) -> Lexicon:
        """A part of this language's table `name`."""
        return lexicon(f"{name}.{self.language}", *path)

    def expects(self, name: str) -> bool:
        """Whether the question before this utterance asked for `name`."""
        return self.expecting == name

    @cached_property
    def tells_of_past(self) -> bool:
        """Whether the utterance speaks of something that has happened ("bestellt am …")."""
        cues = self.table("calendar", "past_cues")
        return any(word.folded in cues for word in self.words)

    def skip(self, start: int, *kinds: Lexicon, signs: Collection[str] = ()) -> int:
        """The first index from `start` on that none of these lexicons or signs covers, not too far off."""
        for _ in range(_MOST_SKIPPED):
            if start >= len(self.words):
                break
            phrases = (kind.at(self.words, start) for kind in kinds)
            end = max((phrase.end for phrase in phrases if phrase), default=start)
            if end == start and self.words[start].folded in signs:
                end = start + 1
            if end == start:
                break
            start = end
        return start


@dataclass(frozen=True)
class Find:
    """A value found in words `start` to `end` (exclusive); `readings` best first, never empty."""

    name: str
    start: int
    end: int
    readings: tuple[str, ...]
    score: float
