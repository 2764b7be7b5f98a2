"""An utterance cut into words whose places in the text are kept."""

import re
import unicodedata
from dataclasses import dataclass

# Only 0-9 are digits: recognisers and keyboards send no others, and int() must never meet a superscript.
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "’": "'"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a run of digits or one sign; `folded` is what tables are compared with."""

    folded: str
    raw: str
    start: int
    end: int

    @property
    def is_digits(self) -> bool:
        """Written in digits."""
        return "0" <= self.folded[:1] <= "9"

    @property
    def is_sign(self) -> bool:
        """A punctuation mark or symbol."""
        return not self.folded[:1].isalnum()


def fold(text: str) -> str:
    """Spelling without case and umlauts, so that "Fünf", "fünf" and "FUENF" are one word."""
    return unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)


def split(text: str) -> tuple[Word, ...]:
    """The words of a text in order; a combining umlaut counts as its letter."""
    return tuple(_word(piece) for piece in _PIECES.finditer(text))


def _word(piece: re.Match[str]) -> Word:
    raw = piece.group()
    return Word(fold(raw), raw, piece.start(), piece.end())


def glued(left: Word, right: Word) -> bool:
    """Written without a space between."""
    return left.end == right.start
