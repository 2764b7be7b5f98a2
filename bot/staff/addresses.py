"""Our own pages' addresses, also behind a proxy's prefix."""

from flask import request


def at(path: str) -> str:
    """A path of ours as the browser has to ask for it."""
    return f"{request.script_root}{path}"
