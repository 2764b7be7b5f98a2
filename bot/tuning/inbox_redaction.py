"""How what the console shows of a conversation is redacted: by form, by names, by what is known of them."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from bot.clock import Clock
from bot.privacy.people import first_names
from bot.privacy.redaction import Heard, Redaction
from bot.tuning.personal_values import heard_in
from bot.understanding.card_numbers import MARK as CARD
from bot.understanding.card_numbers import without_cards

LANGUAGES = ("de", "en")
TAUGHT = ("data/nlu.yml", "data/nlu/*.yml")
BLOCK = re.compile(r"language: (\w\w)\n(.*?)(?=\n- intent:|\Z)", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+")
# Whoever is named in the sentences is no word of every day.
NAMED = re.compile(
    r"\b(?:name(?: ist| is|'s)?|heiße|heisse|herrn?|frau|mrs?|ms|this is|hier (?:ist|spricht)|here is)"
    r"[ ,:]+[^\W\d_]+(?:[ -][^\W\d_]+)?"
)
# A name that came into the sentences by accident is said in a few of them.
OFTEN = 3


class InboxRedaction:
    """For words of callers and of the bot."""

    def __init__(self, root: Path, clock: Clock) -> None:
        self._root = root
        self._clock = clock

    def __call__(
        self, text: str, language: str, expecting: str | None = None, known: Iterable[tuple[str, str]] = ()
    ) -> str:
        """Without personal data; `known` are values of the person from elsewhere, by kind."""
        today = self._clock.now().date()
        return redacted(self._root, text, language, today, (expecting, tuple(known)))


def redacted(
    root: Path,
    text: str,
    language: str,
    today: date,
    circumstances: tuple[str | None, tuple[tuple[str, str], ...]] = (None, ()),
) -> str:
    """As the inbox keeps it; `circumstances`: what was asked for before, and what is known of the person."""
    expecting, known = circumstances
    plain = without_cards(text, language, today, expecting)
    heard = heard_in(plain, language, today, expecting)
    said = _redaction(root)(plain, language, Heard(heard.personal, heard.harmless, known))
    return said if CARD in said or CARD not in plain else f"{said} {CARD}"


@cache
def _redaction(root: Path) -> Redaction:
    return Redaction({language: vocabulary(root, language) for language in LANGUAGES})


@cache
def vocabulary(root: Path, language: str) -> frozenset[str]:
    """The words of every day, of the taught sentences; no names among them."""
    counted: dict[str, int] = {}
    for file in sorted(file for pattern in TAUGHT for file in root.glob(pattern)):
        for block in BLOCK.finditer(file.read_text("utf-8")):
            if block[1] == language:
                for word in WORD.findall(NAMED.sub(" ", block[2].casefold())):
                    counted[word] = counted.get(word, 0) + 1
    return frozenset(word for word, times in counted.items() if times >= OFTEN) - first_names()
