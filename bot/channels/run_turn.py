"""Runs a turn once, however often the carrier asks: written down, held, answered, stored."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import RowMapping

from bot.conversation.cards_heard import without_card_numbers
from bot.conversation.must_hear import forget
from bot.conversation.record import Record, Repeated, StaleConversation
from bot.conversation.secrets_heard import as_written, awaits_secret
from bot.conversation.silence import said_last
from bot.conversation.state import Conversation, Heard, Reply
from bot.conversation.take_turn import result_of, take_turn
from bot.conversation.turn import Services, Turn
from bot.current import held
from bot.metrics import Metrics

log = structlog.get_logger(__name__)

POLL_S = 0.03
# What a turn may take beyond its budget for writing things down.
SLACK_S = 1.5
# Of the budget, for a turn that had to wait.
LEAST_SHARE = 0.5

Render = Callable[[Conversation, Reply], str]


@dataclass(frozen=True)
class Incoming:
    """What came in for a conversation, as turn `number`; an SMS also has its sid."""

    heard: Heard
    number: int
    message_sid: str | None = None


class TurnRunner:
    """Turns a request into an answer exactly once; repeats get the stored answer."""

    def __init__(self, record: Record, services: Services, metrics: Metrics, budget_s: float) -> None:
        self._record = record
        self._services = services
        self._metrics = metrics
        self._budget_s = budget_s

    @held()
    def run(self, talk: Conversation, incoming: Incoming, render: Render) -> str:
        """The rendered answer; raises NumberTaken when another message was quicker to be this turn."""
        started = time.monotonic()
        talk.last_at = now = self._services.clock.now()
        heard = without_card_numbers(incoming.heard, talk, now.date())
        incoming = replace(incoming, heard=heard)
        try:
            opened = self._record.open_turn(
                talk, self._written(talk, incoming.heard), incoming.number, self._hold_s, incoming.message_sid
            )
        except Repeated as again:
            return self._answer_again(talk, replace(incoming, number=again.number), render)
        if not opened.held:
            self._wait_for(talk)
        if (answer := self._answered(talk, incoming)) is not None:
            return answer
        return self._take(self._fresh(talk), incoming, render, started)

    def _written(self, talk: Conversation, heard: Heard) -> Heard:
        return as_written(heard, talk.memory, talk.language, self._services.clock.now().date())

    @property
    def _hold_s(self) -> float:
        return self._budget_s + SLACK_S

    def _take(self, talk: Conversation, incoming: Incoming, render: Render, started: float) -> str:
        # Waiting for the turn before this one must not leave it without time of its own.
        budget_s = max(self._budget_s - (time.monotonic() - started), self._budget_s * LEAST_SHARE)
        reply, turn = take_turn(talk, incoming.heard, self._services, budget_s)
        answer = self._rendered(turn, reply, render)
        turn.timed("total", started)
        self._write(turn, incoming.number, reply, answer)
        self._metrics.turn(talk.channel, turn.intent, turn.failure, time.monotonic() - started)
        return answer if answer is not None else self._said_again(talk, render)

    def _rendered(self, turn: Turn, reply: Reply, render: Render) -> str | None:
        """None when the reply cannot be worded; the turn is written down all the same."""
        try:
            return render(turn.conversation, reply)
        except Exception as error:
            log.error("reply_not_rendered", fault=type(error).__name__)
            turn.failure = type(error).__name__
            # Nobody has heard what was to be said: a yes must not count as one to it.
            forget(turn.memory)
            apology = turn.say("technical_trouble")
            turn.memory.last_said = [[apology.text, apology.language]]
            return None

    def _said_again(self, talk: Conversation, render: Render) -> str:
        return render(talk, Reply(tuple(said_last(talk.memory)), expecting=talk.memory.expecting))

    def _write(self, turn: Turn, number: int, reply: Reply, answer: str | None) -> None:
        result = result_of(turn, reply)
        result.answer = answer
        try:
            self._record.close_turn(turn.conversation, number, result, turn.events)
        except StaleConversation:
            log.info("conversation_overtaken", conversation=turn.conversation.id)
            self._record.close_turn_alone(turn.conversation, number, result, turn.events)

    def _wait_for(self, talk: Conversation) -> None:
        """Wait until the turn before this one is done."""
        deadline = time.monotonic() + self._hold_s + SLACK_S
        while not self._record.hold(talk.id, self._hold_s) and time.monotonic() < deadline:
            time.sleep(POLL_S)

    def _fresh(self, talk: Conversation) -> Conversation:
        """The conversation as the turn before this one left it, not as it was when the request came."""
        fresh = self._record.by_id(talk.id) or talk
        fresh.last_at, fresh.turns = talk.last_at, max(talk.turns, fresh.turns)
        return fresh

    def _answered(self, talk: Conversation, incoming: Incoming) -> str | None:
        """The answer, if a repeat of this request took the turn while we waited for the conversation."""
        turn = self._record.turn(talk.id, incoming.number)
        if turn is None or turn["answer"] is None:
            return None
        self._record.release(talk.id)
        return str(turn["answer"])

    def _answer_again(self, talk: Conversation, incoming: Incoming, render: Render) -> str:
        """The stored answer; a turn whose process died is taken up again, with the words it was given."""
        self._metrics.repeats.inc()
        deadline = time.monotonic() + self._hold_s
        while time.monotonic() < deadline:
            turn = self._record.turn(talk.id, incoming.number)
            if turn and turn["answer"] is not None:
                return str(turn["answer"])
            if self._record.hold(talk.id, self._hold_s):
                return self._resume(talk, incoming, render)
            time.sleep(POLL_S)
        return self._resume(talk, incoming, render)

    def _resume(self, talk: Conversation, incoming: Incoming, render: Render) -> str:
        stored = self._record.turn(talk.id, incoming.number)
        if stored and stored["answer"] is not None:
            self._record.release(talk.id)
            return str(stored["answer"])
        fresh = self._fresh(talk)
        if stored and stored["answered_at"] is not None:
            self._record.release(talk.id)
            return self._said_again(fresh, render)
        # A code was not written down with the other words; the repeated request brings it again.
        redacted = awaits_secret(fresh.memory)
        heard = _as_heard(stored, incoming.heard) if stored and not redacted else incoming.heard
        again = Incoming(heard, incoming.number, incoming.message_sid)
        return self._take(fresh, again, render, time.monotonic())


def _as_heard(turn: RowMapping, repeated: Heard) -> Heard:
    return Heard(turn["heard"], turn["keyed"], turn["speech_confidence"], repeated.pictures)
