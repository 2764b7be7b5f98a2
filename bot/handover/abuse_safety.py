"""For who may be overheard: yes, no or keys only, and no contact but the one they set themselves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn
from bot.handover.callback import CallbackHours
from bot.handover.cases import Window
from bot.handover.contact_rules import ContactRules
from bot.handover.request import PersonRequests
from bot.handover.safe_call import SAFE_CALL, offer
from bot.handover.waits import Place
from bot.understanding.entities import read_entities

SAFE_TO_TALK, SAFE_NUMBER, SAFE_TIME, SAFE_OVER = "safe_to_talk", "safe_number", "safe_time", "safe_over"
KINDS = (SAFE_TO_TALK, SAFE_CALL, SAFE_NUMBER, SAFE_TIME, SAFE_OVER)
# So many times in a row silence is waited out; then nobody is asked anything more.
PATIENCE = {SAFE_TO_TALK: 1, SAFE_CALL: 2, SAFE_NUMBER: 4, SAFE_TIME: 2, SAFE_OVER: 1}
# So many times are proposed before it is left at that.
MOST_TIMES = 4
TRIES = 2


class SafeContact:
    """The short dialogue of an unsafe caller; the word for it is never spoken."""

    def __init__(self, requests: PersonRequests, rules: ContactRules, hours: CallbackHours) -> None:
        self._requests = requests
        self._rules = rules
        self._hours = hours

    def questions(self) -> dict[str, Callable[[Turn], Reply | None]]:
        """The handlers for its questions, by kind."""
        handlers = (self._safe, self._call, self._number, self._time, self._over)
        return dict(zip(KINDS, handlers, strict=True))

    def begin(self, turn: Turn, reason: str, place: Place, words: tuple[Sentence, ...]) -> Reply:
        """The case and the rule first: from here on nothing goes out that somebody else might see."""
        _take_as_said(turn, reason)
        case = self._requests.case_for(turn, reason, place)
        self._rules.protect(turn.conversation, case.id, turn.services.clock.now())
        turn.note("contact_restricted", {"case": case.number})
        turn.memory.silences = 0
        kept = {"reason": reason, "priority": place.priority, "skill": place.skill}
        return turn.ask(*words, kind=SAFE_TO_TALK, expecting="yes_no", **kept)

    def goes_on(self, turn: Turn) -> Reply | None:
        """Silence may be somebody coming into the room: ask nothing twice, stay, say little."""
        kind = _question(turn).get("kind")
        if kind not in KINDS or not turn.heard.silent or turn.conversation.channel == "sms":
            return None
        turn.memory.silences += 1
        if turn.memory.silences <= PATIENCE[kind]:
            return Reply((turn.say("still_there"),), expecting=turn.memory.expecting, aside=True)
        if kind == SAFE_OVER:
            # Nobody is brought onto a line that somebody else may be holding.
            return turn.reply(turn.say("goodbye"), ends=True)
        return self._no_contact(turn)

    def _safe(self, turn: Turn) -> Reply | None:
        question = _question(turn)
        if turn.understanding is None:
            return Reply((turn.say("delicate_abuse_safety"),), expecting="yes_no")
        if turn.intent != "affirm":
            return offer(turn)
        place = Place(question["priority"], question["skill"], turn.conversation.language)
        if (connected := self._requests.connect(turn, question["reason"], place)) is not None:
            return connected
        return offer(turn, turn.say("nobody_now"))

    def _call(self, turn: Turn) -> Reply | None:
        if turn.understanding is None:
            return Reply((turn.say("delicate_not_safe"),), expecting="yes_no")
        if turn.intent != "affirm":
            return self._no_contact(turn)
        return self._ask_number(turn)

    def _number(self, turn: Turn) -> Reply | None:
        if turn.understanding is None:
            return self._ask_number(turn)
        if phone := _value(turn, "phone_number"):
            return self._propose(turn, phone, self._hours.next(turn.services.clock.now()))
        tries = int(_question(turn).get("tries", 0)) + 1
        return self._no_contact(turn) if tries >= TRIES else self._ask_number(turn, tries)

    @staticmethod
    def _ask_number(turn: Turn, tries: int = 0) -> Reply:
        asked = turn.say("delicate_safe_number")
        return turn.ask(asked, kind=SAFE_NUMBER, expecting="phone_number", tries=tries)

    def _propose(self, turn: Turn, phone: str, window: Window, times: int = 1) -> Reply:
        """A yes to this very time, never to one nearby; the next no gets the next one."""
        start, end = window.start.isoformat(), window.end.isoformat()
        asked = turn.say("delicate_safe_time", **_spoken(window))
        kept = {"phone": phone, "from": start, "until": end, "times": times}
        return turn.ask(asked, kind=SAFE_TIME, expecting="yes_no", **kept)

    def _time(self, turn: Turn) -> Reply | None:
        question = _question(turn)
        phone, window = question["phone"], _window(question)
        if turn.understanding is None:
            return self._propose(turn, phone, window, question["times"])
        named = _moment(turn)
        if named is None and turn.intent == "affirm":
            return self._promise(turn, phone, window)
        if question["times"] >= MOST_TIMES:
            return self._no_contact(turn)
        now = turn.services.clock.now()
        if named:
            window = self._hours.near(now, *named)
        elif turn.intent == "deny":
            window = self._hours.next(window.end)
        return self._propose(turn, phone, window, question["times"] + 1)

    def _promise(self, turn: Turn, phone: str, window: Window) -> Reply:
        self._requests.promise_safely(turn, window, phone)
        self._rules.allow(turn.conversation, phone, window.start, window.end)
        return self._settled(turn, "delicate_safe_promised")

    def _no_contact(self, turn: Turn) -> Reply:
        return self._settled(turn, "delicate_safe_nothing")

    def _settled(self, turn: Turn, key: str) -> Reply:
        turn.memory.silences = 0
        self._requests.hand_back(turn)
        return turn.ask(turn.say(key), kind=SAFE_OVER)

    @staticmethod
    def _over(turn: Turn) -> Reply | None:
        """Whatever is said now is said of the caller's own accord."""
        turn.memory.question = None
        return turn.reply(turn.say("how_can_i_help")) if turn.understanding is None else None


def _take_as_said(turn: Turn, code: str) -> None:
    """Who wants a person after a hint means it: from now on it binds every later message."""
    told = [flag for flag in turn.memory.flags if flag["code"] == code]
    if told and all(flag["level"] == "hint" for flag in told):
        told[-1]["level"] = "clear"


def _question(turn: Turn) -> dict[str, Any]:
    return turn.memory.question or {}


def _window(question: dict[str, Any]) -> Window:
    return Window(datetime.fromisoformat(question["from"]), datetime.fromisoformat(question["until"]))


def _spoken(window: Window) -> dict[str, str]:
    day = window.start.date().isoformat()
    return {"day": day, "start": f"{window.start:%H:%M}", "end": f"{window.end:%H:%M}"}


def _value(turn: Turn, name: str) -> str | None:
    entities = turn.understanding.entities if turn.understanding else ()
    return next((item.value for item in entities if item.name == name), None)


def _moment(turn: Turn) -> tuple[str | None, str | None] | None:
    """Day (ISO) and clock (HH:MM) as named; without a clock it is no time."""
    asked = turn.question()
    found = read_entities(
        turn.heard.text or "", asked.language, expecting="time", today=asked.today, region=asked.region
    )
    named = {item.name: item.value for item in reversed(found)}
    clock = named.get("time") or _value(turn, "time")
    return (named.get("date") or _value(turn, "date"), clock) if clock else None
