"""Turns of a call to a customer: written down as they happen, answered once however often asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import RowMapping

from bot.channels.fields import Fields
from bot.channels.voice.addresses import join_address, turn_address
from bot.channels.voice.callback_addresses import callback_turn_address
from bot.channels.voice.calls import heard_in
from bot.channels.voice.twiml import Speech, twiml_for
from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import Record, Repeated, StaleConversation, TurnResult
from bot.conversation.state import Conversation, Heard, Reply, Sentence
from bot.handover.callback_legs import CallbackLegs
from bot.handover.callback_talk import CallbackTalk
from bot.handover.callee_turn import CalleeTurn
from bot.phrases.catalogue import Phrases

ROUTE = "callback"
GONE = Reply((), ends=True)


@dataclass(frozen=True)
class Parts:
    """What the turns need."""

    record: Record
    legs: CallbackLegs
    talk: CallbackTalk
    phrases: Phrases
    clock: Clock
    base_url: str


class CallbackTurns:
    """`c` is the conversation of the call; one that is over, or was never there, is ended."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def opened(self, c: str, call_sid: str) -> str:
        """Somebody, or a machine, answers."""
        leg = self._parts.record.by_id(c)
        if leg is None or not call_sid:
            return self._render(leg, GONE)
        self._parts.legs.dialled(leg.id, call_sid)
        leg.call_sid = leg.call_sid or call_sid
        return self._taken(leg, 0, Heard(), self._parts.talk.opened)

    def heard(self, c: str, number: int, fields: Fields) -> str:
        """What they said or keyed as turn `number`."""
        leg = self._parts.record.by_id(c)
        if leg is None or leg.call_sid != fields.get("CallSid"):
            return self._render(None, GONE)
        return self._taken(leg, number, heard_in(fields), self._parts.talk.heard)

    def machine(self, c: str) -> tuple[Conversation, Sentence | None] | None:
        """A machine answered: what to leave on it. None for a call that is past that."""
        leg = self._parts.record.by_id(c)
        wait = self._parts.legs.wait_of(c)
        if leg is None or wait is None or leg.owner is not Owner.BOT or wait["status"] == "over":
            return None
        turn = self._turn(leg, wait, Heard())
        reply = self._parts.talk.machine(turn)
        self._write_beside(turn, reply)
        return leg, reply.sentences[0] if reply.sentences else None

    def _taken(
        self, leg: Conversation, number: int, heard: Heard, answer: Callable[[CalleeTurn], Reply]
    ) -> str:
        wait, now = self._parts.legs.wait_of(leg.id), self._parts.clock.now()
        leg.last_at = now
        try:
            self._parts.record.open_turn(leg, heard, number, 0)
        except Repeated:
            return self._again(leg, number)
        if wait is None or leg.owner is Owner.CLOSED:
            return self._render(leg, GONE)
        turn = self._turn(leg, wait, heard)
        reply = answer(turn)
        answered = self._render(leg, reply)
        self._write(turn, number, reply, answered)
        return answered

    def _turn(self, leg: Conversation, wait: RowMapping, heard: Heard) -> CalleeTurn:
        now = self._parts.clock.now()
        leg.last_at = now
        return CalleeTurn(leg, wait, self._parts.legs.case_of(wait), heard, now, self._parts.phrases)

    def _again(self, leg: Conversation, number: int) -> str:
        """The same answer to the same request; without one we hang up rather than say something else."""
        known = self._parts.record.turn(leg.id, number)
        return str(known["answer"]) if known and known["answer"] else self._render(leg, GONE)

    def _write(self, turn: CalleeTurn, number: int, reply: Reply, answer: str | None) -> None:
        leg = turn.leg
        leg.memory.expecting = reply.expecting
        if reply.sentences and not reply.aside:
            leg.memory.last_said = [[sentence.text, sentence.language] for sentence in reply.sentences]
        result = TurnResult(reply.text(), turn.now, route=ROUTE, answer=answer)
        try:
            self._parts.record.close_turn(leg, number, result, turn.events)
        except StaleConversation:
            # Hung up meanwhile, or ended by what this very turn decided.
            self._parts.record.close_turn_alone(leg, number, result, turn.events)

    def _write_beside(self, turn: CalleeTurn, reply: Reply) -> None:
        """What is said to a machine is no answer to a request, but said it was."""
        number = turn.leg.turns + 1
        try:
            self._parts.record.open_turn(turn.leg, Heard(), number, 0)
        except Repeated:
            return
        self._write(turn, number, reply, None)

    def _render(self, leg: Conversation | None, reply: Reply) -> str:
        if leg is None:
            return twiml_for(reply, Speech("de", False, ""))
        base = self._parts.base_url
        own = reply.patience is None
        action = callback_turn_address(base, leg) if own else turn_address(base, leg)
        return twiml_for(reply, Speech(leg.language, False, action, join=join_address(base, leg.id)))
