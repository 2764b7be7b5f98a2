"""What happens when something delicate was said: an acknowledgement, and a person.

The situation is never named to the caller, nothing is asked to be repeated or proven, the flow under way is
stopped and kept.
"""

from collections.abc import Callable
from datetime import date

import structlog

from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn, region_of
from bot.handover.abuse_safety import SafeContact
from bot.handover.after_expert import went_on
from bot.handover.crisis_numbers import CrisisNumbers, Numbers
from bot.handover.request import PersonRequests
from bot.handover.waits import Place
from bot.understanding.delicate.flags import CODES, LEVELS, Flag
from bot.understanding.delicate.tuning import Situation, Tuning
from bot.understanding.minors import says_minor

log = structlog.get_logger(__name__)

Look = Callable[[str, str], tuple[Flag, ...]]
# Told of a case that cannot wait for somebody to look at the desk: its number and priority.
Alert = Callable[[str, str], None]
CHECK = "delicate_check"
SECOND_IRRITATION = 2


class DelicateSituations:
    """Hears and reacts, in every state of a conversation."""

    def __init__(
        self, look: Look, tuning: Tuning, numbers: CrisisNumbers, requests: PersonRequests, safe: SafeContact
    ) -> None:
        self._look = look
        self._tuning = tuning
        self._numbers = numbers
        self._requests = requests
        self._safe = safe

    def questions(self) -> dict[str, Callable[[Turn], Reply | None]]:
        """The handlers for its questions, by kind."""
        return {CHECK: self._checked, **self._safe.questions()}

    def heard(self, turn: Turn) -> None:
        """Look at the words and remember every flag; a gate that fails must not end the turn."""
        if not turn.heard.text:
            return
        try:
            turn.flags = self._look(turn.heard.text, turn.conversation.language)
        except Exception as error:
            log.error("gate_failed", fault=type(error).__name__)
            turn.note("gate_failed", {"fault": type(error).__name__})
            return
        for flag in turn.flags:
            kept = {**flag.to_json(), "turn": turn.conversation.turns}
            kept |= {"at": turn.services.clock.now().isoformat(), "text": turn.heard.text[:400]}
            turn.memory.flags.append(kept)
            turn.note("flag_raised", {"code": flag.code, "level": flag.level, "seen_by": flag.seen_by})

    def react(self, turn: Turn) -> Reply | None:
        """What to say to what was just heard; None when nothing new was."""
        if turn.heard.silent and (turn.memory.question or {}).get("kind") == CHECK:
            # No answer to "would you like to talk to a person" counts as yes.
            return self._connect(turn, self._asked_about(turn))
        if (reply := self._safe.goes_on(turn)) is not None:
            return reply
        fresh = [flag for flag in turn.flags if self._is_new(turn, flag)]
        if not fresh:
            return None
        lead = min(fresh, key=self._rank)
        if lead.level == "hint" and self._waits(turn):
            return None
        return self._hint(turn, lead) if lead.level == "hint" else self._connect(turn, lead)

    def _is_new(self, turn: Turn, flag: Flag) -> bool:
        """Requests are served by the dialogue; what a person already dealt with needs no second one."""
        if flag.level == "request":
            return False
        if flag.code == "crisis" and flag.level != "hint":
            return True
        if flag.code in turn.memory.flags_settled:
            return False
        before = [known for known in turn.memory.flags if known["turn"] < turn.conversation.turns]
        levels = [LEVELS.index(known["level"]) for known in before if known["code"] == flag.code]
        eased = self._situation(flag).on_hint == "ease"
        return eased or not levels or LEVELS.index(flag.level) > max(levels)

    def _situation(self, flag: Flag) -> Situation:
        return self._tuning.situations[flag.code]

    def _rank(self, flag: Flag) -> tuple[bool, str, int]:
        return flag.level == "hint", self._situation(flag).priority(flag.level), CODES.index(flag.code)

    @staticmethod
    def _waits(turn: Turn) -> bool:
        """While a person is on the way, a hint goes into the packet and needs no question."""
        return turn.conversation.owner == "queue"

    def _hint(self, turn: Turn, flag: Flag) -> Reply | None:
        if self._situation(flag).on_hint == "ease":
            return self._ease(turn, flag)
        _interrupt(turn)
        turn.note("delicate_check", {"code": flag.code})
        kept = {"code": flag.code, "text": turn.heard.text or ""}
        return turn.ask(turn.say("delicate_check"), kind=CHECK, expecting="yes_no", **kept)

    def _ease(self, turn: Turn, flag: Flag) -> Reply | None:
        """Irritation: shorter from now on and the way to a person named; the second time the person comes."""
        memory = turn.memory
        memory.signals.append({"what": "irritation", "turn": turn.conversation.turns, "quote": flag.quote})
        irritated = sum(signal["what"] == "irritation" for signal in memory.signals)
        if irritated >= SECOND_IRRITATION:
            return self._connect(turn, flag)
        memory.terse = True
        turn.afterwards.append(turn.say("delicate_eased"))
        return None

    def _checked(self, turn: Turn) -> Reply | None:
        """Yes, and everything unclear: a person. A clear no: on with what was said before."""
        question = turn.memory.question or {}
        if turn.understanding is None:
            return Reply((turn.say("delicate_check"),), expecting="yes_no")
        if turn.intent != "deny":
            return self._connect(turn, self._asked_about(turn))
        turn.memory.flags_settled = sorted({*turn.memory.flags_settled, question["code"]})
        turn.note("delicate_check_denied", {"code": question["code"]})
        if (turn.memory.interrupted or {}).get("expecting"):
            reply = went_on(turn)
            return Reply((turn.say("delicate_check_no"), *reply.sentences), reply.legal, reply.expecting)
        turn.memory.question = turn.memory.expecting = turn.memory.interrupted = None
        turn.afterwards.append(turn.say("delicate_check_no"))
        turn.understanding = turn.heard_as = turn.understand(question["text"])
        return None

    def _asked_about(self, turn: Turn) -> Flag:
        """The flag our open question was about, now taken as said."""
        code = (turn.memory.question or {}).get("code")
        known = [flag for flag in turn.memory.flags if flag["code"] == code]
        last = known[-1]
        return Flag(last["code"], "hint", last["quote"], last["seen_by"], last["confidence"])

    def _connect(self, turn: Turn, flag: Flag) -> Reply:
        """Acknowledge, write the case, then a person: now if one is there, otherwise honestly later."""
        situation = self._situation(flag)
        _interrupt(turn)
        talk = turn.conversation
        place = Place(situation.priority(flag.level), situation.skill, talk.language)
        words = self._acknowledged(turn, flag)
        if flag.code == "abuse_safety":
            return self._safe.begin(turn, flag.code, place, words)
        last = self._crisis(turn) if flag.code == "crisis" else ()
        return self._requests.delicate(turn, flag.code, place, words, last)

    def _acknowledged(self, turn: Turn, flag: Flag) -> tuple[Sentence, ...]:
        key = f"delicate_{flag.code}"
        if flag.code == "vulnerable" and says_minor(turn.heard.text or "", turn.conversation.language):
            key = "delicate_vulnerable_minor"
        if flag.code == "anger" and any(known["what"] == "repeated" for known in turn.memory.signals):
            key = "delicate_anger_again"
        return (turn.say(key, emergency=self._of_caller(turn).emergency),)

    def _crisis(self, turn: Turn) -> tuple[Sentence, ...]:
        """The numbers of the caller's country, each said twice."""
        numbers = self._of_caller(turn)
        turn.note("crisis_numbers_given", {"emergency": numbers.emergency, "talk": list(numbers.talk)})
        said = [turn.say("delicate_crisis_numbers", emergency=numbers.emergency)]
        said += [turn.say("delicate_crisis_talk", talk=numbers.talk[0])] if numbers.talk else []
        return tuple(said)

    def _of_caller(self, turn: Turn) -> Numbers:
        caller = turn.conversation.caller
        return self._numbers.of(region_of(caller) if caller else None)

    def numbers_outdated(self, today: date) -> bool:
        """Whether the crisis numbers have not been verified for too long."""
        return self._numbers.outdated(today)


def _interrupt(turn: Turn) -> None:
    """Keep what was under way; an interruption within an interruption keeps the first."""
    memory = turn.memory
    if memory.interrupted is None and (memory.question or {}).get("kind") != CHECK:
        memory.interrupted = {"question": memory.question, "expecting": memory.expecting}
