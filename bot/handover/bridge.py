"""The caller's side of a talk with an expert: into the room, out of it, and gone."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import Record
from bot.conversation.state import Conversation, Room
from bot.errors import CallGone, CarrierUnavailable
from bot.handover.call_ends import Rows, is_settled
from bot.handover.lines import Lines
from bot.handover.outcomes import CallOutcome, WaitOutcome

# Both put the phone down at the end of a talk; whoever was first by this much has not cut the other off.
SAME_MOMENT = timedelta(seconds=15)


class Bridge:
    """Every method may be called again, late, or in any order; `wake` makes the dispatcher look at once."""

    def __init__(
        self, record: Record, rows: Rows, lines: Lines, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._record = record
        self._rows = rows
        self._lines = lines
        self._clock = clock
        self._wake = wake

    def room_for(self, conversation_id: str) -> Room | None:
        """The room where an expert who heard the brief is waiting; changes nothing."""
        wait = self._rows.waits.open_of(conversation_id)
        call = self._rows.calls.live_of(wait["id"]) if wait and not is_settled(wait) else None
        return Room(call["room"], call["id"]) if call and self._somebody_in(call) else None

    def join(self, conversation_id: str) -> Room | None:
        """The caller goes into the room: they talk from now on. None when the expert is not there."""
        room = self.room_for(conversation_id)
        wait = self._rows.waits.open_of(conversation_id)
        if room is None or wait is None or not self._talks(wait, room):
            return None
        self._record.give(conversation_id, Owner.EXPERT, "joined", self._clock.now())
        return room

    def caller_back(self, conversation_id: str, expert_call_id: str) -> Conversation | None:
        """The talk is over or interrupted and the caller still there; None when the conversation is over.

        What they are told at the next turn is in `news`; nobody may know yet why the expert left the room.
        """
        self._record.give(conversation_id, Owner.QUEUE, "left_room", self._clock.now())
        talk = self._record.by_id(conversation_id)
        if talk is None or talk.owner is Owner.CLOSED:
            return None
        x = self._whose_room(expert_call_id)
        self._rows.calls.to_menu(x, self._clock.now())
        call = self._rows.calls.get(x)
        if call and call["status"] == "menu":
            wait = self._rows.waits.get(call["wait_id"])
            if wait and not is_settled(wait):
                self._rows.waits.change(call["wait_id"], "talking", news="on_hold")
        return talk

    def out_of_room(self, conversation_id: str, expert_call_id: str) -> None:
        """Fetch the caller out of a room the expert has left, or is about to leave for good."""
        talk = self.caller_back(conversation_id, expert_call_id)
        if talk is None:
            return
        try:
            self._lines.to_turn(talk)
        except CallGone:
            self.gone(talk)
        except CarrierUnavailable:
            # Looked at again as long as they are in the room.
            self.still_in_room(conversation_id)

    def hurry(self, conversation_id: str) -> None:
        """Let a caller on hold, or left in the room, hear the news at once; else the next turn tells it."""
        talk = self._record.by_id(conversation_id)
        if talk and talk.owner is Owner.EXPERT and self.room_for(conversation_id) is None:
            return self.out_of_room(conversation_id, "")
        if talk is None or talk.owner is not Owner.QUEUE:
            return None
        try:
            self._lines.to_turn(talk)
        except CarrierUnavailable:
            return None
        return None

    def still_in_room(self, conversation_id: str) -> None:
        """The caller could not be brought back after all."""
        self._record.give(conversation_id, Owner.EXPERT, "still_in_room", self._clock.now())

    def caller_left(self, conversation_id: str) -> None:
        """The caller hung up: nobody is waited for any more."""
        wait = self._rows.waits.open_of(conversation_id)
        if wait is None:
            return
        self._rows.waits.end(wait["id"], self._how(wait), self._clock.now())
        self._wake()

    def fetch(self, wait: RowMapping) -> None:
        """Bring the waiting caller into the room; raises CallGone or CarrierUnavailable."""
        talk = self._record.by_id(wait["conversation_id"])
        if talk is None or talk.owner is Owner.CLOSED:
            raise CallGone("closed")
        self._lines.to_room(talk)

    def is_gone(self, conversation_id: str) -> bool:
        """Whether the carrier says that the caller hung up; then the conversation is over for us too.

        Raises CarrierUnavailable.
        """
        talk = self._record.by_id(conversation_id)
        if talk is None or talk.owner is Owner.CLOSED:
            return True
        if talk.call_sid is None or not self._lines.is_over(talk.call_sid):
            return False
        self.gone(talk)
        return True

    def gone(self, talk: Conversation) -> None:
        """The caller's call is over, though nobody told us."""
        self._record.end(talk, "caller_hung_up", self._clock.now())
        self.caller_left(talk.id)

    def _somebody_in(self, call: RowMapping) -> bool:
        """The expert, or at least the colleague they have asked in."""
        if call["status"] == "menu":
            return self._rows.calls.in_company(call["id"]) is not None
        return bool(call["status"] == "talking")

    def _whose_room(self, expert_call_id: str) -> str:
        """A colleague may have taken over the very room of this call."""
        call = self._rows.calls.get(expert_call_id)
        live = self._rows.calls.live_of(call["wait_id"]) if call and call["status"] == "over" else None
        return str(live["id"]) if call and live and live["room"] == call["room"] else expert_call_id

    def just_left(self, wait: RowMapping, within: timedelta) -> bool:
        """Whether an expert has just put the phone down, so that the caller is still on the way out."""
        since = self._clock.now() - within
        ended = (call["ended_at"] for call in self._rows.calls.of_wait(wait["id"]))
        return any(moment is not None and moment > since for moment in ended)

    def _talks(self, wait: RowMapping, room: Room) -> bool:
        now, call = self._clock.now(), self._rows.calls.get(room.expert_call)
        values = {"status": "talking", "news": None, "last_expert_id": call["staff_id"] if call else None}
        values |= {"answered_at": wait["answered_at"] or now}
        return self._rows.waits.change(wait["id"], ("ringing", "talking"), **values)

    def _how(self, wait: RowMapping) -> WaitOutcome:
        if wait["outcome"] is not None:
            return WaitOutcome(wait["outcome"])
        if wait["status"] == "talking" or self._just_talked(wait):
            return WaitOutcome.TALKED
        return WaitOutcome.HUNG_UP

    def _just_talked(self, wait: RowMapping) -> bool:
        """The expert put the phone down a moment before the caller did."""
        since = self._clock.now() - SAME_MOMENT
        dropped = [call for call in self._rows.calls.of_wait(wait["id"]) if call["ended_at"] is not None]
        return any(
            call["outcome"] == CallOutcome.DROPPED_IN_CALL and call["ended_at"] >= since for call in dropped
        )
