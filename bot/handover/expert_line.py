"""What happens on an expert's phone, from picking up to the end of the talk; no TwiML, no HTTP.

Every step may be asked for twice, late or in the wrong order: what is said follows from the rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.state import Language, Room, Sentence
from bot.errors import CallGone, CarrierUnavailable, OutboundRefused
from bot.handover.brief import brief
from bot.handover.call_ends import CallEnds, Rows, hung_up, is_settled, met
from bot.handover.case_notes import CaseNotes
from bot.handover.outcomes import CallOutcome
from bot.phrases.catalogue import LANGUAGES, Phrases

# Where the answer to a step goes; "join" needs none, "end" hangs up.
Then = Literal["key", "join", "room", "menu", "hand_back", "note", "end"]
ACCEPT, DECLINE = "1", "2"
# So often a key is asked for before it is taken that nobody is there.
ASKED = 2
UNANSWERED = ("dialling", "ringing")
# Where they have accepted, in `accepted_on`.
DESK = "desk"
NOT_ANSWERED = {
    "busy": CallOutcome.BUSY,
    "no-answer": CallOutcome.NO_ANSWER,
    "failed": CallOutcome.FAILED,
    "canceled": CallOutcome.NO_ANSWER,
}


@dataclass(frozen=True)
class Step:
    """What is said to the expert and what comes next; `tried` counts how often the same was asked."""

    sentences: tuple[Sentence, ...]
    then: Then
    room: Room | None = None
    tried: int = 0


# Brings the caller of a wait into the room, by the wait's channel; may name what the expert is told then.
# Raises CallGone or CarrierUnavailable, or OutboundRefused where a customer may not be called back.
Fetch = Callable[[RowMapping], str | None]


@dataclass(frozen=True)
class Speaks:
    """What the expert's line says, and where it reads it."""

    phrases: Phrases
    notes: CaseNotes


