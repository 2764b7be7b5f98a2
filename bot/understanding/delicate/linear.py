"""Half of the classifier: a linear machine a flag, on words, parts of words and classes of words."""

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


class Linear:
    """Learned vocabularies and weights, one column a flag and a last one for "anything at all"."""

    def __init__(self, vectorizers: dict[str, TfidfVectorizer], learned: dict[str, Array]) -> None:
        self._vectorizers = vectorizers
        self._learned = learned

    @classmethod
    def trained(
        cls, said: Sequence[Said], wanted: Array, examples: Sequence[Example], lexicon: Lexicon
    ) -> "Linear":
        """`wanted`: a row for each of `said`, a column for each machine; `examples` come first in both."""
        learned = {"lexicon": np.array(lexicon.entries)}
        model = cls({kind: TfidfVectorizer(**options) for kind, options in _kinds(lexicon).items()}, learned)
        texts = _plain(said)
        parts = [vectorizer.fit_transform(texts) for vectorizer in model._vectorizers.values()]
        rows = hstack(parts, format="csr").astype(np.float32)
        # Side by side: the solver lets other threads run.
        with ThreadPoolExecutor(max_workers=2) as pool:
            machines = list(pool.map(partial(_machine, rows), wanted.T))
        model._learned["weights"] = np.stack([weights for weights, _ in machines], axis=1)
        model._learned["bias"] = np.array([bias for _, bias in machines], dtype=np.float32)
        model._learn_levels(rows, examples)
        return model

    @classmethod
    def restored(cls, arrays: dict[str, Array]) -> "Linear":
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

    def margins(self, said: Sequence[Said]) -> Array:
        """One row a text, one column a machine; above 0 is more likely than not."""
        margins: Array = self._rows(said) @ self._learned["weights"] + self._learned["bias"]
        return margins

    def level(self, said: Said, code: str) -> Level:
        """How openly the situation is spoken of."""
        present: list[Level] = self._learned[f"levels_{code}"].tolist()
        if len(present) < 2:
            return present[0] if present else "clear"
        margins = self._rows([said]) @ self._learned[f"level_weights_{code}"]
        return present[int(np.argmax(margins + self._learned[f"level_bias_{code}"]))]

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
        texts = _plain(said)
        parts = [vectorizer.transform(texts) for vectorizer in self._vectorizers.values()]
        return hstack(parts, format="csr").astype(np.float32)


def _plain(said: Sequence[Said]) -> list[Said]:
    return [(normalized(text), language) for text, language in said]


def _machine(rows: csr_matrix, positive: Array) -> tuple[Array, float]:
    machine = LinearSVC(C=PENALTY, tol=TOLERANCE, class_weight="balanced", random_state=0)
    machine.fit(rows, positive)
    return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])
