"""Which intents a text may have: a linear support vector machine on words and character n-grams.

It trains in seconds and knew more held-out sentences than logistic regression on counts
(docs/decisions/0002-rasa-over-http.md).
"""

import re
from pathlib import Path
from typing import Any, Dict, List, Sequence

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.sharpness import USUAL, shares, sharpness

Array = Any
FOLDS = 3
LEAST_FAMILIAR = 0.35
WORD = re.compile(r"\w+")
WORDS = {"token_pattern": r"(?u)\b\w+\b", "ngram_range": (1, 2), "sublinear_tf": True}
# Parts of words bridge compounds, dialect and what speech recognition garbles.
LETTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True}


class IntentModel:
    """Learned vocabularies, a weight per n-gram and intent, and how sharply margins tell intents apart."""

    def __init__(self, vectorizers: List[TfidfVectorizer], learned: Dict[str, Array]) -> None:
        self._vectorizers = vectorizers
        self._learned = learned

    @classmethod
    def trained(cls, texts: Sequence[str], intents: Sequence[str]) -> "IntentModel":
        """From normalized texts; needs at least two intents."""
        said, meant = np.array(texts), np.array(intents)
        model = cls._fitted(said, meant)
        model._learned["sharpness"] = np.array(_held_out_sharpness(said, meant))
        return model

    @classmethod
    def load(cls, file: Path) -> "IntentModel":
        """As it was saved. The file is data: loading it cannot run anything."""
        with np.load(file, allow_pickle=False) as kept:
            arrays = dict(kept)
        words = _restored(WORDS, arrays.pop("words"), arrays.pop("words_idf"))
        letters = _restored(LETTERS, arrays.pop("letters"), arrays.pop("letters_idf"))
        return cls([words, letters], arrays)

    def save(self, file: Path) -> None:
        """To one .npz file."""
        words, letters = self._vectorizers
        vocabularies = {"words": words.get_feature_names_out().astype(str), "words_idf": words.idf_}
        vocabularies |= {"letters": letters.get_feature_names_out().astype(str), "letters_idf": letters.idf_}
        np.savez_compressed(file, **vocabularies, **self._learned)

    def rank(self, texts: Sequence[str]) -> List[List[Dict[str, Any]]]:
        """For each text all intents with their confidence, best first."""
        names = self._learned["intents"].tolist()
        confidences = shares(self._margins(texts), float(self._learned["sharpness"]))
        confidences = confidences * np.array([[self._familiarity(text)] for text in texts])
        return [
            [{"name": names[at], "confidence": float(row[at])} for at in np.argsort(-row)]
            for row in confidences
        ]

    def _familiarity(self, text: str) -> float:
        """1 where at least half of the words were ever taught, less for gibberish.

        Never nothing: an unknown compound may still be told by its parts, and is then asked about.
        """
        words, taught = WORD.findall(text), self._vectorizers[0].vocabulary_
        known = sum(word in taught for word in words)
        return max(LEAST_FAMILIAR, min(1.0, 2 * known / len(words))) if words else 1.0

    @classmethod
    def _fitted(cls, texts: Array, intents: Array) -> "IntentModel":
        vectorizers = [TfidfVectorizer(**WORDS).fit(texts), TfidfVectorizer(**LETTERS).fit(texts)]
        machine = LinearSVC(class_weight="balanced", random_state=0)
        machine.fit(hstack([vectorizer.transform(texts) for vectorizer in vectorizers]), intents)
        learned = {
            "weights": machine.coef_.T.astype(np.float32),
            "bias": machine.intercept_.astype(np.float32),
        }
        return cls(vectorizers, {**learned, "intents": machine.classes_, "sharpness": np.array(USUAL)})

    def _margins(self, texts: Sequence[str]) -> Array:
        features = hstack([vectorizer.transform(texts) for vectorizer in self._vectorizers], format="csr")
        # In the weights' own type, or all of them would be converted for every sentence.
        margins = features.astype(np.float32) @ self._learned["weights"] + self._learned["bias"]
        # Of two intents only the second has weights.
        return margins if margins.shape[1] > 1 else np.hstack([-margins, margins])


def _held_out_sharpness(texts: Array, intents: Array) -> float:
    names, at, counts = np.unique(intents, return_inverse=True, return_counts=True)
    if counts.min() < FOLDS:
        return USUAL
    margins = np.zeros((len(texts), len(names)))
    for known, unknown in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, intents):
        margins[unknown] = IntentModel._fitted(texts[known], intents[known])._margins(texts[unknown])
    return sharpness(margins, at)


def _restored(options: Dict[str, Any], vocabulary: Array, idf: Array) -> TfidfVectorizer:
    vectorizer = TfidfVectorizer(vocabulary=vocabulary.tolist(), **options)
    vectorizer.idf_ = idf
    return vectorizer
