"""The main menu, and the page somebody lands on: the desk for those who take cases, the console for ops."""

from dataclasses import dataclass

from bot.handover.experts import TAKES_CASES
from bot.staff.person import LEADS, Person

OPS = ("ops", "admin")
CONSOLE = "/console"


@dataclass(frozen=True)
class Entry:
    """One of the main menu; `here` while its pages are shown."""

    name: str
    path: str
    key: str
    here: bool


# Name, path, keys, for whom.
Row = tuple[str, str, str, tuple[str, ...]]
DESK: tuple[Row, ...] = (
    ("queue", "/desk/queue", "g q", TAKES_CASES),
    ("mine", "/desk/mine", "g m", TAKES_CASES),
    ("live", "/desk/live", "g l", TAKES_CASES),
    ("team", "/desk/team", "g t", LEADS),
    ("figures", "/console/figures", "g a", ("lead",)),
    ("console", CONSOLE, "g i", ("admin",)),
    ("settings", "/staff/settings", "g s", TAKES_CASES),
)
TUNING: tuple[Row, ...] = (
    ("inbox", CONSOLE, "g i", OPS),
    ("changes", "/console/changes", "g h", OPS),
    ("intents", "/console/intents", "g n", OPS),
    ("models", "/console/models", "g o", ("admin",)),
    ("models", "/console/models", "g m", ("ops",)),
    ("tuning_settings", "/console/settings", "g e", OPS),
    ("figures", "/console/figures", "g a", OPS),
    ("desk", "/desk/queue", "g q", ("admin",)),
    ("settings", "/staff/settings", "g s", OPS),
)


# Pages of an entry that are not below its own.
BELONGS = {
    "/console/training": "/console/models",
    "/console/comparisons": "/console/models",
}


def entries(person: Person | None, path: str) -> list[Entry]:
    """The main menu of this person, seen from this page; whoever has both sides sees the one they are on."""
    if person is None:
        return []
    rows = TUNING if _tunes(person, path) else DESK
    mine = [row for row in rows if person.role in row[3]]
    place = next((to for part, to in BELONGS.items() if _below(path, part)), path)
    here = max((to for _, to, _, _ in mine if _below(place, to)), key=len, default=None)
    return [Entry(name, to, key, to == here) for name, to, key, _ in mine]


def home(role: str) -> str:
    """The first page of somebody in this role."""
    return "/desk/queue" if role in TAKES_CASES else CONSOLE


def _tunes(person: Person, path: str) -> bool:
    return person.role == "ops" or (person.role == "admin" and _below(path, CONSOLE))


def _below(path: str, to: str) -> bool:
    return path == to or path.startswith(f"{to}/")
