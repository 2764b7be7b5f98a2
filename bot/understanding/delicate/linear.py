"""The classifier beside the cues: a linear machine a flag, on words, parts of words and classes of words.

Text alone: nothing of the voice, no score of a mood; it says which situation was disclosed in words.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.nlu.spoken_words import normalized
from bot.understanding.delicate.examples import Example
from bot.understanding.delicate.flags import CODES, LEVELS, Level
from bot.understanding.delicate.lexicon import Lexicon, features

Array = Any
# A text with its language: what is taught and asked.
Said = tuple[str, str]
PENALTY, TOLERANCE = 0.5, 0.01
# How much "is anything delicate here at all" counts beside each flag's own opinion (measured).
SHARED = 0.5


def _kinds(lexicon: Lexicon) -> dict[str, dict[str, Any]]:
    """How texts become numbers; the third sees classes of words and which stand near each other."""
    classes: Callable[[Said], list[str]] = lambda said: features(lexicon.classes(*said))  # noqa: E731
    text: Callable[[Said], str] = lambda said: said[0]  # noqa: E731
    usual = {"sublinear_tf": True, "min_df": 2, "lowercase": False}
    return {
        "words": {"preprocessor": text, "token_pattern": r"(?u)\b\w+\b", "ngram_range": (1, 3), **usual},
        "letters": {"preprocessor": text, "analyzer": "char_wb", "ngram_range": (2, 5), **usual},
        "classes": {"analyzer": classes, **usual},
    }


class DelicateModel:
    """Learned vocabularies and weights; arrays only, so that loading a file cannot run anything."""

    def __init__(self, vectorizers: dict[str, TfidfVectorizer], learned: dict[str, Array]) -> None:
        self._vectorizers = vectorizers
        self._learned = learned

    @classmethod
    def trained(
        cls, examples: Sequence[Example], neutral: Sequence[Said], lexicon: Lexicon
    ) -> "DelicateModel":
        """From delicate sentences, look-alikes and everyday requests."""
        said = [(normalized(text), lang) for text, lang in ((e.text, e.language) for e in examples)]
        said += [(normalized(text), language) for text, language in neutral]
        learned = {"lexicon": np.array(lexicon.entries)}
        model = cls({kind: TfidfVectorizer(**options) for kind, options in _kinds(lexicon).items()}, learned)
        parts = [vectorizer.fit_transform(said) for vectorizer in model._vectorizers.values()]
        rows = hstack(parts, format="csr").astype(np.float32)
        flagged = np.zeros((len(said), len(CODES)), dtype=bool)
        for at, example in enumerate(examples):
            flagged[at, [CODES.index(code) for code in example.flags]] = True
        # Side by side: the solver lets other threads run.
        with ThreadPoolExecutor(max_workers=2) as pool:
            machines = list(pool.map(partial(_machine, rows), (*flagged.T, flagged.any(axis=1))))
        model._learned["weights"] = np.stack([weights for weights, _ in machines], axis=1)
        model._learned["bias"] = np.array([bias for _, bias in machines], dtype=np.float32)
        model._learn_levels(rows, examples)
        return model

    @classmethod
    def restored(cls, arrays: dict[str, Array]) -> "DelicateModel":
        """From what `arrays` gave; the lexicon is the one it was trained with."""
        vectorizers, lexicon = {}, Lexicon(arrays["lexicon"].tolist())
        for kind, options in _kinds(lexicon).items():
            vectorizer = TfidfVectorizer(vocabulary=arrays.pop(kind).tolist(), **options)
            vectorizer.idf_ = arrays.pop(f"{kind}_idf")
            vectorizers[kind] = vectorizer
        return cls(vectorizers, arrays)

    def arrays(self) -> dict[str, Array]:
        """All that must be kept to restore it."""
        kept = dict(self._learned)
        for kind, vectorizer in self._vectorizers.items():
            kept[kind] = vectorizer.get_feature_names_out().astype(str)
            kept[f"{kind}_idf"] = vectorizer.idf_
        return kept

    def margins(self, texts: Sequence[str], language: str) -> Array:
        """One row a text, one column a flag in the order of CODES; above 0 is more likely than not."""
        rows = self._rows([(normalized(text), language) for text in texts])
        margins = rows @ self._learned["weights"] + self._learned["bias"]
        return (margins[:, :-1] + SHARED * margins[:, -1:]) / (1 + SHARED)

    def level(self, text: str, language: str, code: str) -> Level:
        """How openly `text` speaks of the situation."""
        present: list[Level] = self._learned[f"levels_{code}"].tolist()
        if len(present) < 2:
            return present[0] if present else "clear"
        row = self._rows([(normalized(text), language)])
        margins = row @ self._learned[f"level_weights_{code}"] + self._learned[f"level_bias_{code}"]
        return present[int(np.argmax(margins))]

    def _learn_levels(self, rows: csr_matrix, examples: Sequence[Example]) -> None:
        for code in CODES:
            own = [at for at, e in enumerate(examples) if e.about == code and code in e.flags]
            levels = np.array([examples[at].flags[code] for at in own])
            present = [level for level in LEVELS if level in levels]
            self._learned[f"levels_{code}"] = np.array(present)
            if len(present) < 2:
                continue
            fitted = [_machine(rows[own], levels == level) for level in present]
            self._learned[f"level_weights_{code}"] = np.stack([weights for weights, _ in fitted], axis=1)
            self._learned[f"level_bias_{code}"] = np.array([bias for _, bias in fitted], dtype=np.float32)

    def _rows(self, said: Sequence[Said]) -> csr_matrix:
        parts = [vectorizer.transform(said) for vectorizer in self._vectorizers.values()]
        return hstack(parts, format="csr").astype(np.float32)


def _machine(rows: csr_matrix, positive: Array) -> tuple[Array, float]:
    machine = LinearSVC(C=PENALTY, tol=TOLERANCE, class_weight="balanced", random_state=0)
    machine.fit(rows, positive)
    return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])
