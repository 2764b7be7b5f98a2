"""Where somebody may be led after signing in: only to our own pages."""

from urllib.parse import urlsplit

STAFF_PATHS = ("/staff", "/desk", "/console")
LONGEST = 500


def is_staff_path(path: str) -> bool:
    """Whether this belongs to the people who work here."""
    return any(path == one or path.startswith(f"{one}/") for one in STAFF_PATHS)


def local_path(wanted: str | None, root: str = "") -> str | None:
    """The path, beginning with the public `root`, if it is one of our pages; None for anything else."""
    if not wanted or len(wanted) > LONGEST or not wanted.isprintable() or "\\" in wanted:
        return None
    parts = urlsplit(wanted)
    below = parts.path.removeprefix(root)
    if parts.scheme or parts.netloc or not wanted.startswith(f"{root}/") or ".." in parts.path.split("/"):
        return None
    return wanted if is_staff_path(below) else None
