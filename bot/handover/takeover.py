"""Experts in text message threads: they take one, write, pass it on, give it back or close it.

While a thread is with an expert the bot writes nothing in it. One expert has one case at a time, as on the
phone, and the same rest after it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import Record
from bot.conversation.state import Reply, Sentence
from bot.handover.experts import Experts
from bot.handover.line_up import as_expert, as_waiting
from bot.handover.outcomes import WaitOutcome
from bot.handover.routing import in_order
from bot.handover.routing_people import HOUSE, Figures, Waiting
from bot.handover.suitability import rating
from bot.handover.thread_back import Reason, ThreadBack, Worded
from bot.handover.thread_errors import MayNotWrite, ThreadBusy
from bot.handover.thread_lines import ThreadLines
from bot.handover.thread_pass import Passing, back_to_queue
from bot.handover.thread_rows import Holding, Leaving, leave, lock, over, take
from bot.handover.thread_texts import Said, conversation_row, forbidden, write, written
from bot.handover.waits import Waits

LONGEST = 1500
TRIES = 10
# A turn under way is waited for; it takes no longer than this.
HOLD_S, PATIENCE_S, POLL_S = 8.0, 6.0, 0.03


@dataclass(frozen=True)
class ThreadTools:
    """What taking over needs beside the rows; `wake` is told that there is something to send."""

    back: ThreadBack
    lines: ThreadLines
    worded: Worded
    wake: Callable[[], None]
    figures: Figures = HOUSE


class Takeover:
    """The desk's service. Every deed may be tried by several at once: one succeeds, the others are told."""

    def __init__(self, engine: Engine, tools: ThreadTools, clock: Clock) -> None:
        self._engine = engine
        self._tools = tools
        self._clock = clock
        self._record, self._waits, self._experts = Record(engine), Waits(engine), Experts(engine)

    def waiting(self, staff_id: str | None = None) -> list[RowMapping]:
        """Threads nobody has taken, in routing order; with a staff id only those meant for them by now."""
        rows = {row["id"]: row for row in self._waits.in_status("waiting") if row["channel"] == "sms"}
        line = in_order([as_waiting(row) for row in rows.values()])
        return [rows[one.id] for one in line if staff_id is None or self._suits(one, staff_id)]

    def take(self, wait_id: str, staff_id: str) -> str:
        """The id of the conversation that is now theirs; raises NotFree, AlreadyTaken or ThreadBusy."""
        wait = self._waits.get(wait_id)
        if wait and wait["status"] == "talking" and wait["last_expert_id"] == staff_id:
            return str(wait["conversation_id"])
        with self._still(wait["conversation_id"] if wait else ""), self._engine.begin() as db:
            return take(db, wait_id, staff_id, self._now()).conversation_id

    def send(self, staff_id: str, conversation_id: str, text: str, key: str) -> int:
        """Write to the customer, once for every `key` of the desk's; the turn's number.

        Raises NotYours or MayNotWrite.
        """
        words = self._checked(text, conversation_id)
        for _ in range(TRIES):
            try:
                number = self._sent(staff_id, conversation_id, Said(words, "expert", key, staff_id))
            except IntegrityError:
                # The customer's own message was quicker to be the next turn.
                continue
            self._tools.wake()
            return number
        raise ThreadBusy(conversation_id)

    def hand_back(self, staff_id: str, conversation_id: str, reason: Reason) -> bool:
        """To the bot, which says so itself; False when the customer may not be written to.

        Raises NotYours or ThreadBusy.
        """
        with self._still(conversation_id):
            back = self._tools.back.prepare(conversation_id, reason)
            with self._mine(staff_id, conversation_id) as (db, held):
                told = self._tools.back.carry_out(db, held, back, self._now())
        self._tools.wake()
        return told

    def release(self, staff_id: str, conversation_id: str, to_break: bool = False) -> None:
        """Back to the front of the queue; the expert rests, or takes a break. Raises NotYours, ThreadBusy."""
        passing = Passing("released", then="paused" if to_break else "after_call")
        self._pass(staff_id, conversation_id, passing)

    def pass_on(self, staff_id: str, conversation_id: str, note: str, to: str | None = None) -> None:
        """To a colleague (`to`: preferably this one), with a note. Raises NotYours, ThreadBusy."""
        self._pass(staff_id, conversation_id, Passing("passed_on", note.strip(), to))

    def close(self, staff_id: str, conversation_id: str) -> None:
        """The thread is over; the customer's next message begins a new one. Raises NotYours, ThreadBusy."""
        now = self._now()
        closed = {"closed_at": now, "closed_because": "closed_by_expert"}
        how = Leaving(Owner.CLOSED, "closed_by_expert", over(WaitOutcome.TALKED, now), closed)
        with self._still(conversation_id), self._mine(staff_id, conversation_id) as (db, held):
            leave(db, held, how, now)

    def _pass(self, staff_id: str, conversation_id: str, passing: Passing) -> None:
        with self._still(conversation_id), self._mine(staff_id, conversation_id) as (db, held):
            back_to_queue(db, held, passing, self._tools.lines, self._now())
        self._tools.wake()

    def _sent(self, staff_id: str, conversation_id: str, said: Said) -> int:
        with self._mine(staff_id, conversation_id) as (db, _):
            if said.key and (number := written(db, conversation_id, said.key)) is not None:
                return number
            talk, now = conversation_row(db, conversation_id), self._now()
            if reason := forbidden(db, talk, now, answer=True):
                raise MayNotWrite(reason)
            return write(db, talk, said, now)

    def _checked(self, text: str, conversation_id: str) -> str:
        """In plain signs; never cut short without the expert knowing."""
        if not text.strip():
            raise MayNotWrite("empty")
        if len(text) > LONGEST:
            raise MayNotWrite("too_long")
        talk = self._record.by_id(conversation_id)
        return self._tools.worded(Reply((Sentence(text.strip(), talk.language if talk else "de"),)))

    def _suits(self, caller: Waiting, staff_id: str) -> bool:
        expert = self._experts.get(staff_id)
        rate = rating(self._now(), self._tools.figures)
        return expert is not None and rate(caller, as_expert(expert)) is not None

    @contextmanager
    def _mine(self, staff_id: str, conversation_id: str) -> Iterator[tuple[Connection, Holding]]:
        with self._engine.begin() as db:
            yield db, lock(db, conversation_id, staff_id)

    @contextmanager
    def _still(self, conversation_id: str) -> Iterator[None]:
        """No turn of the customer's is under way meanwhile: what it says and what it remembers would be lost."""
        deadline = time.monotonic() + PATIENCE_S
        while not self._record.hold(conversation_id, HOLD_S):
            if time.monotonic() > deadline:
                raise ThreadBusy(conversation_id)
            time.sleep(POLL_S)
        try:
            yield
        finally:
            self._record.release(conversation_id)

    def _now(self) -> datetime:
        return self._clock.now()
