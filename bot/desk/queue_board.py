"""What each person sees of the queue and of themselves, worked out once from each reading of it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

from bot.current import settled
from bot.desk.desk_terms import DeskTerms, load_desk_terms
from bot.desk.presence import Presence, presence_of
from bot.desk.queue_snapshot import QueueSnapshots, Snapshot
from bot.desk.queue_view import MINE, Looking, Row, Rules, View, queue_view
from bot.errors import NotAllowed
from bot.handover.experts import TAKES_CASES
from bot.handover.line_up import as_expert
from bot.handover.staffing import has_phone
from bot.handover.suiting import suiting
from bot.staff.person import Person

T = TypeVar("T")
# Whoever is in one of these can take a case by a click.
READY = ("free", "after_call")
# More at once are no news but a crowd.
NEWS = 8


@dataclass(frozen=True)
class News:
    """Something to be told once: a call that rings, a case that waits, one that waits for too long."""

    id: str
    kind: str
    priority: str


@dataclass(frozen=True)
class Own:
    """What somebody's own corner of every page shows."""

    me: Presence
    ring: Row | None
    case_id: str | None
    thread: bool
    to_close: int
    waiting: int
    news: tuple[News, ...]
    version: str


class QueueBoard:
    """`to_close(staff_id)` counts talks that are over and not closed; it may be some seconds old."""

    def __init__(self, snapshots: QueueSnapshots, to_close: Callable[[str, int], int]) -> None:
        self._snapshots = snapshots
        self._to_close = to_close
        self._terms: DeskTerms = load_desk_terms()

    def refresh(self) -> None:
        """After a change of one's own."""
        self._snapshots.fresh()

    def queue(self, person: Person, which: str = MINE, everything: bool = False) -> View:
        """Who waits, as this person sees it."""
        return self._view(self._snapshots.now(), person, which, everything)

    def own(self, person: Person) -> Own:
        """Their status, what rings for them, what is new for them."""
        snapshot = self._snapshots.now()
        row = snapshot.people.get(person.id)
        if row is None:
            raise NotAllowed("role")
        to_close = self._to_close(person.id, row["version"])
        return self._kept(
            snapshot,
            ("own", person.id, person.language, to_close),
            lambda: self._own(snapshot, person, to_close),
        )

    def _own(self, snapshot: Snapshot, person: Person, to_close: int) -> Own:
        view = self._view(snapshot, person, MINE, False)
        me = presence_of(snapshot.people[person.id])
        case_id = snapshot.at_work.get(person.id)
        news = tuple(_news(view, me, person))[:NEWS]
        waiting = bool(view.ring) + (view.mine if me.status == "free" else 0)
        shown = (me, view.ring, case_id, person.id in snapshot.texting, to_close, waiting, news)
        mark = blake2b(repr((shown, person.language)).encode(), digest_size=8).hexdigest()
        return Own(*shown, version=mark)

    def _view(self, snapshot: Snapshot, person: Person, which: str, everything: bool) -> View:
        key = ("view", person.id, person.language, which, everything)
        return self._kept(snapshot, key, lambda: self._seen(snapshot, person, which, everything))

    def _seen(self, snapshot: Snapshot, person: Person, which: str, everything: bool) -> View:
        row = snapshot.people.get(person.id)
        if row is None or person.role not in TAKES_CASES:
            raise NotAllowed("role")
        looking = Looking(person, as_expert(row), row["status"] in READY, has_phone(row), which, everything)
        suits = suiting(snapshot.at, settled(self._snapshots.terms.figures))
        return queue_view(snapshot.lines, looking, Rules(suits, self._terms))

    @staticmethod
    def _kept(snapshot: Snapshot, key: Any, made: Callable[[], T]) -> T:
        if key not in snapshot.views:
            snapshot.views[key] = made()
        kept: T = snapshot.views[key]
        return kept


def _news(view: View, me: Presence, person: Person) -> list[News]:
    """What rings first; then what one could take; for leads what waits too long."""
    ring = [News(f"r:{view.ring.call_id}", "ring", view.ring.priority)] if view.ring else []
    free = [row for row in view.rows if row.takes] if me.status == "free" else []
    waiting = [News(f"w:{row.wait_id}", "new", row.priority) for row in free]
    late = [row for row in view.rows if row.escalated] if person.leads and me.status != "off" else []
    return ring + waiting + [News(f"e:{row.wait_id}", "escalated", row.priority) for row in late]
