"""What the hotline does with what the model says: the server's own rules, fed with recorded parses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

from benchmarks.intents.measures import Said
from benchmarks.intents.parts import channel
from benchmarks.intents.sentences import Sentence
from benchmarks.intents.thresholds import CLAIM_NOTHING
from bot.understanding.clauses import clauses
from bot.understanding.rasa_client import Parse
from bot.understanding.thresholds import Thresholds
from bot.understanding.understand import MOST_CLAUSES, Question, Understand, Understanding

Recorded = Mapping[tuple[str, str], Said]
RANKED = 5
# Values in words ("tomorrow") need a day; no intent depends on which.
TODAY = date(2026, 11, 24)
NOT_OURS = frozenset({"other_topic", "out_of_scope", ""})


class Shares(NamedTuple):
    """Of all sentences: answered rightly, asked back (or told what the hotline can do), answered wrongly."""

    right: float
    asked: float
    wrong: float


class Recording:
    """A parser that repeats what the model said before."""

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded

    def parse(self, texts: list[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        """KeyError for a text that was not recorded."""
        return [_parse(text, self._recorded[text, language]) for text in texts]


def to_record(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences and the clauses that the hotline parses beside them."""
    for sentence in sentences:
        yield sentence
        for part in clauses(sentence.text, sentence.language)[:MOST_CLAUSES]:
            yield Sentence(part, "", sentence.language)


def understood(sentence: Sentence, recorded: Recorded, thresholds: Thresholds) -> Understanding:
    """As the first thing somebody says."""
    question = Question(sentence.language, channel(sentence.text), TODAY)
    return Understand(Recording(recorded), thresholds)(sentence.text, question, 60)


def claims(understanding: Understanding, silent: Set[str] = CLAIM_NOTHING) -> bool:
    """Whether the caller hears an answer as if the hotline had understood."""
    return understanding.route == "bot" and understanding.intent not in silent


def shares(sentences: Sequence[Sentence], recorded: Recorded, thresholds: Thresholds) -> Shares:
    """How sentences with a wish fare."""
    found = [fate(sentence, understood(sentence, recorded, thresholds)) for sentence in sentences]
    return Shares(*(found.count(kind) / len(found) for kind in Shares._fields))


def fate(sentence: Sentence, understanding: Understanding) -> str:
    """ "right", "asked" or "wrong"; not to claim anything is right where nothing of ours is meant."""
    if sentence.intent in NOT_OURS:
        return "wrong" if claims(understanding) else "right"
    if understanding.route == "clarify":
        return "asked"
    return "right" if understanding.intent == sentence.intent else "wrong"


def claimed(
    sentences: Sequence[Sentence], recorded: Recorded, rules: Thresholds, silent: Set[str] = CLAIM_NOTHING
) -> float:
    """The share of sentences answered as if understood."""
    return sum(claims(understood(one, recorded, rules), silent) for one in sentences) / len(sentences)


def _parse(text: str, said: Said) -> Parse:
    return Parse(text, said.intent, said.confidence, said.ranking[:RANKED])
