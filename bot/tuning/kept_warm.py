"""Has what serves loaded before callers need it: after a start, a switch elsewhere, when Rasa came back."""

from collections.abc import Callable
from typing import Protocol

import structlog

from bot.errors import DialogueUnavailable, NotThere
from bot.tuning.versions import Version, Versions

log = structlog.get_logger(__name__)

EVERY_S = 2.0


class Rasa(Protocol):
    """What loads models."""

    def warm(self, model: str) -> None:
        """Raises DialogueUnavailable."""
        ...

    def loaded(self) -> frozenset[str]:
        """What it holds; raises DialogueUnavailable."""
        ...


class KeptWarm:
    """`gate` loads a version's gate; raises NotThere when it cannot."""

    def __init__(self, versions: Versions, rasa: Rasa, gate: Callable[[Version], object]) -> None:
        self._versions = versions
        self._rasa = rasa
        self._gate = gate

    def warm(self, version: Version) -> None:
        """Everything it answers with; raises DialogueUnavailable or NotThere."""
        self._rasa.warm(version.rasa_model)
        self._gate(version)

    def work(self) -> float:
        """Look once; the seconds until the next look."""
        serving = self._versions.now()
        if serving is None:
            return EVERY_S
        try:
            there = self._rasa.loaded()
        except DialogueUnavailable:
            # Rasa is on its way; whoever watches over it knows.
            return EVERY_S
        for version in filter(None, (serving.live, serving.canary)):
            self._load(version, there)
        return EVERY_S

    def _load(self, version: Version, there: frozenset[str]) -> None:
        try:
            if version.rasa_model not in there:
                self._rasa.warm(version.rasa_model)
            self._gate(version)
        except (DialogueUnavailable, NotThere) as error:
            log.warning("model_not_loaded", version=version.name, fault=type(error).__name__)
