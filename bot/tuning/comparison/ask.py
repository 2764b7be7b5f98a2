"""Asks both versions the same sentence, each by the very code of a live first turn."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.errors import DialogueUnavailable
from bot.tuning.comparison.asked import Answer, Asked, Both
from bot.understanding.batch import as_first_turn
from bot.understanding.delicate.flags import Flag
from bot.understanding.understand import Question, Understand

Gate = Callable[[str, str], tuple[Flag, ...]]
Told = Callable[[int, int], None]
T = TypeVar("T")

# Nobody waits for an answer here; on a busy machine Rasa may take its time.
TRIES = 5
PAUSE_S = 1.0
# The server's half of a sentence is worked out while Rasa is busy with another's.
AT_ONCE = 3
TELL_EVERY = 50


@dataclass(frozen=True)
class Side:
    """One version: its model's name in Rasa, and its delicate gate (None: flags do not matter here)."""

    rasa_model: str
    gate: Gate | None = None


@dataclass(frozen=True)
class AskBoth:
    """Both versions on one Rasa, in the same circumstances and the same run."""

    understand: Understand
    before: Side
    after: Side
    today: date

    def all(self, asked: Sequence[Asked], told: Told) -> list[Both]:
        """In the order asked; raises DialogueUnavailable when Rasa keeps failing."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(_told_of(pool.map(self.one, asked), len(asked), told))

    def one(self, asked: Asked) -> Both:
        """How each version understands it."""
        before_gate, after_gate = self.before.gate, self.after.gate
        before_flags = before_gate(asked.text, asked.language) if before_gate else ()
        same = before_gate is after_gate
        after_flags = before_flags if same or after_gate is None else after_gate(asked.text, asked.language)
        return Both(
            asked,
            self._answer(asked, self.before.rasa_model, before_flags),
            self._answer(asked, self.after.rasa_model, after_flags),
        )

    def _answer(self, asked: Asked, model: str, flags: tuple[Flag, ...]) -> Answer:
        question = Question(asked.language, asked.channel, self.today, asked.expecting, model=model)
        meant = _patiently(lambda: as_first_turn(asked.text, question, self.understand, flags))
        values = tuple((item.name, item.value) for item in meant.entities)
        return Answer(meant.intent, meant.route, meant.how, values, meant.flags)


def _told_of(found: Iterator[Both], of: int, told: Told) -> Iterator[Both]:
    for at, both in enumerate(found):
        if at % TELL_EVERY == 0:
            told(at, of)
        yield both


def _patiently(ask: Callable[[], T]) -> T:
    """Rasa may be slow beside calls; only when it keeps failing the comparison fails."""
    for _ in range(TRIES - 1):
        try:
            return ask()
        except DialogueUnavailable:
            time.sleep(PAUSE_S)
    return ask()
