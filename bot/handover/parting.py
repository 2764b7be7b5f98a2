"""How an expert's part in a talk ends, by the phone's star key as by a click at the desk."""

from collections.abc import Callable

from sqlalchemy import RowMapping

from bot.handover.call_ends import CallEnds, Rows
from bot.handover.outcomes import CallOutcome
from bot.handover.passing_on import Passing, PassingOn

# The caller is with the expert, or on hold while they choose.
TALKS = ("talking", "menu")


class Parting:
    """`hurry(conversation_id)` lets the caller hear at once what is next. All are False for who was late."""

    def __init__(self, rows: Rows, ends: CallEnds, passing: PassingOn, hurry: Callable[[str], None]) -> None:
        self._rows = rows
        self._ends = ends
        self._passing = passing
        self._hurry = hurry

    def finish(self, call: RowMapping, was: tuple[str, ...] = TALKS) -> bool:
        """It is settled; the bot asks whether there is anything else."""
        return self._then(call, self._ends.end(call["id"], CallOutcome.COMPLETED, was))

    def hand_back(self, call: RowMapping, wanted: str, was: tuple[str, ...] = TALKS) -> bool:
        """To the bot; `wanted` is GO_ON or ANYTHING_ELSE."""
        return self._then(call, self._ends.end(call["id"], CallOutcome.HANDED_BACK, was, wanted))

    def pass_on(self, call: RowMapping, passing: Passing, was: tuple[str, ...] = TALKS) -> bool:
        """To somebody else; the caller waits before all others."""
        return self._then(call, self._passing.pass_on(call, was, passing))

    def _then(self, call: RowMapping, ended: bool) -> bool:
        wait = self._rows.waits.get(call["wait_id"])
        if ended and wait:
            self._hurry(wait["conversation_id"])
        return ended
