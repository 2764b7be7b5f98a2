"""The other half of the classifier: a small network on what was meant, whatever the words."""

import warnings
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

Array = Any
# Measured on the exam: more neurons or rounds gain nothing worth the time.
NEURONS, ROUNDS, DECAY, STEP, BATCH = 256, 12, 1e-2, 5e-4, 200


class Network:
    """One hidden layer; `first` and `second` are its weights, each with the bias as last row."""

    def __init__(self, first: Array, second: Array) -> None:
        self._first = first
        self._second = second

    @classmethod
    def trained(cls, vectors: Array, wanted: Array) -> "Network":
        """`vectors` of length 1 in rows; `wanted` says yes or no in a column for each output."""
        sizes = {"hidden_layer_sizes": (NEURONS,), "max_iter": ROUNDS, "batch_size": min(BATCH, len(vectors))}
        learner = MLPClassifier(**sizes, alpha=DECAY, learning_rate_init=STEP, random_state=0)
        with warnings.catch_warnings():
            # The rounds are chosen; it need not come to rest.
            warnings.simplefilter("ignore", ConvergenceWarning)
            learner.fit(_scaled(vectors), wanted.astype(np.int8))
        pairs = zip(learner.coefs_, learner.intercepts_, strict=True)
        return cls(*(np.vstack([weights, bias]).astype(np.float32) for weights, bias in pairs))

    @classmethod
    def restored(cls, arrays: dict[str, Array]) -> "Network":
        """From what `arrays` gave."""
        return cls(arrays["network_first"], arrays["network_second"])

    def arrays(self) -> dict[str, Array]:
        """All that must be kept to restore it."""
        return {"network_first": self._first, "network_second": self._second}

    def margins(self, vectors: Array) -> Array:
        """Logarithms of the odds: one row a vector, one column an output."""
        hidden = np.maximum(_through(_scaled(vectors), self._first), 0)
        return _through(hidden, self._second)


def _scaled(vectors: Array) -> Array:
    """Each number about 1, as the learner expects."""
    return vectors * np.sqrt(vectors.shape[1])


def _through(rows: Array, layer: Array) -> Array:
    return rows @ layer[:-1] + layer[-1]
