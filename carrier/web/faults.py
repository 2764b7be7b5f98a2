"""What the network does wrong on purpose, to see whether the application keeps its head."""

import random
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """The application broke the contract: what kind, in words, and at which URL."""

    kind: str
    text: str
    url: str = ""


class Faults:
    """Duplicated webhooks, lost answers and forged requests; all off until asked for."""

    def __init__(self) -> None:
        self._duplicates = 0.0
        self._forgeries = 0.0
        self._lost_answers = 0
        self._random = random.Random(0)  # noqa: S311  chance, not secrecy
        self._lock = threading.Lock()

    def duplicate(self, probability: float, seed: int = 0) -> None:
        """Sends this share of the webhooks twice with the same token; the two answers must be identical."""
        self._duplicates = probability
        self._random = random.Random(seed)  # noqa: S311

    def forge(self, probability: float) -> None:
        """Sends this share of the webhooks first with a wrong signature; the application must refuse that."""
        self._forgeries = probability

    def drop_answer(self, count: int = 1) -> None:
        """Loses the next answers after the application gave them, and asks again with the same token."""
        with self._lock:
            self._lost_answers += count

    def duplicates_now(self) -> bool:
        """Whether this webhook is sent twice."""
        return self._happens(self._duplicates)

    def forges_now(self) -> bool:
        """Whether this webhook is forged first."""
        return self._happens(self._forgeries)

    def loses_answer_now(self) -> bool:
        """Whether this answer gets lost; counts down."""
        with self._lock:
            lost = self._lost_answers > 0
            self._lost_answers -= lost
        return lost

    def _happens(self, probability: float) -> bool:
        with self._lock:
            return probability > 0 and self._random.random() < probability
