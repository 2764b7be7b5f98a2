"""Arranging a call back: number, time, an explicit yes; never called without one."""

from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from bot.conversation.dialogue_turn import with_second_wish
from bot.conversation.owner import Owner
from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Answering, Turn
from bot.handover.cases import Cases, Window
from bot.shop.callback_window import CallbackRules, next_callback_window, window_for_wish
from bot.shop.opening_hours import OpeningHours
from bot.understanding.callback_words import names_clock, wanted_change
from bot.understanding.entities import read_entities
from bot.understanding.spoken.yes_no import read_yes_no

TRIES = 2
ENDING = 2
EARLIEST_HOUR = 7
ABOUT_TIME = frozenset({"callback_offer", "callback_other", "callback_when"})
DAY = timedelta(days=1)
# Nobody can promise a call for a day whose shifts nobody knows.
FURTHEST = timedelta(days=60)


class CallbackHours:
    """When experts may call back."""

    def __init__(self, hours: OpeningHours, rules: CallbackRules) -> None:
        self._hours = hours
        self._rules = rules

    def next(self, now: datetime) -> Window:
        """The first window that can honestly be promised."""
        return Window(*next_callback_window(self._hours, self._rules, now))

    def near(self, now: datetime, day: str | None, clock: str | None) -> Window:
        """The window closest to what the caller named; `day` ISO, `clock` HH:MM."""
        first = self.next(now)
        wished_day = min(date.fromisoformat(day) if day else first.start.date(), now.date() + FURTHEST)
        if not clock:
            return first if wished_day <= first.start.date() else self.next(_midnight(wished_day, now))
        wish = datetime.combine(wished_day, _office_hour(time.fromisoformat(clock)), tzinfo=now.tzinfo)
        if wish < now and not day:
            # A time that is over today is meant for the next day people work.
            wish = datetime.combine(self.next(_midnight(now.date() + DAY, now)).start.date(), wish.timetz())
        found = window_for_wish(self._hours, self._rules, now, wish) if wish >= first.start else None
        return Window(*found) if found else self.next(max(now, wish))


class Waiting(Protocol):
    """The place in the queue of who waits for a person while a call back is arranged."""

    def stay(self, turn: Turn, *lead: Sentence) -> Reply | None:
        """Go on waiting; None for who does not wait."""
        ...

    def leave(self, turn: Turn) -> None:
        """A call back was promised: no need to wait on the line."""
        ...


