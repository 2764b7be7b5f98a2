"""What labelling goes by: the intents there are, and how many people must agree; as the files have it now."""

import re
from pathlib import Path

from bot.tuning.promotion_limits import read_limits

INTENTS = re.compile(r"^intents:[ \t]*\n((?:[ \t]*(?:- .*|#.*)?\n)+)", re.MULTILINE)


class TuningTerms:
    """Of a checkout; read again when a file has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stamps: dict[str, tuple[int, int]] = {}
        self._intents: tuple[str, ...] = ()
        self._needed = 1

    def intents(self) -> tuple[str, ...]:
        """In the domain's order."""
        if self._changed("domain.yml"):
            text = (self._root / "domain.yml").read_text("utf-8")
            found = INTENTS.search(text)
            self._intents = tuple(re.findall(r"- (\w+)", found[1])) if found else ()
        return self._intents

    def needed(self) -> int:
        """1 or 2; raises TuningInvalid."""
        if self._changed("data/promotion.yml"):
            self._needed = read_limits(self._root).agreement
        return self._needed

    def _changed(self, path: str) -> bool:
        state = (self._root / path).stat()
        stamp = (state.st_mtime_ns, state.st_size)
        changed = self._stamps.get(path) != stamp
        self._stamps[path] = stamp
        return changed
