"""What leads see of the team at one moment: who is where, and what waits. Nothing about how anybody works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Engine, RowMapping, select

from bot.clock import Clock
from bot.desk.queue_lines import Line
from bot.desk.queue_snapshot import QueueSnapshots
from bot.handover.cases import HANDOVERS
from bot.handover.expert_calls import CALLS, LIVE
from bot.handover.waits import OPEN, ORDER, WAITS
from bot.kept import Kept

Rows = Sequence[RowMapping]

FRESH_S = 0.5
CASE = select(WAITS, HANDOVERS.c.case_number).join(HANDOVERS, HANDOVERS.c.id == WAITS.c.handover_id)
AT_WORK = CASE.where(WAITS.c.status.in_(OPEN))
PHONING = select(CALLS).where(CALLS.c.status.in_(LIVE)).order_by(CALLS.c.created_at, CALLS.c.id)
# The order in which people are shown: who is with a customer first, who is not here last.
PLACES = ("talking", "ringing", "after_call", "free", "paused", "off")


@dataclass(frozen=True)
class AtCase:
    """What somebody is at; `expert_call` is set while it is a talk by phone."""

    case_id: str
    number: str
    priority: str
    channel: str
    wait_id: str
    conversation_id: str
    expert_call: str | None = None
    held_since: datetime | None = None


@dataclass(frozen=True)
class Post:
    """Where one person is; `free_at` is the end of a rest, `afterwards` what they asked to be then."""

    id: str
    name: str
    role: str
    status: str
    since: datetime
    free_at: datetime | None
    heavy: bool
    afterwards: str | None
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    level: int
    site: str
    reached_by: str
    at: AtCase | None


@dataclass(frozen=True)
class Band:
    """What waits of one priority, and the longest since when."""

    priority: str
    waiting: int
    longest: datetime | None


@dataclass(frozen=True)
class Board:
    """All of it; `lines` with what is escalated first."""

    posts: tuple[Post, ...]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]

    @property
    def team_version(self) -> str:
        """Changes with what is shown of the people."""
        return _mark(self.posts)

    @property
    def queue_version(self) -> str:
        """Changes with what is shown of the queue."""
        return _mark((self.bands, [_shown(line) for line in self.lines]))


class Boards:
    """Read twice a second at most, however many leads look."""

    def __init__(
        self, engine: Engine, snapshots: QueueSnapshots, clock: Clock, fresh_s: float = FRESH_S
    ) -> None:
        self._engine = engine
        self._snapshots = snapshots
        self._clock = clock
        self._board = Kept(self._read, fresh_s)

    def now(self) -> Board:
        """As it is."""
        return self._board.at(self._clock.now())

    def _read(self, now: datetime) -> Board:
        snapshot = self._snapshots.now()
        with self._engine.connect() as db:
            waits, calls = db.execute(AT_WORK).mappings().all(), db.execute(PHONING).mappings().all()
        people = posts(list(snapshot.people.values()), waits, calls)
        waiting = sorted(snapshot.lines, key=lambda line: line.escalated is None)
        return Board(people, bands(snapshot.lines), tuple(waiting))


def posts(people: Rows, waits: Rows, calls: Rows) -> tuple[Post, ...]:
    """Everybody who takes cases, in the order they are shown; `waits` and `calls` are those under way."""
    at = _at_cases(waits, calls)
    found = [_post(row, at.get(row["id"])) for row in people]
    return tuple(sorted(found, key=lambda post: (PLACES.index(post.status), post.name.casefold(), post.id)))


def bands(lines: Sequence[Line]) -> tuple[Band, ...]:
    """By priority, also those of which nothing waits."""
    return tuple(_band(priority, lines) for priority in ORDER)


def _band(priority: str, lines: Sequence[Line]) -> Band:
    mine = [line.caller.entered_at for line in lines if line.caller.priority == priority]
    return Band(priority, len(mine), min(mine, default=None))


def _post(row: RowMapping, at: AtCase | None) -> Post:
    names = ("id", "name", "role", "status", "free_at", "afterwards", "level", "site", "reached_by")
    shown: dict[str, Any] = {name: row[name] for name in names}
    shown |= {"skills": tuple(sorted(row["skills"])), "languages": tuple(row["languages"])}
    return Post(**shown, since=row["status_since"], heavy=row["heavy_last"], at=at)


def _at_cases(waits: Rows, calls: Rows) -> dict[str, AtCase]:
    """By id of the person: the thread they have, or whom their phone is at work for."""
    by_id = {row["id"]: row for row in waits}
    texting = {row["last_expert_id"]: _at(row) for row in waits if _in_thread(row)}
    met = [call for call in calls if call["wait_id"] in by_id]
    return texting | {call["staff_id"]: _at(by_id[call["wait_id"]], call) for call in met}


def _in_thread(wait: RowMapping) -> bool:
    return bool(wait["status"] == "talking" and wait["channel"] == "sms")


def _at(wait: RowMapping, call: RowMapping | None = None) -> AtCase:
    case = (wait["handover_id"], wait["case_number"], wait["priority"], wait["channel"])
    talk = (
        (call["id"], call["held_since"]) if call and call["status"] in ("talking", "menu") else (None, None)
    )
    return AtCase(*case, wait["id"], wait["conversation_id"], *talk)


def _shown(line: Line) -> tuple[Any, ...]:
    caller = line.caller
    routed = (caller.priority, caller.first, caller.last_expert, caller.language, line.skill)
    return (line.wait_id, line.flag, line.escalated, line.expected, line.rings_name, line.attempts, *routed)


def _mark(shown: Any) -> str:
    return blake2b(repr(shown).encode(), digest_size=8).hexdigest()
