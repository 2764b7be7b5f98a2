"""What a caller said while the database could not be reached: kept in a file until it can be looked at."""

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from bot.clock import Clock

KEPT = ("CallSid", "MessageSid", "From", "SpeechResult", "Digits", "Body")


class Unsaved:
    """Appends one JSON line per lost webhook to a file only the hotline's user may read."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._file = folder / "unsaved.jsonl"
        self._clock = clock
        self._lock = threading.Lock()

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep the words, and what is needed to know whose they were."""
        kept = {name: fields[name] for name in KEPT if fields.get(name)}
        line = json.dumps({"at": self._clock.now().isoformat(), **kept}, ensure_ascii=False)
        with self._lock:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(line + "\n")

    def count(self) -> int:
        """How many webhooks wait to be looked at."""
        return self._file.read_text("utf-8").count("\n") if self._file.exists() else 0