class ExpertLine:
    """`x` everywhere is the id of the expert's call; an unknown one is politely ended."""

    def __init__(
        self, rows: Rows, ends: CallEnds, speaks: Speaks, fetch: Mapping[str, Fetch], clock: Clock
    ) -> None:
        self._rows = rows
        self._ends = ends
        self._speaks = speaks
        self._fetch = fetch
        self._clock = clock

    def picked_up(self, x: str, call_sid: str) -> Step:
        """Somebody, or a mailbox, answers: no word about the case yet."""
        answered = {"status": "answered", "answered_at": self._clock.now(), "call_sid": call_sid}
        self._rows.calls.change(x, UNANSWERED, **answered)
        call = self._rows.calls.get(x)
        if call is None or call["status"] == "over" or call["call_sid"] != call_sid:
            return self.say(call, "expert_settled", "end")
        if is_settled(self.wait_of(call)):
            return self._too_late(call)
        if call["status"] == "answered" and call["accepted_on"] == DESK:
            # Whoever has clicked is asked for no key.
            return self._accept(call)
        return self._offer(call) if call["status"] == "answered" else self.where(call)

    def accepted_at_desk(self, x: str) -> bool:
        """The expert has clicked: no key is asked for any more. True when the phone is picked up already."""
        if self._rows.calls.change(x, UNANSWERED, accepted_on=DESK):
            return False
        call = self._rows.calls.get(x)
        if call is None or call["status"] != "answered":
            return False
        self._rows.calls.change(x, "answered", accepted_on=DESK)
        return self._accept(call).then == "join"

    def key(self, x: str, digits: str, tried: int) -> Step:
        """Accepted, declined, or nothing pressed."""
        call = self._rows.calls.get(x)
        if call is None or call["status"] not in (*UNANSWERED, "answered"):
            return self.where(call)
        if digits == DECLINE:
            self._ends.end(x, CallOutcome.DECLINED)
            return self.say(call, "expert_declined", "end")
        if digits == ACCEPT:
            return self._accept(call)
        if tried + 1 < ASKED:
            return self.say(call, "expert_offer_again", "key", tried + 1)
        self._ends.end(x, CallOutcome.NO_KEY)
        return self.say(call, "expert_no_key", "end")

    def join(self, x: str) -> Step:
        """The brief is over, or the expert comes back from the menu: into the room, and the caller after."""
        joined = {"status": "talking", "joined_at": self._clock.now()}
        came = self._rows.calls.change(x, "accepted", **joined)
        came = came or self._rows.calls.change(x, "menu", status="talking")
        call = self._rows.calls.get(x)
        if call is None or call["status"] != "talking":
            return self.where(call)
        wait = self.wait_of(call)
        if is_settled(wait):
            return self._too_late(call)
        # With a colleague in the room the caller has stayed in it.
        fetch = came and not self._rows.calls.in_company(x)
        return self._fetched(call, wait) if fetch else self._room(call, "expert_connecting")

    def left(self, x: str, gone: Callable[[str], bool]) -> Step:
        """The expert is out of the room: the caller hung up, or the expert wants the menu.

        `gone(conversation_id)` asks the carrier; it may raise CarrierUnavailable.
        """
        call = self._rows.calls.get(x)
        if call is None or call["status"] not in ("talking", "menu"):
            return self.where(call)
        wait = self.wait_of(call)
        if is_settled(wait) or self._gone(wait, gone):
            return self._too_late(call)
        self._rows.calls.to_menu(x, self._clock.now())
        if met(call, wait) and not self._rows.calls.in_company(x):
            self._rows.waits.change(wait["id"], "talking", news="on_hold")
        return self.where(self._rows.calls.get(x))

    def progress(self, x: str, call_sid: str, status: str) -> None:
        """What the carrier says of the call, in whatever order; `status` in its own words."""
        if status in ("initiated", "ringing"):
            self._rows.calls.change(x, "dialling", status="ringing", call_sid=call_sid)
        elif status == "completed":
            self.put_down(x)
        elif status in NOT_ANSWERED:
            self._ends.end(x, NOT_ANSWERED[status], UNANSWERED)

    def put_down(self, x: str) -> None:
        """The expert's phone is no longer on the line."""
        call = self._rows.calls.get(x)
        if call is not None and call["status"] != "over":
            self._ends.end(x, hung_up(call, self.wait_of(call)))

    def in_menu(self, x: str) -> RowMapping | Step:
        """The call while its expert may choose from the menu, else what is to be said instead."""
        call = self._rows.calls.get(x)
        if call is None or call["status"] != "menu":
            return self.where(call)
        return self._too_late(call) if is_settled(self.wait_of(call)) else call

    def again(self, x: str) -> Step:
        """What the call is at now, for whoever was too late."""
        return self.where(self._rows.calls.get(x))

    def where(self, call: RowMapping | None) -> Step:
        """What this call is at, for a request that comes late or again."""
        status = call["status"] if call else "over"
        if call is None or status == "over":
            return self.say(call, "expert_settled", "end")
        if status == "accepted":
            return self._brief(call)
        if status == "talking":
            return self._room(call, "expert_connecting")
        return self.say(call, "expert_menu", "menu") if status == "menu" else self._offer(call)

    def say(self, call: RowMapping | None, key: str, then: Then, tried: int = 0) -> Step:
        """One sentence in the expert's language."""
        language = self._language(call)
        return Step(
            (Sentence(self._speaks.phrases.say(key, language, "voice"), language),), then, None, tried
        )

    def _offer(self, call: RowMapping) -> Step:
        return self.say(call, "expert_offer", "key")

    def _accept(self, call: RowMapping) -> Step:
        wait, now = self.wait_of(call), self._clock.now()
        if is_settled(wait) or self._taken_by_another(call):
            return self._too_late(call)
        if not self._rows.calls.change(
            call["id"], (*UNANSWERED, "answered"), status="accepted", accepted_at=now
        ):
            return self.where(self._rows.calls.get(call["id"]))
        # Off and paused stay so: only a P0 reaches them, and afterwards they are off or paused again.
        self._rows.experts.change(call["staff_id"], ("ringing", "free", "after_call"), "talking", now)
        self._rows.waits.change(wait["id"], "waiting", status="ringing")
        return self._brief(call)

    def _taken_by_another(self, call: RowMapping) -> bool:
        others = [other for other in self._rows.calls.of_wait(call["wait_id"]) if other["id"] != call["id"]]
        return any(other["status"] in ("accepted", "talking", "menu") for other in others)

    def _brief(self, call: RowMapping) -> Step:
        packet = self._speaks.notes.packet(self.wait_of(call)["handover_id"])
        return Step((brief(packet, self._language(call), self._speaks.phrases),), "join")

    def _fetched(self, call: RowMapping, wait: RowMapping) -> Step:
        """Where the carrier fails, the caller's own next turn leads into the room."""
        try:
            told = self._fetch[wait["channel"]](wait)
        except OutboundRefused:
            self._ends.end(call["id"], CallOutcome.CALLER_GONE)
            return self.say(call, "expert_callback_refused", "end")
        except CallGone:
            self._ends.end(call["id"], CallOutcome.CALLER_GONE)
            return self.say(call, "expert_caller_gone", "end")
        except CarrierUnavailable:
            return self._room(call, "expert_fetching")
        return self._room(call, told or "expert_connecting")

    def _room(self, call: RowMapping, key: str) -> Step:
        said = self.say(call, key, "room")
        ends = self._rows.calls.in_company(call["id"]) is None
        return Step(said.sentences, "room", Room(call["room"], call["id"], ends))

    def _too_late(self, call: RowMapping) -> Step:
        self._ends.end(call["id"], hung_up(call, self.wait_of(call)))
        told = "expert_caller_gone" if call["status"] in ("accepted", "talking", "menu") else "expert_settled"
        return self.say(call, told, "end")

    @staticmethod
    def _gone(wait: RowMapping, gone: Callable[[str], bool]) -> bool:
        try:
            return gone(wait["conversation_id"])
        except CarrierUnavailable:
            return False

    def wait_of(self, call: RowMapping) -> RowMapping:
        """The wait this call is for."""
        wait = self._rows.waits.get(call["wait_id"])
        assert wait
        return wait

    def _language(self, call: RowMapping | None) -> Language:
        """The first of the expert's languages that we speak."""
        expert = self._rows.experts.get(call["staff_id"]) if call else None
        languages: list[Language] = expert["languages"] if expert else []
        return next((code for code in languages if code in LANGUAGES), "de")
