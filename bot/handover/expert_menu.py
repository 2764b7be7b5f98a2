"""What an expert can do with the star key during a talk: pass on, hand back to the bot, finish, or go on."""

from collections.abc import Callable

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.handover.call_ends import ANYTHING_ELSE, GO_ON, CallEnds
from bot.handover.case_notes import CaseNotes
from bot.handover.expert_line import ASKED, ExpertLine, Step
from bot.handover.outcomes import CallOutcome

BACK, PASS_ON, HAND_BACK, FINISHED = "1", "2", "3", "4"
# The caller is on hold meanwhile, or gone; every way out of here ends the expert's part or leads back.
MENU = ("menu",)
LONGEST_NOTE = 1000


class ExpertMenu:
    """Beside the expert's line, which answers everything that comes late."""

    def __init__(
        self, line: ExpertLine, ends: CallEnds, notes: CaseNotes, hurry: Callable[[str], None], clock: Clock
    ) -> None:
        """`hurry(conversation_id)` lets the caller on hold hear at once what comes next."""
        self._line = line
        self._ends = ends
        self._notes = notes
        self._hurry = hurry
        self._clock = clock

    def chosen(self, x: str, digits: str, tried: int) -> Step:
        """A key of the menu; whoever presses none is led back to the caller."""
        call = self._line.in_menu(x)
        if isinstance(call, Step):
            return call
        if digits == PASS_ON:
            return self._line.say(call, "expert_note", "note")
        if digits == HAND_BACK:
            return self._line.say(call, "expert_hand_back", "hand_back")
        if digits == FINISHED:
            return self._over(call, CallOutcome.COMPLETED, "expert_finished")
        if digits == BACK or tried + 1 >= ASKED:
            return self._line.join(x)
        return self._line.say(call, "expert_menu", "menu", tried + 1)

    def hand_back(self, x: str, digits: str, tried: int) -> Step:
        """What the bot shall do with the caller; whoever does not say leaves it to go on."""
        call = self._line.in_menu(x)
        if isinstance(call, Step):
            return call
        wanted = {"1": GO_ON, "2": ANYTHING_ELSE}.get(digits)
        if wanted is None and tried + 1 < ASKED:
            return self._line.say(call, "expert_hand_back", "hand_back", tried + 1)
        return self._over(call, CallOutcome.HANDED_BACK, "expert_handed_back", wanted or GO_ON)

    def note(self, x: str, words: str, tried: int) -> Step:
        """What the next expert must know, in this one's words; then they take over."""
        call = self._line.in_menu(x)
        if isinstance(call, Step):
            return call
        if not words and tried + 1 < ASKED:
            return self._line.say(call, "expert_note_again", "note", tried + 1)
        if words:
            self._keep(call, words[:LONGEST_NOTE])
        return self._over(call, CallOutcome.TRANSFERRED, "expert_passed_on", words[:LONGEST_NOTE] or None)

    def _keep(self, call: RowMapping, words: str) -> None:
        case_id = self._line.wait_of(call)["handover_id"]
        self._notes.add(case_id, "passed_on", words, call["id"], self._clock.now())

    def _over(self, call: RowMapping, outcome: CallOutcome, said: str, note: str | None = None) -> Step:
        if not self._ends.end(call["id"], outcome, MENU, note):
            return self._line.again(call["id"])
        self._hurry(self._line.wait_of(call)["conversation_id"])
        return self._line.say(call, said, "end")
