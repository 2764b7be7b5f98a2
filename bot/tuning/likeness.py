"""The sentences most like one among a hundred thousand, in milliseconds; rare words in common count more."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from bot.tuning.sentences import words_and_pairs

BUCKETS = 1 << 18
Array = Any


class Like(NamedTuple):
    """How much alike (0 to 1), and which sentence of which part it is."""

    score: float
    part: int
    number: int


class Part:
    """The sentences of one file: for each bucket of words, who has one of it."""

    def __init__(self, sentences: Sequence[str], before: "Part | None" = None) -> None:
        """`before`: the same file as it was, of which nearly everything is still true."""
        self.size = len(sentences)
        self._numbers = {sentence: number for number, sentence in enumerate(sentences)}
        found = [self._row_before(sentence, before) for sentence in sentences]
        lengths = [len(row) for row in found]
        every = np.concatenate(found) if found else np.zeros(0, dtype=np.int32)
        whose = np.repeat(np.arange(self.size, dtype=np.int32), lengths)
        self._rows, self._ends = every, np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        order = np.argsort(every, kind="stable")
        self._bucket, self._who = every[order], whose[order]
        self.counts = np.bincount(every, minlength=BUCKETS).astype(np.int32)
        self._starts = np.concatenate(([0], np.cumsum(self.counts)))

    def weighed(self, weights: Array) -> Array:
        """What each sentence weighs in all."""
        return np.bincount(self._who, weights=weights[self._bucket], minlength=self.size).astype(np.float32)

    def _row_before(self, sentence: str, before: "Part | None") -> Array:
        number = before._numbers.get(sentence) if before else None
        if before is None or number is None:
            return np.array(sorted(buckets(sentence)), dtype=np.int32)
        return before._rows[before._ends[number] : before._ends[number + 1]]

    def in_common(self, wanted: Sequence[int], weights: Array) -> Array:
        """What each sentence has of these buckets."""
        scores = np.zeros(self.size, dtype=np.float32)
        for bucket in wanted:
            scores[self._who[self._starts[bucket] : self._starts[bucket + 1]]] += weights[bucket]
        return scores


class Likeness:
    """Over parts that may be exchanged one by one."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        total = sum(part.size for part in parts)
        # Words nobody has used yet weigh most: a sentence full of them is like none.
        counts = sum((part.counts for part in parts), np.zeros(BUCKETS, dtype=np.int32))
        self._weights = np.log1p((total + 1) / (counts + 1)).astype(np.float32)
        self._own = [part.weighed(self._weights) for part in parts]

    def nearest(self, sentence: str, most: int) -> list[Like]:
        """The best, best first; none that has nothing in common."""
        wanted = sorted(buckets(sentence))
        weight = self._weight(set(wanted))
        found = [
            like for number in range(len(self._parts)) for like in self._best(number, wanted, weight, most)
        ]
        return sorted(found, reverse=True)[:most]

    def with_each(self, sentence: str, others: Sequence[str]) -> list[float]:
        """How much it is like each of these, from 0 to 1."""
        wanted = buckets(sentence)
        return [self._in_common(wanted, buckets(other)) for other in others]

    def _in_common(self, one: set[int], other: set[int]) -> float:
        total = self._weight(one) + self._weight(other)
        return 2 * self._weight(one & other) / total if total else 0.0

    def _weight(self, of: set[int]) -> float:
        return float(self._weights[sorted(of)].sum()) if of else 0.0

    def _best(self, number: int, wanted: Sequence[int], weight: float, most: int) -> list[Like]:
        part = self._parts[number]
        if not part.size or not wanted:
            return []
        scores = 2 * part.in_common(wanted, self._weights) / (self._own[number] + weight + 1e-6)
        first = np.argpartition(scores, -most)[-most:] if part.size > most else np.arange(part.size)
        return [Like(float(scores[one]), number, int(one)) for one in first if scores[one] > 0]


def buckets(sentence: str) -> set[int]:
    """Of its words and pairs of words."""
    return {crc32(one.encode()) % BUCKETS for one in words_and_pairs(sentence)}
