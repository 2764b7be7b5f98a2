"""What follows from the end of an expert's call, for the caller and for the expert.

Ending the call's row is the lock: whoever ends it carries out what follows. What follows is read from the row
alone, so that it can be done again when the process died in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog
from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.handover.expert_calls import LIVE, ExpertCalls
from bot.handover.experts import Experts
from bot.handover.outcomes import NOT_REACHED, CallOutcome, WaitOutcome
from bot.handover.waits import Waits

log = structlog.get_logger(__name__)

# Somebody who did not come is left alone for this long.
REST = timedelta(seconds=30)
HEAVY = ("P0", "P1")
# The carrier did not take the order to ring: nobody's phone rang, nobody is to blame.
CARRIER_AWAY = "carrier_away"
# What the bot shall do with a caller handed back: go on, or only ask whether there is anything else.
GO_ON, ANYTHING_ELSE = "go_on", "anything_else"

NOT_TAKEN = NOT_REACHED | {CallOutcome.DROPPED_IN_BRIEF}
NOT_MET = frozenset({CallOutcome.WITHDRAWN, CallOutcome.CALLER_GONE})


@dataclass(frozen=True)
class Rows:
    """The rows the two sides of a call meet in."""

    waits: Waits
    experts: Experts
    calls: ExpertCalls


class Heirs(Protocol):
    """Colleagues who are in the room when the expert leaves it."""

    def take_over(self, call_id: str, was: tuple[str, ...]) -> bool:
        """End the call as passed on to such a one; False when there is none, or it was over."""
        ...


class CallEnds:
    """Ends experts' calls; `ended(outcome)` counts them, `wake` looks for the next expert at once."""

    def __init__(
        self,
        rows: Rows,
        heirs: Heirs,
        clock: Clock,
        wake: Callable[[], None],
        ended: Callable[[str], None],
    ) -> None:
        self._rows = rows
        self._heirs = heirs
        self._clock = clock
        self._wake = wake
        self._ended = ended

    def end(
        self, call_id: str, outcome: CallOutcome, was: tuple[str, ...] = LIVE, note: str | None = None
    ) -> bool:
        """End the call in this way and do what follows; False when it was over already.

        With a colleague in the room an expert who drops out has passed the caller on to them.
        """
        if outcome is CallOutcome.DROPPED_IN_CALL and self.left_to_colleague(call_id, was):
            return True
        now, values = self._clock.now(), {"note": note} if note is not None else {}
        self._rows.calls.end_hold(call_id, now)
        over = {"status": "over", "outcome": outcome.value, "ended_at": now, **values}
        if not self._rows.calls.change(call_id, was, **over):
            return False
        self.carry_out(call_id)
        return True

    def left_to_colleague(self, call_id: str, was: tuple[str, ...] = LIVE) -> bool:
        """The colleague in the room goes on with the caller; False without one."""
        if not self._heirs.take_over(call_id, was):
            return False
        self.carry_out(call_id)
        return True

    def carry_out(self, call_id: str) -> None:
        """What follows from a call that has just been ended, by whoever has ended it."""
        call = self._rows.calls.get(call_id)
        assert call
        log.info("expert_call_over", call=call_id, outcome=call["outcome"])
        self._ended(call["outcome"])
        self.follow(call)

    def follow(self, call: RowMapping) -> None:
        """What follows for both sides; may be done again."""
        wait = self._rows.waits.get(call["wait_id"])
        assert wait
        if not is_settled(wait) and self._rows.calls.live_of(wait["id"]) is None:
            self._for_caller(wait, call)
        self.free_expert(call, heavy=wait["priority"] in HEAVY)
        if call["note"] != CARRIER_AWAY:
            self._wake()

    def free_expert(self, call: RowMapping, heavy: bool) -> None:
        """Rest, a pause or the next call. Who is off or paused (a P0 reached them there) stays so."""
        outcome, now, who = CallOutcome(call["outcome"]), self._clock.now(), call["staff_id"]
        if outcome in NOT_MET or call["note"] == CARRIER_AWAY:
            self._rows.experts.back(who, now)
        elif outcome in NOT_TAKEN:
            self._rows.experts.change(who, ("ringing", "talking"), "after_call", now, free_at=now + REST)
        else:
            self._rows.experts.finished(who, heavy, now)

    def _for_caller(self, wait: RowMapping, call: RowMapping) -> None:
        outcome = CallOutcome(call["outcome"])
        if outcome in NOT_TAKEN or outcome is CallOutcome.WITHDRAWN:
            self._next_one(wait, call, outcome)
        elif outcome is CallOutcome.DROPPED_IN_CALL:
            self._rows.waits.back_to_front(wait["id"], "expert_gone")
        elif outcome is CallOutcome.TRANSFERRED:
            self._rows.waits.back_to_front(wait["id"], "transferred", call["staff_id"])
        elif outcome is CallOutcome.CALLER_GONE:
            self._rows.waits.end(wait["id"], WaitOutcome.HUNG_UP, self._clock.now())
        else:
            self._settled(wait, call, outcome)

    def _next_one(self, wait: RowMapping, call: RowMapping, outcome: CallOutcome) -> None:
        """The next expert is asked; this one not again, unless the call never got out."""
        blamed = outcome in NOT_TAKEN and call["note"] != CARRIER_AWAY
        not_experts = sorted({*wait["not_experts"], *([call["staff_id"]] if blamed else [])})
        self._rows.waits.change(wait["id"], "ringing", status="waiting", not_experts=not_experts)

    def _settled(self, wait: RowMapping, call: RowMapping, outcome: CallOutcome) -> None:
        """The caller has met the expert and must only be told what comes next; then the wait is over."""
        back = outcome is CallOutcome.HANDED_BACK
        news = "handed_back" if back and call["note"] != ANYTHING_ELSE else "finished"
        how = WaitOutcome.HANDED_BACK if back else WaitOutcome.TALKED
        self._rows.waits.change(wait["id"], "talking", outcome=how.value, news=news)


def is_settled(wait: RowMapping) -> bool:
    """Whether nobody is waited for any more, though the caller may still have to be told."""
    return wait["status"] == "over" or wait["outcome"] is not None


def hung_up(call: RowMapping, wait: RowMapping) -> CallOutcome:
    """How a call ended whose phone was put down, or lost."""
    if call["status"] in ("dialling", "ringing"):
        return CallOutcome.FAILED
    if is_settled(wait):
        return CallOutcome.COMPLETED if met(call, wait) else CallOutcome.CALLER_GONE
    if call["status"] == "answered":
        return CallOutcome.DECLINED
    return CallOutcome.DROPPED_IN_CALL if met(call, wait) else CallOutcome.DROPPED_IN_BRIEF


def met(call: RowMapping, wait: RowMapping) -> bool:
    """Whether the caller came into the room of this call's expert."""
    return call["joined_at"] is not None and wait["last_expert_id"] == call["staff_id"]
