"""What the intent model sees of a text: its words, pairs of words, parts of words, and word vectors."""

import re
from typing import Any, Dict, List, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.word_vectors import word_vectors

Array = Any
WORD = re.compile(r"\w+")
# Parts of words bridge compounds, dialect and what speech recognition garbles.
KINDS: Dict[str, Dict[str, Any]] = {
    "words": {"token_pattern": r"(?u)\b\w+\b", "ngram_range": (1, 2), "sublinear_tf": True},
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True},
}


class Features:
    """Vocabularies learned from texts; turns texts into rows of float32."""

    def __init__(self, vectorizers: Dict[str, TfidfVectorizer]) -> None:
        self._vectorizers = vectorizers

    @classmethod
    def fitted(cls, texts: Sequence[str]) -> "Features":
        """Learn the vocabularies of these texts."""
        return cls({kind: TfidfVectorizer(**options).fit(texts) for kind, options in KINDS.items()})

    @classmethod
    def restored(cls, arrays: Dict[str, Array]) -> "Features":
        """From what `vocabularies` gave, which is taken out of the arrays."""
        return cls(
            {kind: _restored(KINDS[kind], arrays.pop(kind), arrays.pop(f"{kind}_idf")) for kind in KINDS}
        )

    def vocabularies(self) -> Dict[str, Array]:
        """All that must be kept to restore these features."""
        kept: Dict[str, Array] = {}
        for kind, vectorizer in self._vectorizers.items():
            kept[kind] = vectorizer.get_feature_names_out().astype(str)
            kept[f"{kind}_idf"] = vectorizer.idf_
        return kept

    def of(self, texts: Sequence[str], languages: Sequence[str]) -> csr_matrix:
        """One row per normalized text."""
        parts: List[Any] = [vectorizer.transform(texts) for vectorizer in self._vectorizers.values()]
        parts.append(csr_matrix(word_vectors()(list(texts), languages)))
        # In the weights' own type, or all of them would be converted for every sentence.
        return hstack(parts, format="csr").astype(np.float32)

    def known_share(self, text: str) -> float:
        """How many of the words were ever taught, 0 to 1; 1 for a text without words."""
        words, taught = WORD.findall(text), self._vectorizers["words"].vocabulary_
        return sum(word in taught for word in words) / len(words) if words else 1.0


def _restored(options: Dict[str, Any], vocabulary: Array, idf: Array) -> TfidfVectorizer:
    vectorizer = TfidfVectorizer(vocabulary=vocabulary.tolist(), **options)
    vectorizer.idf_ = idf
    return vectorizer
