"""Experts in text message threads: they take one, write, pass it on, give it back or close it.

While a thread is with an expert the bot writes nothing in it. One expert has one case at a time, as on the
phone, and the same rest after it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

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
from bot.handover.thread_errors import AlreadyTaken, MayNotWrite, NotYours, ThreadBusy
from bot.handover.thread_hold import held
from bot.handover.thread_lines import ThreadLines
from bot.handover.thread_pass import PASSED_ON, Passing, back_to_queue
from bot.handover.thread_rows import Holding, Leaving, leave, lock, over, take
from bot.handover.thread_texts import Said, conversation_row, forbidden, write, written
from bot.handover.waits import Waits

T = TypeVar("T")
LONGEST = 1500
TRIES = 10


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
        rows = {row["id"]: row for row in self._waits.in_status("waiting", channels=("sms",))}
        line = in_order([as_waiting(row) for row in rows.values()])
        return [rows[one.id] for one in (line if staff_id is None else self._suiting(line, staff_id))]

    def take(self, wait_id: str, staff_id: str) -> str:
        """The id of the conversation that is now theirs; raises NotFree, AlreadyTaken or ThreadBusy."""
        wait = self._waits.get(wait_id)
        if wait is None:
            raise AlreadyTaken(wait_id)
        if _is_theirs(wait, staff_id):
            return str(wait["conversation_id"])
        with held(self._record, wait["conversation_id"]), self._engine.begin() as db:
            return take(db, wait_id, staff_id, self._now()).conversation_id

    def send(self, staff_id: str, conversation_id: str, text: str, key: str) -> int:
        """Write to the customer, once for every `key` of the desk's; the turn's number.

        Raises NotYours or MayNotWrite.
        """
        words = self._checked(text, conversation_id)
        with self._engine.connect() as db:
            if (number := written(db, conversation_id, key)) is not None:
                return number
        said = Said(words, "expert", key, staff_id)
        return self._done(lambda: self._sent(staff_id, conversation_id, said))

    def hand_back(self, staff_id: str, conversation_id: str, reason: Reason) -> bool:
        """To the bot, which says so itself; False when the customer may not be written to.

        Raises NotYours or ThreadBusy.
        """
        return self._done(lambda: self._handed_back(staff_id, conversation_id, reason))

    def release(self, staff_id: str, conversation_id: str, to_break: bool = False) -> None:
        """Back to the front of the queue; the expert rests, or takes a break. Raises NotYours, ThreadBusy."""
        passing = Passing("released", then="paused" if to_break else "after_call")
        self._done(lambda: self._pass(staff_id, conversation_id, passing))

    def pass_on(self, staff_id: str, conversation_id: str, note: str, to: str | None = None) -> None:
        """To a colleague (`to`: preferably this one), with a note. Raises NotYours, ThreadBusy."""
        passing = Passing(PASSED_ON, note.strip(), to)
        self._done(lambda: self._pass(staff_id, conversation_id, passing))

    def close(self, staff_id: str, conversation_id: str) -> None:
        """The thread is over; the customer's next message begins a new one. Raises NotYours, ThreadBusy."""
        now = self._now()
        closed = {"closed_at": now, "closed_because": "closed_by_expert"}
        how = Leaving(Owner.CLOSED, "closed_by_expert", over(WaitOutcome.TALKED, now), closed)
        with self._still(staff_id, conversation_id), self._mine(staff_id, conversation_id) as (db, thread):
            leave(db, thread, how, now)

    def _pass(self, staff_id: str, conversation_id: str, passing: Passing) -> None:
        with self._still(staff_id, conversation_id), self._mine(staff_id, conversation_id) as (db, thread):
            back_to_queue(db, thread, passing, self._tools.lines, self._now())

    def _handed_back(self, staff_id: str, conversation_id: str, reason: Reason) -> bool:
        with self._still(staff_id, conversation_id):
            back = self._tools.back.prepare(conversation_id, reason)
            with self._mine(staff_id, conversation_id) as (db, thread):
                return self._tools.back.carry_out(db, thread, back, self._now())

    def _sent(self, staff_id: str, conversation_id: str, said: Said) -> int:
        with self._mine(staff_id, conversation_id) as (db, _):
            if said.key and (number := written(db, conversation_id, said.key)) is not None:
                return number
            talk, now = conversation_row(db, conversation_id), self._now()
            if reason := forbidden(db, talk, now, answer=True):
                raise MayNotWrite(reason)
            return write(db, talk, said, now)

    def _done(self, deed: Callable[[], T]) -> T:
        """Begun again when the customer's own message was quicker to be the next turn; then sent."""
        for _ in range(TRIES):
            try:
                result = deed()
            except IntegrityError:
                continue
            self._tools.wake()
            return result
        raise ThreadBusy("too many messages at once")

    def _checked(self, text: str, conversation_id: str) -> str:
        """In plain signs; never cut short without the expert knowing."""
        if not text.strip():
            raise MayNotWrite("empty")
        if len(text) > LONGEST:
            raise MayNotWrite("too_long")
        talk = self._record.by_id(conversation_id)
        return self._tools.worded(Reply((Sentence(text.strip(), talk.language if talk else "de"),)))

    def _suiting(self, line: list[Waiting], staff_id: str) -> list[Waiting]:
        row = self._experts.get(staff_id)
        if row is None:
            return []
        rate, expert = rating(self._now(), self._tools.figures), as_expert(row)
        return [caller for caller in line if rate(caller, expert) is not None]

    @contextmanager
    def _mine(self, staff_id: str, conversation_id: str) -> Iterator[tuple[Connection, Holding]]:
        with self._engine.begin() as db:
            yield db, lock(db, conversation_id, staff_id)

    @contextmanager
    def _still(self, staff_id: str, conversation_id: str) -> Iterator[None]:
        """Their thread, with no turn of the customer's under way."""
        wait = self._waits.open_of(conversation_id)
        if wait is None or not _is_theirs(wait, staff_id):
            raise NotYours(conversation_id)
        with held(self._record, conversation_id):
            yield

    def _now(self) -> datetime:
        return self._clock.now()


def _is_theirs(wait: RowMapping, staff_id: str) -> bool:
    return bool(wait["status"] == "talking" and wait["last_expert_id"] == staff_id)
