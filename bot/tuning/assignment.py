"""Which version a conversation gets when it begins; it keeps it to its end."""

from collections.abc import Iterator
from hashlib import sha256

from bot.conversation.models import Look, Pair
from bot.conversation.state import Conversation
from bot.errors import NotThere
from bot.tuning.gates import Gates
from bot.tuning.versions import Serving, Version, Versions


class Assignment:
    """The turn's view of all versions; without `gates` every version has the hotline's only gate."""

    def __init__(self, versions: Versions, gates: Gates | None) -> None:
        self._versions = versions
        self._gates = gates

    def assign(self, talk: Conversation) -> None:
        """The canary for its share of conversations, the live version for all others."""
        serving = self._versions.now()
        talk.model_version = chosen(serving, talk.id).id if serving else None

    def pairs(self, version: int | None) -> Iterator[Pair]:
        """Its own, then the live one, then whatever Rasa was started with."""
        own = self._own(version)
        if own is not None:
            yield Pair(own.id, own.rasa_model)
        serving = self._versions.now()
        if serving and serving.live != own:
            yield Pair(serving.live.id, serving.live.rasa_model)
        yield Pair()

    def gate(self, version: int | None) -> Look | None:
        """The gate this version was made with."""
        return self._gates.of(version) if self._gates else None

    def _own(self, version: int | None) -> Version | None:
        try:
            return self._versions.one(version) if version is not None else None
        except NotThere:
            return None


def chosen(serving: Serving, conversation_id: str) -> Version:
    """By the conversation's id: always the same, spread evenly, and anew for every canary."""
    if serving.canary is None:
        return serving.live
    digest = sha256(f"{serving.canary.id}:{conversation_id}".encode()).digest()
    point = int.from_bytes(digest[:8], "big") / 2**64
    return serving.canary if point < serving.share else serving.live