class CallbackArrangement:
    """The short dialogue about a call back; works without Rasa, which only adds understanding."""

    def __init__(self, cases: Cases, hours: CallbackHours, waiting: Waiting) -> None:
        self._cases = cases
        self._hours = hours
        self._waiting = waiting

    def questions(self) -> dict[str, Answering]:
        """The handlers for its questions, by kind."""
        return {
            "callback_topic": self._topic_given,
            "callback_offer": self._offer_answered,
            "callback_number": self._number_given,
            "callback_number_check": self._number_checked,
            "callback_other": self._other_wanted,
            "callback_when": self._time_given,
        }

    def start(self, turn: Turn, *lead: Sentence) -> Reply:
        """Ask for what is missing: the number first, then the time."""
        if not turn.conversation.caller:
            return self.ask_number(turn, *lead)
        return self._offer(turn, *lead, **(_kept(turn) if is_callback_question(turn) else {}))

    def ask_topic(self, turn: Turn, lead: Sentence) -> Reply:
        """What the call back is about, when nothing was said yet; a time already named is kept."""
        window = self._wished(turn)
        kept = {"from": window.start.isoformat(), "until": window.end.isoformat()} if window else {}
        asked = turn.say("callback_topic")
        return turn.ask(lead, asked, kind="callback_topic", expecting="text", **kept, **_case(turn))

    def ask_number(
        self, turn: Turn, *lead: Sentence, tries: int = 0, purpose: str = "callback", by: str = ""
    ) -> Reply:
        """Which number to call; `purpose` answer (due `by`, ISO) or callback."""
        asked = turn.say("callback_number_again" if tries else "callback_number")
        data = {**_kept(turn), "tries": tries, "purpose": purpose, "by": by, **_case(turn)}
        return turn.ask(*lead, asked, kind="callback_number", expecting="phone_number", **data)

    def _topic_given(self, turn: Turn) -> Reply | None:
        words = turn.heard.text or ""
        if turn.understanding is None or not words or read_yes_no(words, turn.conversation.language):
            asked = turn.say("callback_topic")
            return turn.ask(asked, kind="callback_topic", expecting="text", **_kept(turn))
        turn.memory.wish_words = words
        now = turn.services.clock.now()
        self._cases.refresh(_case(turn)["id"], turn.conversation, "asked_for_callback", {}, now)
        return self.start(turn, turn.say("callback_topic_noted"))

    def _offer(self, turn: Turn, *lead: Sentence, **kept: Any) -> Reply:
        """Offer a window: the one just named, else the one offered before, else the next there is."""
        window = self._wished(turn) or _kept_window(kept) or self._hours.next(turn.services.clock.now())
        own, phone = turn.conversation.caller, kept.get("phone") or turn.conversation.caller
        key = "callback_offer" if phone == own else "callback_window_offer"
        asked = turn.say(key, ending=(phone or "")[-ENDING:], **_spoken(window))
        data = {"phone": phone, "from": window.start.isoformat(), "until": window.end.isoformat()}
        return turn.ask(*lead, asked, kind="callback_offer", expecting="yes_no", **data, **_case(turn))

    def _wished(self, turn: Turn) -> Window | None:
        day, clock = _named(turn, "date"), _named(turn, "time")
        return self._hours.near(turn.services.clock.now(), day, clock) if day or clock else None

    def _offer_answered(self, turn: Turn) -> Reply | None:
        question = _kept(turn)
        if turn.understanding is None or self._wished(turn):
            # "Yes, but at three" is not a yes to what was offered.
            return self._offer(turn, **question)
        if _value(turn, "phone_number"):
            return self._check_number(turn)
        if turn.intent == "affirm":
            return self._promise(turn, question)
        if turn.intent == "deny":
            return self._ask_other(turn)
        return self._other_wanted(turn)

    def _ask_other(self, turn: Turn) -> Reply:
        asked = turn.say("callback_other")
        return turn.ask(asked, kind="callback_other", expecting="text", **_kept(turn))

    def _other_wanted(self, turn: Turn) -> Reply | None:
        if turn.understanding is None:
            return self._ask_other(turn)
        if _value(turn, "phone_number"):
            return self._check_number(turn)
        if self._wished(turn):
            return self._offer(turn, **_kept(turn))
        change = wanted_change(turn.heard.text or "", turn.conversation.language)
        if change == "number":
            return self.ask_number(turn)
        if change == "time":
            asked = turn.say("callback_when")
            return turn.ask(asked, kind="callback_when", expecting="time", **_kept(turn))
        return self._declined(turn) if change == "none" or turn.intent == "deny" else self._unclear(turn)

    def _unclear(self, turn: Turn) -> Reply | None:
        """Something else was said: ask once more for a yes or no, then let it be a wish of its own."""
        question = turn.memory.question or {}
        if question.get("unclear"):
            hand_back(turn)
            turn.memory.question, turn.memory.expecting = None, None
            return None
        turn.memory.question = question | {"kind": "callback_offer", "unclear": True}
        return Reply((turn.say("callback_offer_again"),), expecting="yes_no")

    def _time_given(self, turn: Turn) -> Reply | None:
        return self._offer(turn, **_kept(turn))

    def _number_given(self, turn: Turn) -> Reply | None:
        question = _kept(turn)
        if turn.understanding is None:
            return self.ask_number(turn, **_purpose(question))
        if _value(turn, "phone_number"):
            return self._check_number(turn)
        if question["tries"] + 1 >= TRIES:
            return self._declined(turn)
        return self.ask_number(turn, tries=question["tries"] + 1, **_purpose(question))

    def _check_number(self, turn: Turn) -> Reply:
        """Read the number back; the window offered before is kept."""
        phone = _value(turn, "phone_number")
        asked = turn.say("callback_number_check", phone=phone)
        return turn.ask(
            asked, kind="callback_number_check", expecting="yes_no", **_kept(turn) | {"phone": phone}
        )

    def _number_checked(self, turn: Turn) -> Reply | None:
        question = _kept(turn)
        if turn.understanding is None:
            return Reply((turn.say("callback_number_check", phone=question["phone"]),), expecting="yes_no")
        if _value(turn, "phone_number"):
            return self._check_number(turn)
        if turn.intent != "affirm":
            return self.ask_number(turn, **_purpose(question))
        if question.get("purpose", "callback") == "callback":
            return self._offer(turn, **question)
        by = datetime.fromisoformat(question["by"])
        window = Window(turn.services.clock.now(), by)
        self._cases.promise(question["id"], turn.conversation, "answer", window, question["phone"])
        return self._settled(turn, turn.say("answer_promised", by=by.date().isoformat()))

    def _promise(self, turn: Turn, question: dict[str, Any]) -> Reply:
        window = Window(datetime.fromisoformat(question["from"]), datetime.fromisoformat(question["until"]))
        self._cases.promise(question["id"], turn.conversation, "callback", window, question["phone"])
        if turn.memory.case:
            turn.memory.case["promised"] = True
        self._waiting.leave(turn)
        return self._settled(turn, turn.say("callback_promised", **_spoken(window)))

    def _declined(self, turn: Turn) -> Reply:
        turn.note("callback_declined")
        if reply := self._waiting.stay(turn):
            return reply
        return self._settled(turn, turn.say("callback_declined", case=_case(turn)["case"]))

    @staticmethod
    def _settled(turn: Turn, sentence: Sentence) -> Reply:
        hand_back(turn)
        return anything_else(turn, sentence)


