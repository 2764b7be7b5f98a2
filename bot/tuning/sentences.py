"""Sentences compared: when two of them are one with a word swapped, and which share one falls into."""

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

# Above this, two sentences are one with a word swapped: nothing more is learnt, or nothing is measured.
# tests/nlu/test_training_data.py holds the data to the same.
NEAR_IN_TRAINING, NEAR_ACROSS = 92, 90
# Every so many sentences go into the test set.
TEST_SHARE = 5
LONGEST = 400

Share = Literal["training", "test"]
LANGUAGES = ("de", "en")
# Rasa would take it for an entity written into the sentence.
ANNOTATION = re.compile(r"\[([^]]*)\]\s*(?=[({])")


def plain(sentence: str) -> str:
    """As the recogniser might have written it: case and punctuation carry no difference."""
    return " ".join(re.findall(r"\w+", sentence.casefold()))


def in_order(sentence: str) -> str:
    """Its words sorted: compared so, two sentences are compared without regard to word order."""
    return " ".join(sorted(plain(sentence).split()))


def one_line(sentence: str) -> str:
    """As it may stand in a file: single blanks, no marks Rasa or the delicate files would read."""
    shown = "".join(char if char.isprintable() else " " for char in sentence)
    bare = ANNOTATION.sub(r"\1 ", shown).replace("[+", "+")
    return " ".join(bare.split()).lstrip("-#> ")[:LONGEST].rstrip()


def share_of(sentence: str) -> Share:
    """Always the same for the same words."""
    number = int.from_bytes(sha256(in_order(sentence).encode()).digest()[:8], "big")
    return "test" if number % TEST_SHARE == 0 else "training"


class Known:
    """Sentences by the length of their sorted words: near ones are about as long."""

    def __init__(self, sentences: Sequence[str]) -> None:
        pairs = sorted(((in_order(one), one) for one in sentences), key=lambda pair: len(pair[0]))
        self._sorted = [pair[0] for pair in pairs]
        self.sentences = [pair[1] for pair in pairs]
        self._lengths = np.array([len(one) for one in self._sorted], dtype=np.int32)

    def nearest(self, sentence: str, limit: int) -> str | None:
        """The sentence most like this one, if any is as much like it as `limit` (0 to 100)."""
        wanted = in_order(sentence)
        # fuzz.ratio is at most 200 * shorter / (shorter + longer).
        least, most = limit * len(wanted) / (200 - limit), (200 - limit) * len(wanted) / limit
        first = int(np.searchsorted(self._lengths, int(least), "left"))
        last = int(np.searchsorted(self._lengths, int(most) + 1, "right"))
        found = process.extractOne(
            wanted, self._sorted[first:last], scorer=fuzz.ratio, score_cutoff=limit, processor=None
        )
        return self.sentences[first + found[2]] if found else None

    def has(self, sentence: str) -> bool:
        """Whether exactly these words are among them, in this order."""
        wanted = plain(sentence)
        length = len(in_order(sentence))
        first, last = (int(np.searchsorted(self._lengths, length, side)) for side in ("left", "right"))
        return any(plain(one) == wanted for one in self.sentences[first:last])


def words_and_pairs(sentence: str) -> list[str]:
    """What sentences are found by: the beginnings of their words, and words that follow each other."""
    stems = [word[:6] for word in plain(sentence).split()]
    return [*stems, *(f"{one} {other}" for one, other in pairwise(stems))]
