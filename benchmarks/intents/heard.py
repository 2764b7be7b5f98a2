"""What the chosen model says of the exam and of all that is beyond the hotline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from benchmarks.intents import hotline
from benchmarks.intents.measures import Said
from benchmarks.intents.models import ALL, Loaded
from benchmarks.intents.parts import chance, halves
from benchmarks.intents.sentences import ORDERS, OWN, Sentence, beyond_us, other_orders
from benchmarks.intents.thresholds import BEYOND, CLAIM_NOTHING
from bot.understanding.intent_kinds import CONTROLS, NOT_WISHES

Halves = tuple[list[Sentence], list[Sentence]]
# Of the dialogues about pizza and cars: enough for a look, and quickly parsed.
ORDERS_TAKEN = 2_000
# There a "yes", a "thank you" or a "goodbye" is what it is everywhere: only wishes are counted.
NO_WISH = CLAIM_NOTHING | CONTROLS | NOT_WISHES


@dataclass(frozen=True)
class Heard:
    """What the model said, by text and language; the exam, and sets beyond us, each in two halves."""

    recorded: dict[tuple[str, str], Said]
    exam: Halves
    beyond: dict[str, Halves]

    def said(self, sentences: Sequence[Sentence]) -> list[Said]:
        """In their order."""
        return [self.recorded[sentence.text, sentence.language] for sentence in sentences]

    def changed(self, change: Callable[[Said], Said]) -> "Heard":
        """As it would be with other confidences."""
        return replace(self, recorded={key: change(said) for key, said in self.recorded.items()})


def heard(model: Loaded, exam: Sequence[Sentence]) -> Heard:
    """All of it parsed, with every intent's confidence."""
    orders = sorted(other_orders(), key=lambda one: chance(one.text))[:ORDERS_TAKEN]
    own = [sentence for sentence in exam if sentence.intent == BEYOND]
    sets = {OWN: own, **beyond_us(), **({ORDERS: orders} if orders else {})}
    wanted = list(dict.fromkeys(hotline.to_record(chain(exam, *sets.values()))))
    said = model.said(wanted, ranked=ALL)
    recorded = {(one.text, one.language): words for one, words in zip(wanted, said, strict=True)}
    return Heard(recorded, halves(exam), {name: halves(rows) for name, rows in sets.items()})


def silent_in(name: str) -> frozenset[str]:
    """The intents that claim nothing, by name of the set."""
    return NO_WISH if name == ORDERS else CLAIM_NOTHING