def anything_else(turn: Turn, sentence: Sentence) -> Reply:
    """Said and done: on to a wish still open, or on the phone an open door, in a text message neither."""
    if turn.memory.later:
        return with_second_wish(turn, turn.reply(sentence))
    if turn.conversation.channel == "sms":
        return turn.reply(sentence)
    return turn.ask(sentence, turn.say("anything_else"), kind="more", expecting="yes_no")


def hand_back(turn: Turn) -> None:
    """While the person's call is still to come, the bot goes on serving the caller."""
    if turn.conversation.owner is Owner.QUEUE:
        turn.conversation.give_to(Owner.BOT)
        turn.note("handed_back", {"why": "callback_arranged"})


def _case(turn: Turn) -> dict[str, Any]:
    case = turn.memory.case or {}
    return {"id": case.get("id"), "case": case.get("number")}


def _kept(turn: Turn) -> dict[str, Any]:
    """What the open question already knows: case, number, window, purpose."""
    return {name: value for name, value in (turn.memory.question or {}).items() if name != "kind"}


def is_callback_question(turn: Turn) -> bool:
    """Whether our open question is one of this arrangement's."""
    return _question_kind(turn).startswith("callback")


def _office_hour(clock: time) -> time:
    """ "At three" is three in the afternoon to people who are called in office hours."""
    return clock.replace(hour=clock.hour + 12) if 1 <= clock.hour < EARLIEST_HOUR else clock


def _purpose(question: dict[str, Any]) -> dict[str, Any]:
    return {"purpose": question.get("purpose", "callback"), "by": question.get("by", "")}


def _kept_window(kept: dict[str, Any]) -> Window | None:
    if not kept.get("from"):
        return None
    return Window(datetime.fromisoformat(kept["from"]), datetime.fromisoformat(kept["until"]))


def _spoken(window: Window) -> dict[str, str]:
    day = window.start.date().isoformat()
    return {"day": day, "start": f"{window.start:%H:%M}", "end": f"{window.end:%H:%M}"}


def _value(turn: Turn, name: str) -> str | None:
    entities = turn.understanding.entities if turn.understanding else ()
    return next((item.value for item in entities if item.name == name), None)


def _named(turn: Turn, name: str) -> str | None:
    """A day or time in the words; "um zehn" is one where times are the matter, else it may be ten things."""
    words, asked = turn.heard.text, turn.question()
    about_time = _question_kind(turn) in ABOUT_TIME or (
        turn.intent == "callback_request" and names_clock(words or "", asked.language)
    )
    if not words or turn.understanding is None or not about_time:
        return _value(turn, name)
    found = read_entities(words, asked.language, expecting="time", today=asked.today, region=asked.region)
    return next((item.value for item in found if item.name == name), None)


def _question_kind(turn: Turn) -> str:
    return str((turn.memory.question or {}).get("kind", ""))


def _midnight(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time(), tzinfo=like.tzinfo)
