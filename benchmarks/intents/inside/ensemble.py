# mypy: ignore-errors
"""The chosen model's confidences averaged with those of naive Bayes and of the nearest sentences."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import ComplementNB

from bot.nlu.intent_features import KINDS
from bot.nlu.intent_model import IntentModel

Array = Any
# The best of some mixtures on a held-out fifth of training sentences; none beat the machine alone.
SPREAD, NEARNESS = 1.0, 12.0
WEIGHTS = {"svm": 0.8, "bayes": 0.1, "nearest": 0.1}


class Ensemble:
    """Three models of the same normalized texts; `svm` is already trained on them."""

    def __init__(self, svm: IntentModel, texts: Sequence[str], intents: Sequence[str]) -> None:
        self._svm = svm
        self._vectorizers = [TfidfVectorizer(**options).fit(texts) for options in KINDS.values()]
        self._rows = self._of(texts)
        self._bayes = ComplementNB(alpha=0.3).fit(self._rows, intents)
        self._at = np.searchsorted(self._bayes.classes_, intents)

    def rank(self, texts: Sequence[str], languages: Sequence[str]) -> list[list[dict[str, Any]]]:
        """For each text all intents with their confidence, best first."""
        rows = self._of(texts)
        parts = {
            "svm": self._by_svm(texts, languages),
            "bayes": self._by_bayes(rows),
            "nearest": self._by_nearest(rows),
        }
        mean = sum(WEIGHTS[name] * part for name, part in parts.items())
        names = self._bayes.classes_.tolist()
        return [
            [{"name": names[at], "confidence": float(row[at])} for at in np.argsort(-row)] for row in mean
        ]

    def _of(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([one.transform(texts) for one in self._vectorizers], format="csr").astype(np.float32)

    def _by_svm(self, texts: Sequence[str], languages: Sequence[str]) -> Array:
        rankings = [
            {one["name"]: one["confidence"] for one in row} for row in self._svm.rank(texts, languages)
        ]
        return np.array([[row[name] for name in self._bayes.classes_] for row in rankings])

    def _by_bayes(self, rows: csr_matrix) -> Array:
        logs = self._bayes.predict_log_proba(rows)
        spread = logs.std(axis=1, keepdims=True) + 1e-9
        return _shares(SPREAD * (logs - logs.mean(axis=1, keepdims=True)) / spread)

    def _by_nearest(self, rows: csr_matrix) -> Array:
        likeness = (rows @ self._rows.T).tocsr() / 2
        nearest = np.zeros((rows.shape[0], len(self._bayes.classes_)))
        for at in range(rows.shape[0]):
            one = csr_matrix(likeness[at])
            np.maximum.at(nearest[at], self._at[one.indices], one.data)
        return _shares(NEARNESS * nearest)


def _shares(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
