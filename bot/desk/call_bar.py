"""The bar above a case while its caller is on the phone: what is going on, and what can be done about it."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.state import Language
from bot.desk.call_rows import CallRows, Talk
from bot.handover.brief import brief
from bot.handover.call_ends import Rows
from bot.handover.case_notes import CaseNotes
from bot.handover.side_calls import COACH, COLLEAGUE, SideCalls, is_live
from bot.phrases.catalogue import Phrases
from bot.staff.person import Person

RINGS = ("dialling", "ringing")
# What may be done in which state; what needs more than the state is decided beside it.
TALK = ("mute", "hold", "ask", "pass_on", "hand_back", "finish", "hear_again", "put_down")
CONTROLS: dict[str, tuple[str, ...]] = {
    "rings": ("put_down",),
    "key": ("put_down",),
    "brief": ("put_down",),
    "alone": ("hear_again", "put_down"),
    "talking": TALK,
    "held": ("resume", *TALK[2:]),
    "menu": ("resume", "pass_on", "hand_back", "finish", "put_down"),
    "ended": ("call_back",),
    "none": ("call_back",),
}


@dataclass(frozen=True)
class SideTalk:
    """Somebody beside the talk, or on the way there; `outcome` of who did not come, or has left."""

    name: str
    kind: str
    status: str
    outcome: str | None
    since: datetime


@dataclass(frozen=True)
class CallBar:
    """States: rings, key, brief, alone (the caller is being fetched), talking, held, menu, ended, none; and
    theirs, for who only looks on.
    """

    case_id: str
    state: str
    since: datetime | None = None
    call_id: str | None = None
    who: str = ""
    reason: str | None = None
    muted: bool = False
    brief: str = ""
    outcome: str | None = None
    callback: bool = False
    sides: tuple[SideTalk, ...] = ()
    agreed: bool = False
    listen_in: bool = False
    controls: frozenset[str] = frozenset()

    def may(self, control: str) -> bool:
        """Whether this can be done now."""
        return control in self.controls

    @property
    def abandons(self) -> bool:
        """Whether putting down would leave the caller to whoever comes next."""
        return self.state in ("talking", "held", "menu") and not self.may("leave")

    @property
    def colleague(self) -> SideTalk | None:
        """The one who is asked in, or is here."""
        return self._beside(COLLEAGUE)

    @property
    def coach(self) -> SideTalk | None:
        """Who listens, or is about to."""
        return self._beside(COACH)

    @property
    def version(self) -> str:
        """Changes with everything that is shown but the time."""
        shown = [repr(getattr(self, field.name)) for field in fields(self) if field.name != "controls"]
        said = "|".join([*shown, *sorted(self.controls)])
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def _beside(self, kind: str) -> SideTalk | None:
        return next((side for side in self.sides if side.kind == kind and side.status != "over"), None)


@dataclass(frozen=True)
class BarParts:
    """What the bar is read from; `listen_in` is whether the house allows it."""

    calls: CallRows
    rows: Rows
    sides: SideCalls
    notes: CaseNotes
    phrases: Phrases
    listen_in: bool


class CallBars:
    """Reads; changes nothing."""

    def __init__(self, parts: BarParts, clock: Clock) -> None:
        self._parts = parts
        self._clock = clock

    def of(self, case_id: str, person: Person) -> CallBar:
        """As this person sees it; whether they may see the case is decided elsewhere."""
        mine = self._parts.calls.lately(case_id, person.id, self._clock.now())
        live = self._parts.calls.live(case_id)
        if live and live.call["staff_id"] != person.id:
            return self._theirs(case_id, live, person)
        if mine is None:
            return CallBar(case_id, "none", controls=frozenset(CONTROLS["none"]))
        return self._mine(case_id, mine, person)

    def has_call(self, case_id: str, person: Person) -> bool:
        """Whether this person phones for this case, or has just done so."""
        return self._parts.calls.lately(case_id, person.id, self._clock.now()) is not None

    def _mine(self, case_id: str, talk: Talk, person: Person) -> CallBar:
        call, state = talk.call, state_of(talk)
        sides = self._sides(call)
        values: dict[str, Any] = {"call_id": call["id"], "reason": call["hold_reason"]}
        values |= {"muted": call["muted"], "outcome": call["outcome"], "sides": sides}
        values |= {
            "since": since(talk, state),
            "brief": self._brief(case_id, person) if state != "ended" else "",
        }
        values |= {"callback": talk.wait["channel"] == "callback", "listen_in": self._parts.listen_in}
        values |= {"agreed": self._parts.listen_in and self._parts.calls.agreed(talk)}
        return CallBar(case_id, state, controls=_controls(state, sides), **values)

    def _theirs(self, case_id: str, talk: Talk, person: Person) -> CallBar:
        """For a lead who looks on, or a colleague who had it before."""
        row = self._parts.rows.experts.get(talk.call["staff_id"])
        agreed = self._parts.listen_in and person.leads and self._parts.calls.agreed(talk)
        talks = agreed and talk.with_caller and not talk.call["held_since"]
        sides = self._sides(talk.call)
        mayhear = talks and not any(side.kind == COACH and side.status != "over" for side in sides)
        return CallBar(
            case_id,
            "theirs",
            since(talk, state_of(talk)),
            talk.call["id"],
            who=str(row["name"]) if row else "",
            sides=sides,
            agreed=agreed,
            listen_in=self._parts.listen_in,
            controls=frozenset({"listen_in"} if mayhear else ()),
        )

    def _sides(self, call: RowMapping) -> tuple[SideTalk, ...]:
        """Who is beside it now; without anybody, the last one who was."""
        all_of_them = self._parts.sides.of(call["id"])
        shown = [side for side in all_of_them if is_live(side)] or all_of_them[-1:]
        return tuple(self._side(side) for side in shown)

    def _side(self, side: RowMapping) -> SideTalk:
        row = self._parts.rows.experts.get(side["staff_id"])
        moment = side["ended_at"] or side["joined_at"] or side["created_at"]
        name = str(row["name"]) if row else ""
        return SideTalk(name, side["kind"], side["status"], side["outcome"], moment)

    def _brief(self, case_id: str, person: Person) -> str:
        """What is said on the phone, to be read."""
        language: Language = "en" if person.language == "en" else "de"
        return brief(self._parts.notes.packet(case_id), language, self._parts.phrases).text


def state_of(talk: Talk) -> str:
    """One word for what the expert's phone is at."""
    status = talk.call["status"]
    if status == "talking":
        held = "held" if talk.call["held_since"] else "talking"
        return held if talk.with_caller else "alone"
    named = {"answered": "key", "accepted": "brief", "menu": "menu", "over": "ended"}
    return "rings" if status in RINGS else named[status]


def since(talk: Talk, state: str) -> datetime | None:
    """Since when it is so."""
    call = talk.call
    moments = {"rings": "created_at", "key": "answered_at", "brief": "accepted_at", "alone": "joined_at"}
    moments |= {"talking": "joined_at", "menu": "joined_at", "held": "held_since", "ended": "ended_at"}
    moment: datetime | None = call[moments[state]]
    return moment


def _controls(state: str, sides: tuple[SideTalk, ...]) -> frozenset[str]:
    """A colleague in the room may be left alone with the caller; one at a time is asked."""
    allowed = set(CONTROLS[state])
    colleague = next((side for side in sides if side.kind == COLLEAGUE and side.status != "over"), None)
    if colleague:
        allowed -= {"ask"}
        allowed |= {"take_back"}
        if colleague.status == "joined":
            allowed |= {"leave"}
    return frozenset(allowed)
