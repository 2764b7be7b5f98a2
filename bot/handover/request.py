"""A person is needed: write the case first, then tell the caller the truth about what happens next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.conversation.owner import Owner
from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn
from bot.handover import safe_call
from bot.handover.callback import CallbackArrangement, anything_else, hand_back
from bot.handover.cases import Case, Cases, Window
from bot.handover.priority import priority, skill
from bot.handover.waiting_room import WaitingRoom
from bot.handover.waits import Place
from bot.understanding.callback_words import names_topic

DELICATE = "delicate"
NOW_OR_NEVER = "P0"
# Told of a case that cannot wait until somebody looks at the desk: its number and priority.
Alert = Callable[[str, str], None]

# What is answered in writing or by phone within a deadline, without arranging a call back first.
ANSWERED_LATER = {
    "complaint": "complaint_noted",
    "defect": "defect_noted",
    "withdrawal": "check_noted",
    "claim": "claim_noted",
}

AnswerBy = Callable[[datetime], datetime]


class PersonRequests:
    """Carries out every request for a person, whoever makes it: caller, dialogue or turn policy."""

    def __init__(
        self,
        cases: Cases,
        callbacks: CallbackArrangement,
        answer_by: AnswerBy,
        waiting: WaitingRoom,
        alert: Alert = lambda case, priority: None,
    ) -> None:
        self._cases = cases
        self._callbacks = callbacks
        self._answer_by = answer_by
        self._waiting = waiting
        self._alert = alert

    def request(
        self, turn: Turn, reason: str, kind: str = "person", summary: dict[str, Any] | None = None
    ) -> Reply:
        """Open the case (or bring the open one up to date), then say what happens."""
        known = turn.memory.case
        if known and kind in ("person", "callback"):
            return self._known_case(turn, known, reason, summary or {})
        if known and known["kind"] == kind and kind in ANSWERED_LATER:
            self._cases.refresh(
                known["id"], turn.conversation, reason, summary or {}, turn.services.clock.now()
            )
            return anything_else(turn, turn.say("case_extended", case=known["number"]))
        if kind == "callback":
            _note_topic(turn)
        case = self._open(turn, reason, kind, summary or {})
        if kind == "receipt":
            return Reply(())
        if kind in ANSWERED_LATER:
            return self._answered_later(turn, case, (summary or {}).get("answer_by"))
        if kind == "person" and (reply := self._put_through(turn, case, reason)):
            return reply
        noted = turn.say("case_noted_silence" if reason == "silence" else "case_noted", case=case.number)
        if kind == "callback" and not turn.memory.wish_words:
            return self._callbacks.ask_topic(turn, noted)
        return self._offer_call(turn, noted)

    def call_back(self, turn: Turn, lead: Sentence | None) -> Reply:
        """A waiting caller would rather be called back; the place in the queue is kept meanwhile."""
        case = turn.memory.case or {}
        if safe_call.is_unsafe(turn):
            # No place is kept on a line that somebody else may pick up.
            self._waiting.give_up(turn)
        told = lead or turn.say("case_noted_silence", case=case.get("number", ""))
        return self._offer_call(turn, told)

    def delicate(
        self, turn: Turn, reason: str, place: Place, words: tuple[Sentence, ...], last: tuple[Sentence, ...]
    ) -> Reply:
        """A person for who said something delicate: now if any is there, else the honest next thing.

        `words` acknowledge, `last` is what must be heard whatever comes (numbers in a crisis).
        """
        case = self.case_for(turn, reason, place)
        said = (*words, *self._connecting(turn, reason), *last)
        if (reply := self._waiting.enter(turn, case, place, said)) is not None:
            return reply
        if reason == "crisis":
            return self._waiting.keep_company(turn, case, place, (*words, turn.say("nobody_crisis"), *last))
        if (turn.memory.case or {}).get("promised"):
            known = turn.say("case_known", case=case.number)
            return turn.reply(*words, known, turn.say("how_can_i_help"))
        return self._offer_call(turn, *words, turn.say("case_noted", case=case.number))

    def person_is_coming(self, turn: Turn) -> bool:
        """Whether the caller is in line for a person, who reads whatever is said meanwhile."""
        return self._waiting.has(turn)

    def sooner(self, turn: Turn, reason: str, place: Place) -> None:
        """Into the packet of who waits already; the place in the queue never gets worse by it."""
        self._waiting.sooner(turn, self.case_for(turn, reason, place), place)

    def connect(self, turn: Turn, reason: str, place: Place) -> Reply | None:
        """Into the queue with the case there is; None when nobody could come."""
        case = self.case_for(turn, reason, place)
        return self._waiting.enter(turn, case, place, self._connecting(turn, reason))

    def case_for(self, turn: Turn, reason: str, place: Place) -> Case:
        """The case of this conversation, brought up to date and never less urgent; a new one without any."""
        known, now = turn.memory.case, turn.services.clock.now()
        if known:
            self._cases.refresh(known["id"], turn.conversation, reason, {}, now)
            case = Case(known["id"], known["number"], known["kind"])
        else:
            case = self._cases.open(turn.conversation, DELICATE, reason, {}, now)
            turn.memory.case = {"id": case.id, "number": case.number, "kind": DELICATE, "promised": False}
        self._cases.queued(case.id, place)
        self._keep_place(turn, case, place)
        return case

    def _keep_place(self, turn: Turn, case: Case, place: Place) -> None:
        """What brings the caller into the queue later is no less urgent; of a P0 those in charge are told."""
        known = turn.memory.case or {}
        if place.priority <= known.get("priority", place.priority):
            known |= {"priority": place.priority, "skill": place.skill}
        if place.priority == NOW_OR_NEVER and not known.get("alerted"):
            known["alerted"] = True
            self._alert(case.number, place.priority)

    def promise_safely(self, turn: Turn, window: Window, phone: str) -> None:
        """Promise the one call an unsafe caller has set the number and time of."""
        case = turn.memory.case or {}
        self._cases.promise(case["id"], turn.conversation, "callback", window, phone)

    @staticmethod
    def hand_back(turn: Turn) -> None:
        """The bot goes on serving the caller."""
        hand_back(turn)

    def _connecting(self, turn: Turn, reason: str) -> tuple[Sentence, ...]:
        if turn.conversation.channel == "sms":
            return ()
        key = f"connect_{reason}"
        return (turn.say(key if turn.services.phrases.has(key) else "connect_now"),)

    def _put_through(self, turn: Turn, case: Case, reason: str) -> Reply | None:
        asked = Place(priority("person", reason), skill("person", reason), turn.conversation.language)
        place = _no_less_urgent(asked, turn.memory.case or {})
        return self._waiting.enter(turn, case, place, self._connecting(turn, reason))

    def _offer_call(self, turn: Turn, *lead: Sentence) -> Reply:
        """A call back as anybody is offered one, or as it is safe."""
        if safe_call.is_unsafe(turn):
            return safe_call.offer(turn, *lead)
        return self._callbacks.start(turn, *lead)

    def pictures(self, turn: Turn) -> str | None:
        """Put the pictures to the case they belong to: this conversation's, else the caller's latest."""
        talk = turn.conversation
        return self._cases.keep_pictures(talk, turn.heard.pictures, turn.services.clock.now())

    def _open(self, turn: Turn, reason: str, kind: str, summary: dict[str, Any]) -> Case:
        talk = turn.conversation
        case = self._cases.open(talk, kind, reason, summary, turn.services.clock.now())
        if kind != "receipt":
            turn.memory.case = {"id": case.id, "number": case.number, "kind": kind, "promised": False}
        if talk.owner is Owner.BOT and kind not in (*ANSWERED_LATER, "receipt"):
            talk.give_to(Owner.QUEUE)
        return case

    def _known_case(self, turn: Turn, known: dict[str, Any], reason: str, summary: dict[str, Any]) -> Reply:
        self._cases.refresh(known["id"], turn.conversation, reason, summary, turn.services.clock.now())
        known_case = Case(known["id"], known["number"], known["kind"])
        if reply := self._put_through(turn, known_case, reason):
            return reply
        waiting = turn.conversation.owner is Owner.QUEUE
        known_line = turn.say("nobody_now") if waiting else turn.say("case_known", case=known["number"])
        if known["promised"]:
            return turn.reply(known_line, turn.say("how_can_i_help"))
        if turn.conversation.owner is Owner.BOT:
            turn.conversation.give_to(Owner.QUEUE)
        return self._offer_call(turn, known_line)

    def _answered_later(self, turn: Turn, case: Case, not_before: str | None) -> Reply:
        """A complaint or report: an answer by a date; a caller we cannot reach is asked for a number."""
        if safe_call.is_unsafe(turn):
            return safe_call.offer(turn, turn.say("case_taken", case=case.number))
        by = _no_sooner(self._answer_by(turn.services.clock.now()), not_before)
        if turn.conversation.caller is None:
            # No date before there is a number to keep the promise on.
            taken = turn.say("case_taken", case=case.number)
            return self._callbacks.ask_number(turn, taken, purpose="answer", by=by.isoformat())
        noted = turn.say(ANSWERED_LATER[case.kind], case=case.number, by=by.date().isoformat())
        window = Window(turn.services.clock.now(), by)
        self._cases.promise(case.id, turn.conversation, "answer", window, turn.conversation.caller)
        return anything_else(turn, noted)


def _no_sooner(usual: datetime, day: str | None) -> datetime:
    """The end of that day (ISO) when an answer cannot come before it: a carrier has so long to search."""
    return max(usual, datetime.combine(date.fromisoformat(day), usual.timetz())) if day else usual


def _no_less_urgent(asked: Place, case: dict[str, Any]) -> Place:
    """Who asks for a person after something delicate was said comes no later, and to nobody else."""
    if case.get("priority", asked.priority) < asked.priority:
        return replace(asked, priority=case["priority"], skill=case["skill"])
    return asked


def _note_topic(turn: Turn) -> None:
    """What the call back is about may stand in the very sentence that asks for it."""
    words = turn.heard.text or ""
    if not turn.memory.wish_words and names_topic(words, turn.conversation.language):
        turn.memory.wish_words = words
