"""The secrets nobody has to think up: made once, kept in a file only the owner can read."""

import json
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

MAKERS: dict[str, Callable[[], str]] = {
    "TWILIO_ACCOUNT_SID": lambda: "AC" + secrets.token_hex(16),
    "TWILIO_AUTH_TOKEN": lambda: secrets.token_hex(16),
    "RASA_TOKEN": lambda: secrets.token_urlsafe(32),
    "SECRET_KEY": lambda: secrets.token_urlsafe(32),
}


def load_or_create(path: Path) -> dict[str, str]:
    """The secrets by the name of their environment variable; the file is completed where one is missing."""
    known = _read(path)
    complete = {name: known.get(name) or make() for name, make in MAKERS.items()}
    if complete != known:
        write_private(path, json.dumps(complete, indent=2) + "\n")
    return complete


def write_private(path: Path, text: str) -> None:
    """Write a file that only the owner can read, in one step: no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp: a name nobody else has, and no one but the owner may read it from its first byte on.
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    Path(draft).replace(path)


def _read(path: Path) -> dict[str, str]:
    try:
        text = path.read_text()
    except FileNotFoundError:
        return {}
    path.chmod(0o600)
    known: dict[str, str] = json.loads(text)
    return known
