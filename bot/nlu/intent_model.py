"""Which intents a text may have: a linear support vector machine on words, parts of words and word vectors.

Chosen by measurement (`make bench intents`, docs/decisions/0007-intent-model.md): it trains in minutes
on all of the corpus and knows more held-out sentences than DIET, logistic regression or a small network.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Sequence

import numpy as np
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.svm import LinearSVC

from bot.nlu.intent_features import Features
from bot.nlu.sharpness import USUAL, shares, sharpness

Array = Any
# Softer than usual: a sentence of one writer must not settle what a word means.
PENALTY = 0.5
# A hundredth of the default's exactness: half the time, the same sentences right (measured).
TOLERANCE = 0.01
HELD_OUT_SHARE = 0.2
LEAST_FAMILIAR = 0.35


class IntentModel:
    """Learned vocabularies, a weight per feature and intent, and how sharply margins tell intents apart."""

    def __init__(self, features: Features, learned: Dict[str, Array]) -> None:
        self._features = features
        self._learned = learned

    @classmethod
    def trained(cls, texts: Sequence[str], languages: Sequence[str], intents: Sequence[str]) -> "IntentModel":
        """From normalized texts; needs at least two intents."""
        examples = np.array(texts), np.array(languages), np.array(intents)
        # Side by side: the solver lets other threads run, and each of the two takes minutes.
        with ThreadPoolExecutor(max_workers=1) as beside:
            found = beside.submit(_held_out_sharpness, *examples)
            model = cls._fitted(*examples)
            model._learned["sharpness"] = np.array(found.result())
        return model

    @classmethod
    def load(cls, file: Path) -> "IntentModel":
        """As it was saved. The file is data: loading it cannot run anything."""
        with np.load(file, allow_pickle=False) as kept:
            arrays = dict(kept)
        return cls(Features.restored(arrays), arrays)

    def save(self, file: Path) -> None:
        """To one .npz file."""
        np.savez_compressed(file, **self._features.vocabularies(), **self._learned)

    def rank(self, texts: Sequence[str], languages: Sequence[str]) -> List[List[Dict[str, Any]]]:
        """For each text all intents with their confidence, best first."""
        names = self._learned["intents"].tolist()
        confidences = shares(self._margins(texts, languages), float(self._learned["sharpness"]))
        confidences = confidences * np.array([[self._familiarity(text)] for text in texts])
        return [
            [{"name": names[at], "confidence": float(row[at])} for at in np.argsort(-row)]
            for row in confidences
        ]

    def _familiarity(self, text: str) -> float:
        """1 where at least half of the words were ever taught, less for gibberish.

        Never nothing: an unknown compound may still be told by its parts, and is then asked about.
        """
        return max(LEAST_FAMILIAR, min(1.0, 2 * self._features.known_share(text)))

    @classmethod
    def _fitted(cls, texts: Array, languages: Array, intents: Array) -> "IntentModel":
        features = Features.fitted(texts)
        machine = LinearSVC(C=PENALTY, tol=TOLERANCE, class_weight="balanced", random_state=0)
        machine.fit(features.of(texts, languages), intents)
        learned = {
            "weights": machine.coef_.T.astype(np.float32),
            "bias": machine.intercept_.astype(np.float32),
        }
        return cls(features, {**learned, "intents": machine.classes_, "sharpness": np.array(USUAL)})

    def _margins(self, texts: Sequence[str], languages: Sequence[str]) -> Array:
        margins = self._features.of(texts, languages) @ self._learned["weights"] + self._learned["bias"]
        # Of two intents only the second has weights.
        return margins if margins.shape[1] > 1 else np.hstack([-margins, margins])


def _held_out_sharpness(texts: Array, languages: Array, intents: Array) -> float:
    names, at, counts = np.unique(intents, return_inverse=True, return_counts=True)
    if counts.min() < 1 / HELD_OUT_SHARE or len(texts) * HELD_OUT_SHARE < len(names):
        return USUAL
    split = StratifiedShuffleSplit(n_splits=1, test_size=HELD_OUT_SHARE, random_state=0)
    known, unknown = next(split.split(texts, intents))
    model = IntentModel._fitted(texts[known], languages[known], intents[known])
    return sharpness(model._margins(texts[unknown], languages[unknown]), at[unknown])
