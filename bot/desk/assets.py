"""The few files every page loads: our own, and htmx out of the package that brings it."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

# The desk's and the console's; a name is in one of them only.
OWN = tuple(Path(__file__).parents[1] / part / "static" for part in ("desk", "console"))
HTMX = "htmx.js"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def asset(name: str) -> bytes | None:
    """The file of this name; None when it is none of the pages'."""
    if name == HTMX:
        # Only a folder of the package is read; importing it would ask for Django.
        return files("django_htmx").joinpath("static", "django_htmx", "htmx-2.min.js").read_bytes()
    own = {file.name: file for folder in OWN for file in folder.iterdir() if file.suffix in TYPES}
    return own[name].read_bytes() if name in own else None


@cache
def version(name: str) -> str:
    """Changes with the file, so that browsers may keep it for good."""
    return hashlib.sha256(asset(name) or b"").hexdigest()[:10]


def content_type(name: str) -> str:
    """By the ending."""
    return f"{TYPES[Path(name).suffix]}; charset=utf-8"
