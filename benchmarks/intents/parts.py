"""Which sentences go where: halves, shares, and the channel a sentence was written for."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from benchmarks.intents.sentences import Sentence

# A recogniser writes words, apostrophes and hyphens.
PUNCTUATION = re.compile(r"[^\w\s'’-]")


def channel(text: str) -> str:
    """ "voice" for lower case without punctuation, as a recogniser writes; "sms" for the rest."""
    spoken = text == text.lower() and not PUNCTUATION.search(text)
    return "voice" if spoken else "sms"


def chance(text: str) -> int:
    """A number that looks random and is always the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def halves(sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """One half to choose on, one to report; a sentence stays in its half when others are added."""
    chosen = [sentence for sentence in sentences if chance(sentence.text) % 2 == 0]
    return chosen, [sentence for sentence in sentences if chance(sentence.text) % 2]


def few(sentences: Sequence[Sentence], each: int) -> list[Sentence]:
    """`each` sentences of every intent and language: enough for pipelines that learn slowly."""
    return _of_each(sentences, lambda _: each)


def share(sentences: Sequence[Sentence], part: float) -> list[Sentence]:
    """That part of every intent and language, at least one of each; a smaller part is inside a larger one."""
    return _of_each(sentences, lambda count: max(1, round(part * count)))


def _of_each(sentences: Sequence[Sentence], kept: Callable[[int], int]) -> list[Sentence]:
    groups: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        groups[sentence.intent, sentence.language].append(sentence)
    # By chance, not in the order of the files: neighbours there have one writer.
    return [
        sentence
        for group in groups.values()
        for sentence in sorted(group, key=lambda one: chance(one.text))[: kept(len(group))]
    ]
