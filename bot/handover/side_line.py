"""What happens on the phone of somebody beside a talk: a colleague asked in, or a coach; no TwiML, no HTTP.

As on an expert's own line, every step may be asked for twice, late or in the wrong order.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.record import Record
from bot.conversation.state import Language, Sentence
from bot.errors import CarrierUnavailable
from bot.handover.brief import brief
from bot.handover.call_ends import Rows, is_settled
from bot.handover.conference import COACH_FOR_CALLER, COACH_FOR_EXPERT, Rooms, Seat
from bot.handover.expert_line import ACCEPT, ASKED, DECLINE, Speaks
from bot.handover.holding import expert_seat
from bot.handover.side_calls import (
    BUSY,
    COACH,
    DECLINED,
    FAILED,
    LEFT,
    NO_ANSWER,
    NO_KEY,
    REFUSED,
    TOOK_OVER,
    UNANSWERED,
    WITHDRAWN,
    SideCalls,
)
from bot.handover.side_ringing import SideRinging
from bot.phrases.catalogue import LANGUAGES

SideThen = Literal["key", "join", "room", "end"]
NOT_ANSWERED = {"busy": BUSY, "no-answer": NO_ANSWER, "failed": FAILED, "canceled": NO_ANSWER}


@dataclass(frozen=True)
class SideStep:
    """What is said to them and what comes next; `coached` is the call a coach is heard by alone."""

    sentences: tuple[Sentence, ...]
    then: SideThen
    room: str = ""
    coached: str | None = None
    tried: int = 0


@dataclass(frozen=True)
class Beside:
    """What a side line works with; `record` gets the events of the conversation."""

    rows: Rows
    sides: SideCalls
    ringing: SideRinging
    rooms: Rooms
    record: Record


class SideLine:
    """`s` everywhere is the id of the side call; an unknown one is politely ended."""

    def __init__(self, beside: Beside, speaks: Speaks, clock: Clock) -> None:
        self._rows, self._sides = beside.rows, beside.sides
        self._ringing = beside.ringing
        self._rooms = beside.rooms
        self._record = beside.record
        self._speaks = speaks
        self._clock = clock

    def picked_up(self, s: str, call_sid: str) -> SideStep:
        """Somebody, or a mailbox, answers: who asks, and no word about the case yet."""
        answered = {"status": "answered", "answered_at": self._clock.now(), "call_sid": call_sid}
        self._sides.change(s, UNANSWERED, **answered)
        side = self._sides.get(s)
        if side is None or side["status"] != "answered" or side["call_sid"] != call_sid:
            return self._settled(side)
        if self._talk(side) is None:
            self._ringing.end(side, WITHDRAWN)
            return self._settled(side)
        return self._offer(side)

    def key(self, s: str, digits: str, tried: int) -> SideStep:
        """They come, they do not, or nothing was pressed."""
        side = self._sides.get(s)
        if side is None or side["status"] != "answered":
            return self._settled(side)
        if digits == ACCEPT:
            return self._comes(side)
        if digits == DECLINE:
            self._ringing.end(side, DECLINED)
            return self._say(side, "expert_declined", "end")
        if tried + 1 < ASKED:
            return self._say(side, "expert_offer_again", "key", tried + 1)
        self._ringing.end(side, NO_KEY)
        return self._say(side, "expert_declined", "end")

    def join(self, s: str) -> SideStep:
        """Into the room, if the talk still goes on; a coach only after both were told."""
        side = self._sides.get(s)
        if side is None or side["status"] not in ("answered", "joined"):
            return self._settled(side)
        call = self._talk(side)
        if call is None:
            self._ringing.end(side, WITHDRAWN)
            return self._settled(side)
        return self._coach_in(side, call) if side["kind"] == COACH else self._colleague_in(side, call)

    def left(self, s: str) -> SideStep | None:
        """Out of the room. None for who has taken over: their call of the same id knows what is next."""
        side = self._sides.get(s)
        if side is not None and side["outcome"] == TOOK_OVER:
            return None
        self.put_down(s)
        return self._say(side, "expert_finished", "end")

    def progress(self, s: str, call_sid: str, status: str) -> None:
        """What the carrier says of the call, in whatever order; `status` in its own words."""
        side = self._sides.get(s)
        if side is None:
            return
        if status in ("initiated", "ringing"):
            self._sides.change(s, "dialling", status="ringing", call_sid=call_sid)
        elif status == "completed":
            self.put_down(s)
        elif status in NOT_ANSWERED:
            self._ringing.end(side, NOT_ANSWERED[status], UNANSWERED)

    def took_over(self, s: str) -> bool:
        """Whether the case is theirs now."""
        side = self._sides.get(s)
        return side is not None and side["outcome"] == TOOK_OVER

    def put_down(self, s: str) -> None:
        """Their phone is no longer in the talk."""
        side = self._sides.get(s)
        if side is None or side["status"] == "over":
            return
        was_in = side["status"] == "joined"
        if self._ringing.end(side, LEFT if was_in else NO_KEY) and was_in:
            self._after(side)

    def _after(self, side: RowMapping) -> None:
        """The talk is between two again."""
        call = self._talk(side)
        if side["kind"] == COACH:
            self._note(side, "listen_in_ended")
        elif call is not None:
            with suppress(CarrierUnavailable):
                # Where this fails, a caller left alone in the room is found there and fetched.
                self._rooms.ends_with(expert_seat(call), True)

    def _comes(self, side: RowMapping) -> SideStep:
        """The brief for a colleague; a coach knows whom they listen to."""
        call = self._talk(side)
        if call is None:
            self._ringing.end(side, WITHDRAWN)
            return self._settled(side)
        self._rows.experts.change(side["staff_id"], "ringing", "talking", self._clock.now())
        if side["kind"] == COACH:
            return self.join(side["id"])
        wait, language = self._rows.waits.get(call["wait_id"]), self._language(side)
        assert wait
        packet = self._speaks.notes.packet(wait["handover_id"])
        return SideStep((brief(packet, language, self._speaks.phrases),), "join")

    def _colleague_in(self, side: RowMapping, call: RowMapping) -> SideStep:
        if self._sides.change(side["id"], "answered", status="joined", joined_at=self._clock.now()):
            self._note(side, "colleague_joined")
            with suppress(CarrierUnavailable):
                # From now on the talk outlives the expert's leaving it.
                self._rooms.ends_with(expert_seat(call), False)
        return self._room(side, call, "side_joining")

    def _coach_in(self, side: RowMapping, call: RowMapping) -> SideStep:
        """Nobody listens before caller and expert have been told; what cannot be told is not done."""
        if side["status"] == "answered" and not self._told(call):
            self._ringing.end(side, REFUSED)
            return self._say(side, "side_coach_refused", "end")
        if self._sides.change(side["id"], "answered", status="joined", joined_at=self._clock.now()):
            self._note(side, "listen_in_begun")
        return self._room(side, call, "side_coach_joining")

    def _told(self, call: RowMapping) -> bool:
        wait = self._rows.waits.get(call["wait_id"])
        talk = self._record.by_id(wait["conversation_id"]) if wait else None
        if talk is None or talk.call_sid is None or call["held_since"] or call["status"] != "talking":
            return False
        try:
            self._rooms.play(Seat(call["room"], talk.call_sid), COACH_FOR_CALLER, call["id"])
            self._rooms.play(expert_seat(call), COACH_FOR_EXPERT, call["id"])
        except CarrierUnavailable:
            return False
        return True

    def _room(self, side: RowMapping, call: RowMapping, key: str) -> SideStep:
        coached = call["call_sid"] if side["kind"] == COACH else None
        return SideStep(self._say(side, key, "room").sentences, "room", call["room"], coached)

    def _talk(self, side: RowMapping) -> RowMapping | None:
        """The expert's call they are beside, while its caller is there."""
        call = self._rows.calls.get(side["expert_call_id"])
        if call is None or call["status"] not in ("talking", "menu"):
            return None
        wait = self._rows.waits.get(call["wait_id"])
        return None if wait is None or is_settled(wait) else call

    def _offer(self, side: RowMapping) -> SideStep:
        """Who asks for them, or whom they wanted to listen to."""
        coach = side["kind"] == COACH
        call = self._rows.calls.get(side["expert_call_id"])
        whom = call["staff_id"] if coach and call else side["asked_by"]
        key = "side_coach_offer" if coach else "side_offer"
        return self._say(side, key, "key", name=self._name(whom))

    def _settled(self, side: RowMapping | None) -> SideStep:
        return self._say(side, "expert_settled", "end")

    def _say(
        self, side: RowMapping | None, key: str, then: SideThen, tried: int = 0, **values: str
    ) -> SideStep:
        language = self._language(side)
        said = Sentence(self._speaks.phrases.say(key, language, "voice", **values), language)
        return SideStep((said,), then, tried=tried)

    def _language(self, side: RowMapping | None) -> Language:
        who = self._rows.experts.get(side["staff_id"]) if side else None
        languages: list[Language] = who["languages"] if who else []
        return next((code for code in languages if code in LANGUAGES), "de")

    def _name(self, staff_id: str) -> str:
        row = self._rows.experts.get(staff_id)
        return str(row["name"]) if row else ""

    def _note(self, side: RowMapping, what: str) -> None:
        call = self._rows.calls.get(side["expert_call_id"])
        wait = self._rows.waits.get(call["wait_id"]) if call else None
        talk = self._record.by_id(wait["conversation_id"]) if wait else None
        if talk:
            talk.last_at = self._clock.now()
            data = {"expert_call": side["expert_call_id"], "staff": side["staff_id"]}
            self._record.event(talk, "expert", what, data)
