"""An expert who reads along takes a conversation over before anybody has asked for a person.

Case, queue and caller follow the usual way, so that nobody is lost when the expert does not come after all:
the caller then waits like anybody else, and the next expert is rung.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.conversation.conversation_rows import CONVERSATIONS
from bot.conversation.owner import Owner, hotline_may_speak
from bot.conversation.record import Record
from bot.conversation.state import Conversation
from bot.errors import CallGone, CarrierUnavailable, NotPossible, NotThere, TooLate
from bot.handover.after_expert import keep_open_question
from bot.handover.caller_words import unsafe_since
from bot.handover.cases import Case, Cases
from bot.handover.expert_calls import ExpertCalls
from bot.handover.experts import TAKES_CASES, Experts
from bot.handover.lines import Lines
from bot.handover.takeover import Takeover
from bot.handover.thread_errors import AlreadyTaken, NotFree, NotYours, ThreadBusy
from bot.handover.thread_hold import held
from bot.handover.thread_rows import changed
from bot.handover.waits import ORDER, Place, Waits
from bot.staff.audit import Audit
from bot.staff.person import Person
from bot.understanding.delicate.flags import CODES, LEVELS
from bot.understanding.delicate.tuning import Situation

REASON, KIND = "expert_took_over", "person"
NEWS = "expert_takes_over"
USUAL = ("P3", "care")
# Neither puts a caller before others.
NOT_OUTRIGHT = ("hint", "request")


class Accepts(Protocol):
    """Rings the expert's own phone for a caller who waits."""

    def accept(self, wait_id: str, person: Person) -> str:
        """The id of the case; raises DeskError."""
        ...


@dataclass(frozen=True)
class TakingOver:
    """What it needs: cases and the two ways to a caller; `gone(talk)` cleans up after one who hung up."""

    cases: Cases
    takeover: Takeover
    accepts: Accepts
    lines: Lines
    situations: Mapping[str, Situation]
    gone: Callable[[Conversation], None]


