"""The delicate gates of several versions, side by side in memory."""

import threading
from pathlib import Path

import structlog

from bot.errors import NotThere
from bot.tuning.versions import Version, Versions
from bot.understanding.delicate.flags import Flag
from bot.understanding.delicate.gate import Gate
from bot.understanding.delicate.trained import gate_of, trained_gate

log = structlog.get_logger(__name__)

# Beyond what serves. A gate takes some 200 MB and two seconds to load; versions with the same share it.
KEPT = 1


class Gates:
    """Gates by the name of their model file; also the gate of whatever is live: call it."""

    def __init__(self, root: Path, versions: Versions) -> None:
        self._root = root
        self._versions = versions
        # The oldest first.
        self._loaded: dict[str, Gate] = {}
        self._loading = threading.Lock()
        self._usual: Gate | None = None

    def __call__(self, text: str, language: str) -> tuple[Flag, ...]:
        """What the live version's gate sees."""
        return self.of(None)(text, language)

    def of(self, version_id: int | None) -> Gate:
        """This version's gate, or the live one's where it has none (any more); never without cues."""
        version = self._known(version_id)
        try:
            if version is not None:
                return self.load(version)
        except NotThere:
            log.warning("gate_gone", version=version_id)
            if version_id is not None:
                return self.of(None)
        return self._of_checkout()

    def load(self, version: Version) -> Gate:
        """From memory or from its file; raises NotThere when the file is gone or broken."""
        name = version.gate_model
        if (gate := self._loaded.get(name)) is not None:
            return gate
        with self._loading:
            if name not in self._loaded:
                gate = self._read(name)
                self._let_go({name, *self._serving()})
                # Others read while we write: a dictionary takes that, as long as nobody walks through it.
                self._loaded[name] = gate
            return self._loaded[name]

    def _let_go(self, needed: set[str]) -> None:
        spare = [name for name in list(self._loaded) if name not in needed]
        for oldest in spare[: max(0, len(spare) - KEPT)]:
            del self._loaded[oldest]

    def _serving(self) -> set[str]:
        serving = self._versions.now()
        present = (serving.live, serving.canary) if serving else ()
        return {version.gate_model for version in present if version}

    def _read(self, name: str) -> Gate:
        file = self._root / "models" / f"{name}.npz"
        try:
            return gate_of(self._root, file)
        except (OSError, ValueError, KeyError) as error:
            raise NotThere("file_gone") from error

    def _known(self, version_id: int | None) -> Version | None:
        if version_id is not None:
            return self._versions.one(version_id)
        serving = self._versions.now()
        return serving.live if serving else None

    def _of_checkout(self) -> Gate:
        with self._loading:
            self._usual = self._usual or trained_gate(self._root)
        return self._usual
