"""How a call back ends, for the promise, the case and the expert; the customer's side is in callback_talk.

Ending the wait is the lock: whoever ends it carries out what follows, once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Engine, RowMapping, update

from bot.conversation.record import Record
from bot.conversation.state import Sentence
from bot.errors import CarrierUnavailable
from bot.handover.back_off import NotReached, next_try
from bot.handover.call_ends import CallEnds, Rows
from bot.handover.callback_messages import CallbackMessages
from bot.handover.calling_hours import CallingHours
from bot.handover.case_notes import CaseNotes
from bot.handover.cases import HANDOVERS, PROMISES
from bot.handover.lines import Lines
from bot.handover.outbound_facts import DISTRESS
from bot.handover.outbound_rules import Refusal, window_of
from bot.handover.outcomes import CallOutcome, WaitOutcome
from bot.handover.promises import CALLBACK, PromiseOutcome, Promises

log = structlog.get_logger(__name__)

# What an expert is told in one last sentence: (the call's row, the phrase).
Words = Callable[[RowMapping, str], Sentence]
TOLD = {
    NotReached.BUSY: "expert_callback_busy",
    NotReached.FAILED: "expert_callback_failed",
    NotReached.NO_ANSWER: "expert_callback_no_answer",
    NotReached.MAILBOX: "expert_callback_mailbox",
    NotReached.HUNG_UP: "expert_callback_hung_up",
    NotReached.NOT_THERE: "expert_callback_not_there",
}


@dataclass(frozen=True)
class ExpertsSide:
    """The expert who waits in the room: their rows, their phone, the words for them."""

    rows: Rows
    ends: CallEnds
    lines: Lines
    words: Words


class CallbackEnds:
    """Every method may be called again, or by two at once; the first one counts."""

    def __init__(
        self,
        engine: Engine,
        promises: Promises,
        experts: ExpertsSide,
        hours: CallingHours,
        messages: CallbackMessages,
    ) -> None:
        self._engine = engine
        self._record = Record(engine)
        self._notes = CaseNotes(engine)
        self._promises = promises
        self._experts = experts
        self._hours = hours
        self._messages = messages

    def not_reached(self, wait: RowMapping, why: NotReached, now: datetime) -> bool:
        """Nobody to talk to: another time, or after the third time a word in writing. False when over."""
        if not self._release(wait, WaitOutcome.CALLBACK, TOLD[why], now):
            return False
        self._close(wait, why.value, now)
        self._notes.add(wait["handover_id"], "callback_not_reached", why.value, wait["conversation_id"], now)
        promise = self._promises.get(wait["promise_id"])
        if promise is None or promise["outcome"] != PromiseOutcome.OPEN:
            return True
        again = next_try(promise["attempts"], why, window_of(promise), now, self._hours)
        log.info("callback_not_reached", case=promise["case_number"], why=why.value, again=again is not None)
        if again:
            self._postpone(promise, again)
        else:
            self.settle_unreached(promise, why.value, now)
        return True

    def settle_unreached(self, promise: RowMapping, why: str, now: datetime) -> None:
        """The tries are used up, or there must be none; the case stays open for whoever calls in."""
        unwanted = why == Refusal.ON_HOLD
        outcome = PromiseOutcome.CANCELLED if unwanted else PromiseOutcome.UNREACHED
        self._promises.settle(promise["id"], outcome, now)
        self._reopen(promise["handover_id"])
        if not unwanted:
            self._messages.text(promise)

    def refused(self, wait: RowMapping, why: str, now: datetime) -> None:
        """It may not be dialled after all."""
        self._experts.rows.waits.end(wait["id"], WaitOutcome.CALLBACK, now)
        self._close(wait, why, now)
        promise = self._promises.get(wait["promise_id"])
        if promise and why == Refusal.NOT_CALLABLE:
            self.settle_unreached(promise, why, now)

    def carrier_away(self, wait: RowMapping, until: datetime, now: datetime) -> None:
        """The carrier takes no calls: nobody's phone rang, so it counts as no try."""
        if self._release(wait, WaitOutcome.CALLBACK, TOLD[NotReached.FAILED], now):
            self._close(wait, "carrier_away", now)
            promise = self._promises.get(wait["promise_id"])
            if promise and promise["outcome"] == PromiseOutcome.OPEN:
                self._postpone(promise, until)

    def no_need(self, wait: RowMapping, now: datetime) -> None:
        """The promise is settled, or its window over: nobody is rung for it any more."""
        if self._release(wait, WaitOutcome.CASE_ONLY, "expert_settled", now):
            self._close(wait, "no_need", now)

    def reached(self, wait: RowMapping, now: datetime) -> None:
        """They answered and want to talk now."""
        self._promises.settle(wait["promise_id"], PromiseOutcome.KEPT, now)

    def another_time(self, wait: RowMapping, now: datetime) -> bool:
        """Called as promised, but it does not suit: the expert is free again. False when over."""
        if not self._release(wait, WaitOutcome.CALLBACK, "expert_callback_later", now):
            return False
        self._promises.settle(wait["promise_id"], PromiseOutcome.KEPT, now)
        self._reopen(wait["handover_id"])
        return True

    def unwanted(self, wait: RowMapping, why: str, now: datetime) -> bool:
        """No call back any more, by the customer's own word. False when over."""
        if not self._release(wait, WaitOutcome.CASE_ONLY, "expert_callback_unwanted", now):
            return False
        self._promises.settle(wait["promise_id"], PromiseOutcome.CANCELLED, now)
        self._notes.add(wait["handover_id"], "callback_ended", why, wait["conversation_id"], now)
        self._reopen(wait["handover_id"])
        return True

    def distressed(self, wait: RowMapping, now: datetime) -> None:
        """The worst moment: whatever they were to be called for is cancelled, and nothing calls them soon."""
        self._release(wait, WaitOutcome.CASE_ONLY, "expert_callback_unwanted", now)
        self._close(wait, DISTRESS, now)
        self._promises.settle(wait["promise_id"], PromiseOutcome.CANCELLED, now)
        self._notes.add(wait["handover_id"], "callback_ended", DISTRESS, wait["conversation_id"], now)
        self._reopen(wait["handover_id"], DISTRESS)
        self._leave_alone(wait, now)

    def _leave_alone(self, wait: RowMapping, now: datetime) -> None:
        """Whatever else they were to be called for."""
        leg = self._record.by_id(wait["conversation_id"])
        owed = [promise for promise in self._promises.open() if promise["kind"] == CALLBACK]
        for promise in owed:
            if leg and promise["phone"] == leg.caller:
                self._promises.settle(promise["id"], PromiseOutcome.CANCELLED, now)
                self._reopen(promise["handover_id"])

    def _release(self, wait: RowMapping, how: WaitOutcome, told: str, now: datetime) -> bool:
        """End the wait and let the expert go who was rung for it."""
        call = self._experts.rows.calls.live_of(wait["id"])
        if not self._experts.rows.waits.end(wait["id"], how, now):
            return False
        if call:
            self._let_go(call, told)
        return True

    def _let_go(self, call: RowMapping, told: str) -> None:
        rung = call["status"] in ("dialling", "ringing")
        if not self._experts.ends.end(call["id"], CallOutcome.WITHDRAWN if rung else CallOutcome.CALLER_GONE):
            return
        try:
            if call["call_sid"] and rung:
                self._experts.lines.hang_up(call["call_sid"])
            elif call["call_sid"]:
                self._experts.lines.tell(call["call_sid"], self._experts.words(call, told))
        except CarrierUnavailable:
            # Their own line asks us what next, and hears that it is over.
            return

    def _close(self, wait: RowMapping, because: str, now: datetime) -> None:
        leg = self._record.by_id(wait["conversation_id"])
        if leg:
            leg.last_at = now
            self._record.end(leg, because, now)

    def _postpone(self, promise: RowMapping, until: datetime) -> None:
        mine = update(PROMISES).where(PROMISES.c.id == promise["id"])
        with self._engine.begin() as db:
            db.execute(mine.values(next_try_at=until))

    def _reopen(self, case_id: str, status: str = "open") -> None:
        """A case that only waited for its call back is one for a person to look at again."""
        mine = update(HANDOVERS).where(
            HANDOVERS.c.id == case_id, HANDOVERS.c.status.in_(("promised", "open"))
        )
        with self._engine.begin() as db:
            db.execute(mine.values(status=status))