class TakeOver:
    """One conversation at a time, held against its own turns and against a second expert."""

    def __init__(self, engine: Engine, parts: TakingOver, clock: Clock, audit: Audit) -> None:
        self._engine = engine
        self._parts = parts
        self._clock = clock
        self._audit = audit
        self._record, self._waits = Record(engine), Waits(engine)
        self._experts, self._calls = Experts(engine), ExpertCalls(engine)

    def take(self, conversation_id: str, person: Person) -> str:
        """The id of the case that is theirs now; again the same for who has it already.

        Raises NotThere, TooLate (bot_gone, caller_gone, taken) or NotPossible, and what accepting raises.
        """
        talk = self._record.by_id(conversation_id)
        if talk is None:
            raise NotThere("conversation")
        if (mine := self._has_already(conversation_id, person)) is not None:
            return mine
        self._able(person, talk)
        try:
            with held(self._record, conversation_id):
                if (mine := self._has_already(conversation_id, person)) is not None:
                    return mine
                wait = self._queued(conversation_id, person)
        except (NotYours, ThreadBusy) as error:
            raise NotPossible("thread_busy") from error
        return self._text(wait, person) if talk.channel == "sms" else self._call(wait, person)

    def _queued(self, conversation_id: str, person: Person) -> RowMapping:
        """In line for this expert, with nothing said or remembered in between; as a turn would do it."""
        talk = self._record.by_id(conversation_id)
        if talk is None or talk.owner is Owner.CLOSED:
            raise TooLate("caller_gone")
        known = self._waits.open_of(talk.id)
        if not hotline_may_speak(talk.owner) or (known is not None and _with_somebody(known)):
            raise TooLate("taken")
        case, place = self._case(talk), self._place(talk)
        self._give_to_queue(talk, case, place)
        now = self._clock.now()
        wait = self._waits.enter({"id": talk.id, "channel": talk.channel}, case.id, place, now)
        self._parts.cases.queued(case.id, place)
        preferred = {"last_expert_id": person.id} | ({} if talk.channel == "sms" else {"news": NEWS})
        if not self._waits.change(wait["id"], "waiting", **preferred):
            raise TooLate("taken")
        data = {"staff": person.id, "wait": wait["id"], "case": case.number}
        self._record.event(talk, "expert", REASON, data)
        return wait

    def _case(self, talk: Conversation) -> Case:
        """The open one brought up to date, or a new one."""
        now, known = self._clock.now(), talk.memory.case
        if known:
            self._parts.cases.refresh(known["id"], talk, REASON, {}, now)
            return Case(known["id"], known["number"], known["kind"])
        return self._parts.cases.open(talk, KIND, REASON, {}, now)

    def _place(self, talk: Conversation) -> Place:
        """As urgent as the gravest thing that was said outright, and never less than it was."""
        settled, flags = talk.memory.flags_settled, talk.memory.flags
        told = [flag for flag in flags if flag["level"] not in NOT_OUTRIGHT and flag["code"] not in settled]
        known = talk.memory.case or {}
        found = [(known.get("priority", USUAL[0]), known.get("skill", USUAL[1]))]
        for flag in sorted(told, key=lambda one: (CODES.index(one["code"]), -LEVELS.index(one["level"]))):
            situation = self._parts.situations[flag["code"]]
            found.append((situation.priority(flag["level"]), situation.skill))
        priority, skill = min(found, key=lambda one: ORDER.index(one[0]))
        return Place(priority, skill, talk.language)

    def _give_to_queue(self, talk: Conversation, case: Case, place: Place) -> None:
        """What the conversation remembers of it, on top of the state it was read in."""
        memory = talk.memory
        known = memory.case or {"id": case.id, "number": case.number, "kind": case.kind, "promised": False}
        memory.case = known | {"priority": place.priority, "skill": place.skill}
        keep_open_question(memory)
        memory.question, memory.silences = None, 0
        mine = (CONVERSATIONS.c.id == talk.id) & (CONVERSATIONS.c.version == talk.version)
        with self._engine.begin() as db:
            if not changed(db, CONVERSATIONS, mine, owner=Owner.QUEUE, memory=memory.to_json()):
                raise TooLate("caller_gone")

    def _call(self, wait: RowMapping, person: Person) -> str:
        """The expert's phone rings, and the caller hears at once who comes."""
        case_id = self._parts.accepts.accept(wait["id"], person)
        self._note(wait, person)
        talk = self._record.by_id(wait["conversation_id"])
        try:
            if talk is not None:
                self._parts.lines.to_turn(talk)
        except CallGone as error:
            self._parts.gone(talk)  # type: ignore[arg-type]
            raise TooLate("caller_gone") from error
        except CarrierUnavailable:
            # The caller's own next turn, a few seconds later, says it.
            return case_id
        return case_id

    def _text(self, wait: RowMapping, person: Person) -> str:
        try:
            self._parts.takeover.take(wait["id"], person.id)
        except AlreadyTaken as error:
            raise TooLate("taken") from error
        self._note(wait, person)
        return str(wait["handover_id"])

    def _able(self, person: Person, talk: Conversation) -> None:
        """Before anything is changed: somebody who can take it now."""
        row = self._experts.get(person.id)
        if row is None or row["role"] not in TAKES_CASES or not row["active"]:
            raise NotPossible("role")
        if row["status"] != "free":
            raise NotFree(person.id)
        if talk.channel == "voice" and not row["phone"]:
            raise NotPossible("no_phone")
        if talk.language not in row["languages"]:
            raise NotPossible("language")
        if talk.channel == "voice" and unsafe_since(talk) is not None and talk.owner is Owner.BOT:
            # They said that nobody must ring in; a person comes when they say so themselves.
            raise NotPossible("unsafe_to_take")

    def _has_already(self, conversation_id: str, person: Person) -> str | None:
        wait = self._waits.open_of(conversation_id)
        if wait is None:
            return None
        call = self._calls.live_of(wait["id"])
        rings = call is not None and call["staff_id"] == person.id
        writes = wait["status"] == "talking" and wait["last_expert_id"] == person.id
        return str(wait["handover_id"]) if rings or writes else None

    def _note(self, wait: RowMapping, person: Person) -> None:
        about = f"conversation:{wait['conversation_id']}"
        now = self._clock.now()
        self._audit.note(person.id, "taken_over", about, now, case=wait["handover_id"], wait=wait["id"])


def _with_somebody(wait: RowMapping) -> bool:
    """An expert is on the way to them; whom we call back ourselves has one already."""
    return bool(wait["status"] != "waiting" or wait["channel"] == "callback")
