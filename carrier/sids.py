"""Twilio's identifiers: a two-letter kind and 32 hexadecimal digits."""

import random
import re
import threading
import uuid

_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")


def is_sid(text: str, kind: str) -> bool:
    """Whether `text` has the form of a SID of this kind (`CA`, `SM`, …)."""
    return bool(_SID.fullmatch(text)) and text.startswith(kind)


class Mint:
    """Makes SIDs and request tokens; with a seed, always the same ones."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed) if seed is not None else random.SystemRandom()  # noqa: S311  no secret is made of it
        self._lock = threading.Lock()

    def sid(self, kind: str) -> str:
        """A new SID of this kind."""
        return f"{kind}{self._bits():032x}"

    def token(self) -> str:
        """A new idempotency token, a UUID."""
        return str(uuid.UUID(int=self._bits(), version=4))

    def _bits(self) -> int:
        with self._lock:
            return self._random.getrandbits(128)
