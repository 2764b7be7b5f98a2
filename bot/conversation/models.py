"""Which of the hotline's models answer a turn: the conversation's own, and what there is when they cannot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.conversation.state import Conversation
from bot.errors import ModelUnavailable
from bot.understanding.delicate.flags import Flag

T = TypeVar("T")
Look = Callable[[str, str], tuple[Flag, ...]]


@dataclass(frozen=True)
class Pair:
    """A version and its model in Rasa; None and None mean whatever Rasa was started with."""

    version: int | None = None
    rasa_model: str | None = None


class Models(Protocol):
    """All versions in service, as a turn sees them."""

    def assign(self, talk: Conversation) -> None:
        """Give a conversation that begins now the version it keeps to its end."""
        ...

    def pairs(self, version: int | None) -> Iterator[Pair]:
        """What may answer a conversation with this version, best first; never empty."""
        ...

    def gate(self, version: int | None) -> Look | None:
        """The delicate gate of this version; None where the hotline has only one."""
        ...


class OneModel:
    """For a hotline without versions: Rasa answers with what it was started with."""

    def assign(self, talk: Conversation) -> None:
        """There is nothing to choose from."""

    def pairs(self, version: int | None) -> Iterator[Pair]:
        """Whatever there is."""
        yield Pair()

    def gate(self, version: int | None) -> Look | None:
        """There is only one."""
        return None


class AskedModels:
    """The models of one turn: those that answered its first question answer the next ones too."""

    def __init__(self, models: Models, version: int | None) -> None:
        self._pairs = models.pairs(version)
        self._present: Pair | None = None
        self._own = version
        # Models that should have answered and could not.
        self.missing: list[str] = []

    @property
    def version(self) -> int | None:
        """The version that answered, or would have."""
        return self._present.version if self._present else self._own

    def ask(self, question: Callable[[str | None], T]) -> T:
        """The answer of the first models that can be used; raises what the question raises."""
        self._present = self._present or next(self._pairs)
        while True:
            try:
                return question(self._present.rasa_model)
            except ModelUnavailable:
                following = next(self._pairs, None)
                if following is None:
                    raise
                self.missing.append(self._present.rasa_model or "")
                self._present = following
