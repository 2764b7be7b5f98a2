"""Waiting for a person: place and estimate, a word at least every 15 seconds, and ways out by key.

Everything said while waiting is heard by the delicate gate first and goes into the packet.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from bot.conversation.controls import CONTROL_ANSWERS
from bot.conversation.keys import PERSON
from bot.conversation.owner import Owner
from bot.conversation.state import Reply, Room, Sentence
from bot.conversation.turn import Turn
from bot.handover.after_expert import after_expert, keep_under_way
from bot.handover.callback import hand_back, is_callback_question
from bot.handover.cases import Case, Cases, Window
from bot.handover.outcomes import WaitOutcome
from bot.handover.routing_file import house_hours
from bot.handover.safe_call import is_unsafe
from bot.handover.skill_hours import SkillHours
from bot.handover.thread_room import ThreadRoom
from bot.handover.waits import Place, Waits
from bot.understanding.control_words import control_word

PATIENCE_S = 15
# Place and estimate are said again this often; in between only that somebody is still there.
SAY_PLACE_AGAIN = timedelta(seconds=45)
CALLBACK_KEY, VOICEMAIL_KEY = "#", "*"
URGENT = ("P0", "P1")
# What a waiting caller may still ask of the hotline itself; everything else is passed on to the expert.
STILL_ANSWERED = frozenset(
    {"repeat", "slower", "louder", "are_you_human", "recording_question", "privacy_notice", "pause"}
)
# The talk is over and the caller still there: the bot goes on, or asks whether that was all.
AFTER_EXPERT = {"handed_back": WaitOutcome.HANDED_BACK, "finished": WaitOutcome.TALKED}


@dataclass(frozen=True)
class Outlook:
    """What can be told a waiting caller: the place (None: it got no better) and the estimate's bucket."""

    place: int | None
    bucket: str | None


Look = Callable[[RowMapping, datetime], Outlook]
RoomFor = Callable[[str], Room | None]
AnswerBy = Callable[[datetime], datetime]
SomebodyHere = Callable[[Place, datetime], bool]


@dataclass(frozen=True)
class Desk:
    """What the room needs to know: whether anybody could come, where a caller stands, the bridge."""

    somebody_here: SomebodyHere
    look: Look
    room_for: RoomFor
    wake: Callable[[], None]
    # The same for a caller, whose expert needs a telephone; without it, as for everybody.
    somebody_to_ring: SomebodyHere | None = None
    # When which skill is on duty; text messages are told.
    hours: SkillHours = field(default_factory=house_hours)


