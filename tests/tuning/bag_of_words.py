"""Stands in for the sentence encoder: sentences are alike as far as they share words."""

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np


class BagOfWords:
    """Quick, and the same in every run."""

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row a sentence, of length 1."""
        rows = np.zeros((len(texts), 512), np.float32)
        for at, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()) or [""]:
                rows[at, crc32(word.encode()) % 512] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)
