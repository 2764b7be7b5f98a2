"""The parts of a long story, so that one clause in an everyday request is not drowned by the rest."""

import re

SENTENCE = re.compile(r"(?<=[.!?;])\s+")
# A story this long (in words) is also heard piece by piece.
LONG = 18
PIECE, STEP = 14, 7


def windows(text: str) -> list[str]:
    """The whole first, then its sentences, and overlapping pieces of what is still long."""
    parts = [text]
    sentences = [sentence for sentence in SENTENCE.split(text) if sentence.strip()]
    if len(sentences) > 1:
        parts += sentences
    for part in sentences:
        words = part.split()
        if len(words) > LONG:
            starts = range(0, len(words) - PIECE + STEP, STEP)
            parts += [" ".join(words[start : start + PIECE]) for start in starts]
    return parts
