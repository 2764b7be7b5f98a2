"""Text messages while a person is waited for: a thread can wait however long, and is told the truth once."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import RowMapping

from bot.conversation.controls import CONTROL_ANSWERS
from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn
from bot.handover.away import away, told
from bot.handover.caller_words import unsafe_since
from bot.handover.cases import Case, Cases
from bot.handover.skill_hours import SkillHours
from bot.handover.waits import Place, Waits
from bot.understanding.control_words import control_word

SomebodyHere = Callable[[Place, datetime], bool]
# Asked of the bot they would bring a second person, or end a thread in which the first is still to answer.
FOR_THE_PERSON = frozenset({"human_request", "goodbye"})
CRISIS = "crisis"


class ThreadRoom:
    """The waiting room's part for text messages."""

    def __init__(self, waits: Waits, cases: Cases, hours: SkillHours, somebody_here: SomebodyHere) -> None:
        self._waits = waits
        self._cases = cases
        self._hours = hours
        self._somebody_here = somebody_here

    def connect(self, turn: Turn, case: Case, lead: tuple[Sentence, ...]) -> Reply:
        """A person is at work; no number for who must not be found with one."""
        if unsafe_since(turn.conversation) is not None:
            return Reply((*lead, turn.say("thread_connect_safe")))
        return Reply((*lead, turn.say("thread_connect", case=case.number)))

    def wait_all_the_same(self, turn: Turn, case: Case, place: Place) -> None:
        """Nobody is at work: in line for whoever comes, and told when that will be.

        Not for who may be reached only as they set it themselves, nor instead of the numbers in a crisis.
        """
        talk = turn.conversation
        in_crisis = any(flag["code"] == CRISIS for flag in talk.memory.flags)
        if in_crisis or unsafe_since(talk) is not None:
            return
        now = turn.services.clock.now()
        wait = self._waits.enter({"id": talk.id, "channel": "sms"}, case.id, place, now)
        self._cases.queued(case.id, place)
        # Before the call back that is offered instead, which ends in a question.
        turn.legal.extend(self._away(turn, wait, now))

    def answer(self, turn: Turn, wait: RowMapping) -> Reply | None:
        """Noted, said so once, then left to the person; None for what the bot can answer all the same."""
        if turn.heard.silent:
            return None
        control = control_word(turn.heard.text or "", turn.conversation.language)
        if control in CONTROL_ANSWERS and control not in FOR_THE_PERSON:
            return None
        now = turn.services.clock.now()
        self._cases.refresh(wait["handover_id"], turn.conversation, "waiting", {}, now)
        said = self._away(turn, wait, now)
        if wait["spoken_at"] is None:
            self._waits.change(wait["id"], wait["status"], spoken_at=now)
            said = (turn.say("wait_noted"), *said)
        return Reply(said)

    def beside(self, turn: Turn) -> None:
        """Into the packet of the expert who reads the thread."""
        if wait := self._waits.open_of(turn.conversation.id):
            now = turn.services.clock.now()
            self._cases.refresh(wait["handover_id"], turn.conversation, "thread", {}, now)

    def _away(self, turn: Turn, wait: RowMapping, now: datetime) -> tuple[Sentence, ...]:
        """Once per closed stretch; a turn that is taken up again says it again."""
        place = Place(wait["priority"], wait["skill"], wait["language"])
        stretch = away((place.skill, place.priority), self._hours, self._somebody_here(place, now), now)
        if stretch is None:
            return ()
        own = f"{stretch.mark}#{turn.conversation.turns}"
        if wait["news"] != own and told(wait["news"], stretch):
            return ()
        self._waits.change(wait["id"], wait["status"], news=own)
        phrase, values = stretch.phrase
        return (turn.say(phrase, **values),)