class WaitingRoom:
    """Lets callers in, tells them where they stand, and puts them through."""

    def __init__(self, waits: Waits, cases: Cases, desk: Desk, answer_by: AnswerBy) -> None:
        self._waits = waits
        self._answer_by = answer_by
        self._cases = cases
        self._desk = desk
        self._threads = ThreadRoom(waits, cases, desk.hours, desk.somebody_here)

    def enter(self, turn: Turn, case: Case, place: Place, lead: tuple[Sentence, ...]) -> Reply | None:
        """Begin to wait; None when nobody is there who could come."""
        talk = turn.conversation
        keep_under_way(turn)
        if not self._here(talk.channel, place, turn.services.clock.now()):
            if talk.channel == "sms":
                self._threads.wait_all_the_same(turn, case, place)
            return None
        self._waits.enter({"id": talk.id, "channel": talk.channel}, case.id, place, turn.services.clock.now())
        self._cases.queued(case.id, place)
        if talk.owner is Owner.BOT:
            talk.give_to(Owner.QUEUE)
        turn.memory.question, turn.memory.silences = None, 0
        self._desk.wake()
        if talk.channel == "sms":
            return self._threads.connect(turn, case, lead)
        wait = self._waits.open_of(talk.id)
        assert wait
        return self._waiting(turn, *lead, *self._where(turn, wait))

    def keep_company(self, turn: Turn, case: Case, place: Place, lead: tuple[Sentence, ...]) -> Reply:
        """Nobody is at work and the caller is in danger: stay on the line, and in line for whoever comes."""
        talk = turn.conversation
        self._waits.enter({"id": talk.id, "channel": talk.channel}, case.id, place, turn.services.clock.now())
        if talk.owner is Owner.BOT:
            talk.give_to(Owner.QUEUE)
        turn.memory.question, turn.memory.silences = None, 0
        self._desk.wake()
        if talk.channel == "sms":
            return Reply(lead)
        return self._waiting(turn, *lead, turn.say("delicate_crisis_stay"))

    def answer(self, turn: Turn) -> Reply | None:
        """The next thing a waiting caller hears; None for who does not wait (any more).

        What is written to an expert is noted for them and not answered.
        """
        if turn.conversation.owner is Owner.EXPERT and turn.conversation.channel == "sms":
            self._threads.beside(turn)
        if turn.conversation.owner is not Owner.QUEUE:
            return None
        wait = self._waits.open_of(turn.conversation.id)
        if wait is None:
            return None
        if turn.conversation.channel == "sms":
            return None if is_callback_question(turn) else self._threads.answer(turn, wait)
        if room := self._desk.room_for(turn.conversation.id):
            return Reply((turn.say("wait_joining"),), join=room, aside=True)
        if wait["news"] is not None:
            return self._told(turn, wait)
        if is_callback_question(turn):
            if not turn.heard.silent:
                return None
            # Silence is no yes to a call back: the caller simply keeps the place.
            turn.memory.question = turn.memory.expecting = None
        return self._heard(turn, wait)

    def stay(self, turn: Turn, *lead: Sentence) -> Reply | None:
        """Keep waiting after all (no call back was wanted); None for who does not wait."""
        wait = self._waits.open_of(turn.conversation.id)
        if wait is None:
            return None
        turn.memory.question = turn.memory.expecting = None
        if turn.conversation.channel == "sms":
            return Reply((*lead, turn.say("thread_stay")))
        return self._waiting(turn, *lead, turn.say("wait_stay"))

    def has(self, turn: Turn) -> bool:
        """Whether this caller waits."""
        return self._waits.open_of(turn.conversation.id) is not None

    def sooner(self, turn: Turn, case: Case, place: Place) -> None:
        """Who waits already moves up, never down."""
        talk = turn.conversation
        self._waits.enter({"id": talk.id, "channel": talk.channel}, case.id, place, turn.services.clock.now())

    def give_up(self, turn: Turn) -> None:
        """The caller does not wait any longer, and the place is not kept."""
        if wait := self._waits.open_of(turn.conversation.id):
            self._waits.end(wait["id"], WaitOutcome.CASE_ONLY, turn.services.clock.now())
            hand_back(turn)
            self._desk.wake()

    def leave(self, turn: Turn) -> None:
        """A call back was promised: the place is kept there."""
        if wait := self._waits.open_of(turn.conversation.id):
            self._waits.end(wait["id"], WaitOutcome.CALLBACK, turn.services.clock.now())
            self._desk.wake()

    def _here(self, channel: str, place: Place, now: datetime) -> bool:
        """Whether anybody could come."""
        to_ring = self._desk.somebody_to_ring
        asked = to_ring if to_ring and channel != "sms" else self._desk.somebody_here
        return asked(place, now)

    def _told(self, turn: Turn, wait: RowMapping) -> Reply | None:
        """What has happened since the last turn, told once."""
        self._waits.change(wait["id"], wait["status"], news=None)
        if wait["news"] == "nobody":
            return self._nobody(turn, wait)
        if wait["news"] in AFTER_EXPERT:
            outcome = WaitOutcome(wait["outcome"] or AFTER_EXPERT[wait["news"]])
            self._waits.end(wait["id"], outcome, turn.services.clock.now())
            return after_expert(turn, wait["news"])
        if wait["news"] == "voicemail_kept":
            return self._kept(turn, wait)
        return self._waiting(turn, turn.say(f"wait_{wait['news']}"))

    def _kept(self, turn: Turn, wait: RowMapping) -> Reply:
        """The message is with the case, and somebody owes an answer to it."""
        now, case = turn.services.clock.now(), turn.memory.case or {}
        by = self._answer_by(now)
        self._waits.end(wait["id"], WaitOutcome.VOICEMAIL, now)
        if turn.conversation.caller:
            window = Window(now, by)
            self._cases.promise(
                wait["handover_id"], turn.conversation, "answer", window, turn.conversation.caller
            )
        turn.conversation.give_to(Owner.BOT)
        kept = turn.say("wait_voicemail_kept", case=case.get("number", ""), by=by.date().isoformat())
        return turn.ask(kept, turn.say("anything_else"), kind="more", expecting="yes_no")

    def _nobody(self, turn: Turn, wait: RowMapping) -> Reply:
        """Honest, and a call back to be arranged; whoever would rather wait keeps the place."""
        case = turn.memory.case or {}
        lead = turn.say("wait_nobody", case=case.get("number", ""))
        offered = turn.services.handovers.call_back(turn, lead)
        return offered or self._waiting(turn, lead, turn.say("wait_stay"))

    def _heard(self, turn: Turn, wait: RowMapping) -> Reply | None:
        keys = (turn.heard.keys or "").strip()
        wants_callback = keys.startswith(CALLBACK_KEY) or self._wants_callback(turn)
        if wants_callback and not _in_crisis(turn, wait):
            return turn.services.handovers.call_back(turn, None)
        if keys.startswith(VOICEMAIL_KEY) and wait["priority"] != "P0" and not is_unsafe(turn):
            return Reply((turn.say("wait_voicemail"),), voicemail=True)
        if keys or turn.heard.silent:
            return self._waiting(turn, *self._progress(turn, wait, asked=keys.startswith(PERSON)))
        return self._words(turn, wait)

    def _words(self, turn: Turn, wait: RowMapping) -> Reply | None:
        """Questions about the hotline itself are answered; the rest is for the expert."""
        talk = turn.conversation
        control = control_word(turn.heard.text or "", talk.language)
        if control == "goodbye" and wait["priority"] != "P0":
            self._waits.end(wait["id"], WaitOutcome.CASE_ONLY, turn.services.clock.now())
            return CONTROL_ANSWERS[control](turn)
        if control in STILL_ANSWERED:
            answered = CONTROL_ANSWERS[control](turn)
            return self._waiting(turn, *answered.sentences)
        self._cases.refresh(wait["handover_id"], talk, "waiting", {}, turn.services.clock.now())
        noted = turn.say("delicate_noted" if turn.flags else "wait_noted")
        return self._waiting(turn, noted, *self._progress(turn, wait))

    def _wants_callback(self, turn: Turn) -> bool:
        """By word, without the model: it must work while Rasa is down."""
        return control_word(turn.heard.text or "", turn.conversation.language) == "callback_request"

    def _progress(self, turn: Turn, wait: RowMapping, asked: bool = False) -> tuple[Sentence, ...]:
        spoken_at = wait["spoken_at"]
        due = spoken_at is None or turn.services.clock.now() - spoken_at >= SAY_PLACE_AGAIN
        if wait["priority"] == "P0":
            return (turn.say("delicate_crisis_stay"),)
        if (due or asked) and wait["status"] == "waiting" and wait["priority"] not in URGENT:
            return self._where(turn, wait)
        which = 2 if wait["status"] == "ringing" else 1 + 2 * (turn.conversation.turns % 2)
        return (turn.say(f"wait_progress_{which}"),)

    def _where(self, turn: Turn, wait: RowMapping) -> tuple[Sentence, ...]:
        """Place and estimate as far as they can honestly be told, and the keys."""
        if wait["priority"] in URGENT:
            # Nobody in distress is told a place in a queue.
            return ()
        now = turn.services.clock.now()
        outlook = self._desk.look(wait, now)
        told: dict[str, Any] = {"spoken_at": now}
        if outlook.place is not None:
            told["place"] = outlook.place
        self._waits.change(wait["id"], wait["status"], **told)
        return (_standing(turn, outlook), turn.say("wait_keys"))

    @staticmethod
    def _waiting(turn: Turn, *sentences: Sentence) -> Reply:
        return Reply(sentences, expecting=None, aside=True, patience=PATIENCE_S)


def _in_crisis(turn: Turn, wait: RowMapping) -> bool:
    """Somebody stays on this line: arranging a call back would end in a goodbye."""
    return wait["priority"] == "P0" and any(flag["code"] == "crisis" for flag in turn.memory.flags)


def _standing(turn: Turn, outlook: Outlook) -> Sentence:
    key = "wait_longer" if outlook.place is None else "wait_place"
    values: dict[str, Any] = {} if outlook.place is None else {"place": outlook.place}
    if outlook.bucket is None:
        return turn.say(f"{key}_only", **values)
    words = turn.services.phrases.named("wait_estimates", outlook.bucket, turn.conversation.language)
    return turn.say(key, estimate=words, **values)
