"""Meanings of English words from elsewhere: vectors that come inside the package `wordllama` (MIT).

Only its two data files are read; its code is never imported: it wants a pydantic that Rasa cannot use.
What German words mean, the vectors hardly know: measured, they cost accuracy there (docs/decisions/0007).
"""

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Array = Any
PACKAGE = "wordllama"
TABLE = "weights/l2_supercat_256.safetensors"
TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
KNOWN_LANGUAGES = frozenset({"en"})
# Against the n-grams, whose rows have length one each.
WEIGHT = 0.8


class WordVectors:
    """The mean vector of a text's word pieces, for languages it knows; zeros for the others."""

    def __init__(self, tokenizer: Tokenizer, table: Array) -> None:
        self._tokenizer = tokenizer
        self._table = table

    @property
    def width(self) -> int:
        """How many numbers a text becomes."""
        return int(self._table.shape[1])

    def __call__(self, texts: Sequence[str], languages: Sequence[str]) -> Array:
        """One row per text, of length WEIGHT or zero; float32."""
        rows = np.zeros((len(texts), self.width), dtype=np.float32)
        known = [at for at, language in enumerate(languages) if language in KNOWN_LANGUAGES]
        pieces = self._tokenizer.encode_batch([texts[at] for at in known], add_special_tokens=False)
        for at, encoded in zip(known, pieces, strict=True):
            if encoded.ids:
                rows[at] = self._mean(encoded.ids)
        return rows

    def _mean(self, pieces: Sequence[int]) -> Array:
        mean = self._table[pieces].astype(np.float32).mean(axis=0)
        return WEIGHT * mean / (np.linalg.norm(mean) + 1e-9)


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """The vectors of the installed package; one table for all, 16 MB."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {PACKAGE} is not installed")
    folder = Path(spec.submodule_search_locations[0])
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return WordVectors(tokenizer, next(iter(load_file(folder / TABLE).values())))
