"""The queue as everybody sees it: who waits, in the order they would be served, and for how long yet."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.desk.case_access import AboutCase
from bot.desk.queue_rows import Facts, Read
from bot.handover.choosing import PATIENT, Staff, nobody_left
from bot.handover.estimate import LastHour, Load, bucket, estimate
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.outlook import ON_DUTY
from bot.handover.routing import able, as_staffed, in_order
from bot.handover.routing_people import Expert, Figures, Waiting
from bot.handover.staffing import has_phone

BY_PHONE = ("voice", "callback")
NOBODY, OVERDUE = "nobody", "overdue"


@dataclass(frozen=True)
class Line:
    """One who waits. `caller` is as routing has it; `expected` a bucket of the estimate, calls only."""

    wait_id: str
    case_id: str
    number: str
    conversation_id: str
    channel: str
    reason: str
    skill: str
    flag: str | None
    about: AboutCase
    caller: Waiting
    # How far the rules for them have softened: all in the same kind are for the same people.
    softened: int
    attempts: int
    expected: str | None
    # "nobody" is left to be asked, or it is "overdue".
    escalated: str | None
    rings: str | None
    rings_name: str | None
    # The call of that phone, and whether it was taken already.
    call_id: str | None
    accepted: bool

    @property
    def kind(self) -> tuple[Any, ...]:
        """All that decides whom it is for now, beside who was asked before."""
        caller = self.caller
        asked = (caller.priority, caller.skill, caller.language, caller.level, caller.delicate)
        return (*asked, self.softened)


@dataclass(frozen=True)
class Known:
    """What lines are made by, kept from one reading to the next; `overdue(row, now)`."""

    figures: Figures
    hour: LastHour
    overdue: Callable[[RowMapping, datetime], bool]


def queue_lines(read: Read, known: Known, now: datetime) -> tuple[Line, ...]:
    """Everybody who waits or is being rung for, in routing order."""
    return Lines(read, known, now).all()


class Lines:
    """Many wait for the same: whoever could come is worked out once for all of them."""

    def __init__(self, read: Read, known: Known, now: datetime) -> None:
        self._read = read
        self._by = known
        self._now = now
        self._steps = (known.figures.skill_s, known.figures.skill_s * PATIENT)
        here = [row for row in read.people.values() if row["status"] != "off"]
        self._here = {True: _experts(filter(has_phone, here)), False: _experts(here)}
        self._on_duty = _experts(row for row in here if row["status"] in ON_DUTY and has_phone(row))
        self._free = {row["id"] for row in here if row["status"] == "free"}
        self._known: dict[Any, Any] = {}

    def all(self) -> tuple[Line, ...]:
        """In routing order."""
        rows = {row["id"]: row for row in self._read.waits if self._is_waited_for(row)}
        ahead: dict[str, int] = {}
        lines = []
        for caller in in_order([as_waiting(row) for row in rows.values()]):
            row = rows[caller.id]
            lines.append(self._line(row, self._staffed(caller, row), ahead.get(caller.language, 0)))
            if row["channel"] in BY_PHONE:
                ahead[caller.language] = ahead.get(caller.language, 0) + 1
        return tuple(lines)

    def _is_waited_for(self, row: RowMapping) -> bool:
        """Not talking, not settled, and the case has not just been deleted."""
        return row["status"] != "talking" and not row["outcome"] and row["handover_id"] in self._read.facts

    def _line(self, row: RowMapping, caller: Waiting, ahead: int) -> Line:
        facts: Facts = self._read.facts[row["handover_id"]]
        call = self._read.calls.get(row["id"])
        rung = self._read.people.get(call["staff_id"]) if call else None
        return Line(
            wait_id=row["id"],
            case_id=row["handover_id"],
            number=row["case_number"],
            conversation_id=row["conversation_id"],
            channel=row["channel"],
            reason=row["reason"],
            skill=row["skill"],
            flag=facts.flag,
            about=facts.about,
            caller=replace(caller, level=facts.about.level),
            softened=sum(caller.waited_s(self._now) >= step for step in self._steps),
            attempts=row["attempts"],
            expected=self._expected(caller, ahead) if row["channel"] in BY_PHONE else None,
            escalated=self._escalated(row, caller),
            rings=call["staff_id"] if call else None,
            rings_name=rung["name"] if rung else None,
            call_id=call["id"] if call else None,
            accepted=bool(call and call["status"] not in ("dialling", "ringing", "answered")),
        )

    def _staffed(self, caller: Waiting, row: RowMapping) -> Waiting:
        """Without the wish for a skill that nobody here has."""
        phoned = row["channel"] in BY_PHONE
        key = ("staffed", phoned, *_kind(caller))
        if key not in self._known:
            self._known[key] = as_staffed(caller, self._here[phoned], self._by.figures).skill
        return replace(caller, skill=self._known[key])

    def _expected(self, caller: Waiting, ahead: int) -> str | None:
        """As the caller is told, by all who may take it sooner or later."""
        anew = replace(caller, not_experts=frozenset())
        key = ("able", *_kind(anew))
        if key not in self._known:
            self._known[key] = able(anew, self._on_duty, self._by.figures)
        theirs: list[Expert] = self._known[key]
        idle = sum(expert.id in self._free for expert in theirs)
        queues = tuple(len(expert.languages) for expert in theirs)
        seconds = estimate(Load(ahead, idle, queues, self._by.hour))
        return None if seconds is None else bucket(seconds)

    def _escalated(self, row: RowMapping, caller: Waiting) -> str | None:
        if row["status"] == "waiting" and caller.not_experts and self._nobody_left(caller, row):
            return NOBODY
        return OVERDUE if self._by.overdue(row, self._now) else None

    def _nobody_left(self, caller: Waiting, row: RowMapping) -> bool:
        phoned = row["channel"] in BY_PHONE
        key = ("left", phoned, *_kind(caller))
        if key not in self._known:
            staff = Staff(free=(), at_work=self._here[phoned])
            self._known[key] = nobody_left(caller, staff, self._by.figures)
        return bool(self._known[key])


def _experts(rows: Any) -> list[Expert]:
    return [as_expert(row) for row in rows]


def _kind(caller: Waiting) -> tuple[Any, ...]:
    """All that decides who could ever take it, beside when it came."""
    asked = (caller.priority, caller.skill, caller.language, caller.level, caller.delicate)
    return (*asked, caller.last_expert, caller.first, caller.not_experts)
