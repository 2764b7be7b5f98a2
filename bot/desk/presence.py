"""What somebody says of themselves: here, on a break, gone; and what that means while they have a case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.errors import NotAllowed, NotPossible, TooLate
from bot.handover.experts import TAKES_CASES, Experts
from bot.handover.takeover import Takeover
from bot.handover.waits import Waits
from bot.staff.audit import Audit
from bot.staff.person import Person

# With a case: what they ask for begins when it is over.
IN_A_CASE = ("ringing", "talking")


@dataclass(frozen=True)
class Presence:
    """How somebody is present now, as shown to them."""

    status: str
    since: datetime
    # The end of after-call work, or of the five minutes after a heavy case.
    free_at: datetime | None
    heavy: bool
    # What they have asked to be once they would be free again.
    afterwards: str | None
    by_phone: bool
    phone_ending: str | None
    skills: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def resting(self) -> bool:
        """Whether a moment of their own is under way, with an end."""
        return self.status == "after_call" and self.free_at is not None


def presence_of(row: RowMapping) -> Presence:
    """From a row of `staff`."""
    return Presence(
        status=row["status"],
        since=row["status_since"],
        free_at=row["free_at"],
        heavy=row["heavy_last"],
        afterwards=row["afterwards"],
        by_phone=row["reached_by"] == "phone",
        phone_ending=row["phone"][-4:] if row["phone"] else None,
        skills=tuple(sorted(row["skills"])),
        languages=tuple(row["languages"]),
    )


class PresenceDesk:
    """Every change is one claim in the store, and an entry in the audit trail."""

    def __init__(self, engine: Engine, takeover: Takeover, audit: Audit, clock: Clock) -> None:
        self._experts, self._waits = Experts(engine), Waits(engine)
        self._takeover = takeover
        self._audit = audit
        self._clock = clock

    def of(self, person: Person) -> Presence:
        """As it stands."""
        return presence_of(self._row(person))

    def available(self, person: Person) -> None:
        """Cases may come; also ends after-call work early. In a case it takes back a wish for a break."""
        row = self._row(person)
        if row["reached_by"] == "phone" and not row["phone"]:
            raise NotPossible("no_phone")
        if row["status"] in IN_A_CASE:
            self._later(row, None)
        else:
            self._moved(row, "free")

    def pause(self, person: Person, requeue: bool = False) -> None:
        """A break: now, or after the case; with `requeue` a message thread goes back to the queue first."""
        row = self._row(person)
        if row["status"] not in IN_A_CASE:
            return self._moved(row, "paused")
        thread = self._thread_of(person.id)
        if not requeue or thread is None:
            return self._later(row, "paused")
        self._takeover.release(person.id, thread, to_break=True)
        return self._note(person.id, "paused", requeued=True)

    def leave(self, person: Person) -> None:
        """Off duty: now, or after the case."""
        row = self._row(person)
        if row["status"] in IN_A_CASE:
            self._later(row, "off")
        else:
            self._moved(row, "off")

    def has_thread(self, person: Person) -> bool:
        """Whether they write with somebody, so that it could be put back into the queue."""
        return self._thread_of(person.id) is not None

    def _thread_of(self, staff_id: str) -> str | None:
        taken = self._waits.in_status("talking", channels=("sms",))
        mine = (wait for wait in taken if wait["last_expert_id"] == staff_id)
        return next((str(wait["conversation_id"]) for wait in mine), None)

    def _moved(self, row: RowMapping, to: str) -> None:
        if row["status"] == to:
            return
        if not self._experts.change(row["id"], row["status"], to, self._clock.now(), free_at=None):
            raise TooLate("presence_changed")
        self._note(row["id"], to)

    def _later(self, row: RowMapping, to: str | None) -> None:
        """The case may have ended in this moment; then it begins after what it left to do."""
        if row["afterwards"] == to:
            return
        if not self._experts.later(row["id"], to):
            raise TooLate("presence_changed")
        self._note(row["id"], f"{to or 'free'}_afterwards")

    def _note(self, staff_id: str, to: str, **more: bool) -> None:
        self._audit.note(staff_id, "presence_changed", f"staff:{staff_id}", self._clock.now(), to=to, **more)

    def _row(self, person: Person) -> RowMapping:
        row = self._experts.get(person.id)
        if row is None or row["role"] not in TAKES_CASES:
            raise NotAllowed("role")
        return row
