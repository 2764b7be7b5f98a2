"""What somebody hears whom we call back, until they are with the expert who asked for them.

Who calls and why at once, one question, and out of the way as soon as it is no good moment.
"""

from dataclasses import dataclass

from bot.conversation.owner import Owner
from bot.conversation.state import Reply
from bot.handover.back_off import NotReached
from bot.handover.bridge import Bridge
from bot.handover.callback_ends import CallbackEnds
from bot.handover.callback_messages import CallbackMessages
from bot.handover.callback_slot import CallbackSlot
from bot.handover.callback_topic import CallbackTopics
from bot.handover.callee_answer import Answer, Look, Meaning, answer_of
from bot.handover.callee_turn import SLOT, SUITS, CalleeTurn
from bot.handover.contact_rules import ContactRules
from bot.handover.waiting_room import PATIENCE_S
from bot.handover.waits import Place, Waits
from bot.understanding.callback_words import names_clock


@dataclass(frozen=True)
class Means:
    """What the talk needs: the queue, the room, the gate, and whom to keep safe."""

    waits: Waits
    bridge: Bridge
    look: Look
    contact: ContactRules
    messages: CallbackMessages
    topics: CallbackTopics


class CallbackTalk:
    """Every method gives what is said next; the call's record is changed, not yet stored."""

    def __init__(self, means: Means, ends: CallbackEnds, slot: CallbackSlot) -> None:
        self._means = means
        self._ends = ends
        self._slot = slot

    def opened(self, turn: CalleeTurn) -> Reply:
        """Somebody answered: company, computer program, reason, and whether it suits."""
        turn.memory.disclosed.append(turn.leg.language)
        turn.note("ai_disclosed", language=turn.leg.language)
        if turn.wait["status"] == "over":
            return Reply((turn.say("callback_nobody"),), (turn.say("callback_opening"),), ends=True)
        if self._means.messages.is_protected(turn.leg, turn.case):
            # Whoever answers must not learn that somebody had asked for it.
            asked = turn.ask(turn.say("callback_suits"), kind=SUITS)
            return Reply(asked.sentences, (turn.say("callback_opening_safe"),), asked.expecting)
        reason = turn.words(self._means.topics.reason(turn.case, turn.leg.language))
        asked = turn.ask(reason, turn.say("callback_suits"), kind=SUITS)
        return Reply(asked.sentences, (turn.say("callback_opening"),), asked.expecting)

    def heard(self, turn: CalleeTurn) -> Reply:
        """The answer to whether it suits, or to another time."""
        answer = answer_of(turn.heard, turn.leg.language, self._means.look)
        turn.keep_flags(answer)
        turn.note("callee_answered", meaning=answer.meaning.value)
        if reply := self._first_of_all(turn, answer):
            return reply
        return self._slot.answered(turn, answer) if turn.asked["kind"] == SLOT else self._suits(turn, answer)

    def _first_of_all(self, turn: CalleeTurn, answer: Answer) -> Reply | None:
        """What counts whatever we had asked."""
        if answer.meaning is Meaning.CRISIS:
            return self._never_alone(turn)
        if answer.meaning is Meaning.DISTRESS:
            self._ends.distressed(turn.wait, turn.now)
            return turn.end(turn.say("callback_distress"), because="callee_distress")
        if answer.meaning is Meaning.UNSAFE:
            self._means.contact.protect(turn.leg, turn.case["id"], turn.now)
            self._ends.unwanted(turn.wait, "unsafe", turn.now)
            return turn.end(turn.say("callback_end_quietly"))
        return None

    def _suits(self, turn: CalleeTurn, answer: Answer) -> Reply:
        meaning, again = answer.meaning, turn.asked["tries"]
        if meaning is Meaning.MAILBOX or (meaning is Meaning.SILENT and again):
            return self.machine(turn)
        if meaning in (Meaning.NEVER, Meaning.WRONG_NUMBER):
            self._ends.unwanted(turn.wait, meaning.value, turn.now)
            key = "callback_unwanted" if meaning is Meaning.NEVER else "callback_wrong_person"
            return turn.end(turn.say(key))
        if meaning is Meaning.NOT_THERE:
            self._ends.not_reached(turn.wait, NotReached.NOT_THERE, turn.now)
            return turn.end(turn.say("callback_wrong_person"))
        if meaning is Meaning.NO or (meaning is not Meaning.YES and _names_time(turn)):
            return self._another_time(turn)
        if meaning is Meaning.YES or (meaning is Meaning.UNCLEAR and again):
            # Who asks back twice is there; a person explains it best.
            return self._to_expert(turn)
        return self._again(turn, meaning)

    def machine(self, turn: CalleeTurn) -> Reply:
        """A mailbox: one message without content, or none."""
        message = self._means.messages.for_mailbox(turn.leg, turn.case, turn.now)
        self._ends.not_reached(turn.wait, NotReached.MAILBOX, turn.now)
        return turn.end(*([message] if message else []), because="mailbox")

    def _again(self, turn: CalleeTurn, meaning: Meaning) -> Reply:
        asked = turn.say("callback_suits_again")
        safe = self._means.messages.is_protected(turn.leg, turn.case)
        if meaning is Meaning.SILENT or safe:
            return turn.ask_again(asked)
        return turn.ask_again(turn.say("callback_who_again"), asked)

    def _another_time(self, turn: CalleeTurn) -> Reply:
        if self._means.messages.is_protected(turn.leg, turn.case):
            self._ends.unwanted(turn.wait, "unsafe", turn.now)
            return turn.end(turn.say("callback_end_quietly"))
        self._ends.another_time(turn.wait, turn.now)
        return self._slot.offer(turn)

    def _to_expert(self, turn: CalleeTurn) -> Reply:
        """Into the room; with the expert gone meanwhile, first in line for the next."""
        on_the_line = {"channel": "voice", "spoken_at": None}
        if not self._means.waits.change(turn.wait["id"], ("waiting", "ringing"), **on_the_line):
            return turn.end(turn.say("callback_nobody"))
        self._ends.reached(turn.wait, turn.now)
        return self._joined(turn, "callback_to_expert", "callback_to_next_expert")

    def _never_alone(self, turn: CalleeTurn) -> Reply:
        """In danger: the expert who is there already, or whoever can come; we do not hang up."""
        urgent = {"channel": "voice", "priority": "P0", "skill": "any", "spoken_at": None}
        if self._means.waits.change(turn.wait["id"], ("waiting", "ringing"), **urgent):
            self._ends.reached(turn.wait, turn.now)
        else:
            place = Place("P0", "any", turn.leg.language)
            here = {"id": turn.leg.id, "channel": "voice"}
            self._means.waits.enter(here, turn.case["id"], place, turn.now)
        return self._joined(turn, "callback_crisis", "callback_crisis")

    def _joined(self, turn: CalleeTurn, with_expert: str, alone: str) -> Reply:
        turn.memory.question = None
        if turn.leg.owner is Owner.BOT:
            turn.leg.give_to(Owner.QUEUE)
        if room := self._means.bridge.room_for(turn.leg.id):
            return Reply((turn.say(with_expert),), join=room, aside=True)
        self._means.waits.change(turn.wait["id"], ("waiting", "ringing"), first=True)
        return Reply((turn.say(alone),), aside=True, patience=PATIENCE_S)


def _names_time(turn: CalleeTurn) -> bool:
    words, language = turn.heard.text or "", turn.leg.language
    day, clock = turn.named_time() if words else (None, None)
    return bool(day or (clock and names_clock(words, language)))
