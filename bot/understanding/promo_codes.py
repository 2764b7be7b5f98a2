"""Promo codes as people say, spell or type them: every way to read them, to be looked up.

"Sommer zwanzig", "S O M M E R zwei null" and "sommer20" are all the code SOMMER20; which of the readings
exists only the shop knows.
"""

from collections.abc import Iterator
from datetime import date

from bot.understanding.spoken.groups import groups_at
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.letters import letters_at

SHORTEST, LONGEST = 4, 20
MOST_WORDS = 40
# Bounds the work: nobody means more than this.
MOST_AT_ONCE = 60
MOST_READINGS = 1500


def promo_codes(text: str, language: str, today: date) -> tuple[str, ...]:
    """Readings in capitals, in the order said; empty when nothing could be a code."""
    hearing = Hearing(text, language, today)
    found: dict[str, None] = {}
    for start in range(min(len(hearing.words), MOST_WORDS)):
        found.update(dict.fromkeys(_from(hearing, start)))
        if len(found) >= MOST_READINGS:
            break
    return tuple(found)


def _from(hearing: Hearing, start: int) -> Iterator[str]:
    """What the words from here on make when put together."""
    open_ends = {("", start)}
    while open_ends:
        longer: set[tuple[str, int]] = set()
        for said, at in sorted(open_ends)[:MOST_AT_ONCE]:
            for piece, end in _pieces(hearing, at):
                together = said + piece
                if len(together) > LONGEST:
                    continue
                longer.add((together, end))
                if len(together) >= SHORTEST:
                    yield together.upper()
        open_ends = longer


def _pieces(hearing: Hearing, at: int) -> Iterator[tuple[str, int]]:
    """What one word (or number, or spelled letter) adds, and where the next begins."""
    if at >= len(hearing.words):
        return
    word = hearing.words[at]
    if word.is_sign:
        yield "", at + 1
        return
    yield word.folded, at + 1
    yield from ((group.digits, group.end) for group in groups_at(hearing.words, at, hearing.language)[:3])
    yield from ((letter.text, letter.end) for letter in letters_at(hearing, at)[:2])
