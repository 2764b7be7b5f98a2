"""The sentence encoder, loaded when somebody first asks for it, one for the process."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from bot.understanding.meaning import Meaning


class LazyMeanings:
    """As `Meaning`; the first call takes about a second."""

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row a sentence, of length 1."""
        return self._meaning.vectors(texts)

    @cached_property
    def _meaning(self) -> Meaning:
        return Meaning()
