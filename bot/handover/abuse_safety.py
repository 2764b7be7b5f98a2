"""For who may be overheard: yes, no or keys only, and no contact but the one they set themselves."""

from collections.abc import Callable
from typing import Any

from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn
from bot.handover.callback import CallbackHours
from bot.handover.contact_rules import ContactRules
from bot.handover.request import PersonRequests
from bot.handover.waits import Place
from bot.understanding.entities import read_entities

KINDS = ("safe_to_talk", "safe_call", "safe_number", "safe_time")


class SafeContact:
    """The short dialogue of an unsafe caller; the word for it is never spoken."""

    def __init__(self, requests: PersonRequests, rules: ContactRules, hours: CallbackHours) -> None:
        self._requests = requests
        self._rules = rules
        self._hours = hours

    def questions(self) -> dict[str, Callable[[Turn], Reply | None]]:
        """The handlers for its questions, by kind."""
        return dict(zip(KINDS, (self._safe, self._call, self._number, self._time), strict=True))

    def begin(self, turn: Turn, reason: str, place: Place, words: tuple[Sentence, ...]) -> Reply:
        """The case and the rule first: from here on nothing goes out that somebody else might see."""
        case = self._requests.case_for(turn, reason, place)
        self._rules.protect(turn.conversation, case.id, turn.services.clock.now())
        turn.note("contact_restricted", {"case": case.number})
        kept = {"reason": reason, "priority": place.priority, "skill": place.skill}
        return turn.ask(*words, kind="safe_to_talk", expecting="yes_no", **kept)

    def goes_on(self, turn: Turn) -> Reply | None:
        """Silence may be somebody coming into the room: ask nothing twice, stay, say little."""
        kind = (turn.memory.question or {}).get("kind")
        if kind not in KINDS or not turn.heard.silent or turn.conversation.channel == "sms":
            return None
        turn.memory.silences += 1
        if kind == "safe_to_talk" and turn.memory.silences > 1:
            return self._no_contact(turn)
        return Reply((turn.say("still_there"),), expecting=turn.memory.expecting, aside=True)

    def _safe(self, turn: Turn) -> Reply | None:
        question = turn.memory.question or {}
        if turn.understanding is None:
            return Reply((turn.say("delicate_abuse_safety"),), expecting="yes_no")
        if turn.intent != "affirm":
            return self._ask(turn, "delicate_not_safe", "safe_call", "yes_no")
        place = Place(question["priority"], question["skill"], turn.conversation.language)
        if (connected := self._requests.connect(turn, question["reason"], place)) is not None:
            return connected
        return self._ask(turn, "delicate_not_safe", "safe_call", "yes_no")

    def _call(self, turn: Turn) -> Reply | None:
        if turn.understanding is None:
            return Reply((turn.say("delicate_not_safe"),), expecting="yes_no")
        if turn.intent != "affirm":
            return self._no_contact(turn)
        return self._ask(turn, "delicate_safe_number", "safe_number", "phone_number")

    def _number(self, turn: Turn) -> Reply | None:
        phone = _value(turn, "phone_number")
        if phone is None:
            again = turn.understanding is not None and (turn.memory.question or {}).get("again")
            return self._no_contact(turn) if again else self._ask_number(turn)
        return self._ask(turn, "delicate_safe_time", "safe_time", "time", phone=phone)

    def _ask_number(self, turn: Turn) -> Reply:
        return self._ask(
            turn, "delicate_safe_number", "safe_number", "phone_number", again=turn.understanding is not None
        )

    def _time(self, turn: Turn) -> Reply | None:
        phone, moment = (turn.memory.question or {})["phone"], _moment(turn)
        if moment is None:
            again = turn.understanding is not None and (turn.memory.question or {}).get("again")
            if again:
                return self._no_contact(turn)
            asked = {"phone": phone, "again": turn.understanding is not None}
            return self._ask(turn, "delicate_safe_time", "safe_time", "time", **asked)
        window = self._hours.near(turn.services.clock.now(), *moment)
        self._requests.promise_safely(turn, window, phone)
        self._rules.allow(turn.conversation, phone, window.start, window.end)
        return self._settled(turn, "delicate_safe_promised")

    def _no_contact(self, turn: Turn) -> Reply:
        return self._settled(turn, "delicate_safe_nothing")

    def _settled(self, turn: Turn, key: str) -> Reply:
        turn.memory.silences = 0
        self._requests.hand_back(turn)
        return turn.reply(turn.say(key))

    @staticmethod
    def _ask(turn: Turn, key: str, kind: str, expecting: str, **data: Any) -> Reply:
        return turn.ask(turn.say(key), kind=kind, expecting=expecting, **data)


def _value(turn: Turn, name: str) -> str | None:
    entities = turn.understanding.entities if turn.understanding else ()
    return next((item.value for item in entities if item.name == name), None)


def _moment(turn: Turn) -> tuple[str | None, str | None] | None:
    """Day (ISO) and clock (HH:MM) as named; both are needed, a day alone is no safe time."""
    asked = turn.question()
    found = read_entities(
        turn.heard.text or "", asked.language, expecting="time", today=asked.today, region=asked.region
    )
    day = next((item.value for item in found if item.name == "date"), None) or _value(turn, "date")
    clock = next((item.value for item in found if item.name == "time"), None) or _value(turn, "time")
    return (day, clock) if clock else None
