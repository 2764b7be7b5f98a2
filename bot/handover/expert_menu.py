"""What an expert can do with the star key during a talk: pass on, hand back to the bot, finish, or go on."""

from sqlalchemy import RowMapping

from bot.handover.call_ends import ANYTHING_ELSE, GO_ON
from bot.handover.expert_line import ASKED, ExpertLine, Step
from bot.handover.parting import Parting
from bot.handover.passing_on import Passing

BACK, PASS_ON, HAND_BACK, FINISHED = "1", "2", "3", "4"
# The caller is on hold meanwhile, or gone; every way out of here ends the expert's part or leads back.
MENU = ("menu",)


class ExpertMenu:
    """Beside the expert's line, which answers everything that comes late."""

    def __init__(self, line: ExpertLine, parting: Parting) -> None:
        self._line = line
        self._parting = parting

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
            return self._over(call, self._parting.finish(call, MENU), "expert_finished")
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
        ended = self._parting.hand_back(call, wanted or GO_ON, MENU)
        return self._over(call, ended, "expert_handed_back")

    def note(self, x: str, words: str, tried: int) -> Step:
        """What the next expert must know, in this one's words; then they take over."""
        call = self._line.in_menu(x)
        if isinstance(call, Step):
            return call
        if not words and tried + 1 < ASKED:
            return self._line.say(call, "expert_note_again", "note", tried + 1)
        return self._over(call, self._parting.pass_on(call, Passing(words), MENU), "expert_passed_on")

    def _over(self, call: RowMapping, ended: bool, said: str) -> Step:
        return self._line.say(call, said, "end") if ended else self._line.again(call["id"])
