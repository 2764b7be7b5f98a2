"""What happens when something delicate was said: an acknowledgement, and a person.

The situation is never named to the caller, nothing is asked to be repeated or proven, the flow under way is
stopped and kept.
"""

from collections.abc import Callable
from datetime import date

import structlog

from bot.conversation.child import stop_order
from bot.conversation.owner import Owner
from bot.conversation.state import Reply, Sentence
from bot.conversation.turn import Turn, region_of
from bot.errors import BackendError
from bot.handover.abuse_safety import SafeContact
from bot.handover.after_expert import went_on
from bot.handover.check_question import CHECK, calls_for_person, is_open, says_no
from bot.handover.crisis_numbers import CrisisNumbers, Numbers
from bot.handover.request import PersonRequests
from bot.handover.second_witness import witnessed
from bot.handover.waits import Place
from bot.understanding.delicate.flags import CODES, LEVELS, Flag
from bot.understanding.delicate.tuning import Situation, Tuning
from bot.understanding.intent_kinds import NOT_WISHES

log = structlog.get_logger(__name__)

Look = Callable[[str, str], tuple[Flag, ...]]
# Told of a case that cannot wait for somebody to look at the desk: its number and priority.
Alert = Callable[[str, str], None]
SECOND_IRRITATION = 2
# Our questions that stand between what was interrupted and its going on.
BETWEEN = (CHECK, "callback", "safe_")
# Just over the limit beside something plain, a situation is most often its echo; it stays in the packet.
FAINT = 0.75
# Where being wrong costs more than a strange word of comfort.
NEVER_FAINT = frozenset({"crisis", "safety_injury", "abuse_safety"})
# To stop using it is right advice before anybody is sure that it is dangerous.
WARNED_FIRST = frozenset({"safety_injury"})
# An open door is no question to come back to: what was said at it is the wish.
OPEN_DOOR = "more"


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
        words, language = turn.heard.text, turn.conversation.language
        try:
            look = turn.services.models.gate(turn.conversation.model_version) or self._look
            turn.flags = witnessed(look(words, language), words, language)
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
        _forget_what_went_on(turn)
        if (reply := self._safe.goes_on(turn)) is not None:
            return reply
        fresh = [flag for flag in turn.flags if self._is_new(turn, flag)]
        if is_open(turn) and calls_for_person(turn):
            return self._connect(turn, min([*fresh, self._asked_about(turn)], key=self._rank))
        if not fresh:
            return None
        lead = min(fresh, key=self._rank)
        if lead.level != "hint":
            return self._connect(turn, lead)
        if not self._requests.person_is_coming(turn):
            return self._hint(turn, lead)
        self._on_the_way(turn, lead)
        return None

    def _is_new(self, turn: Turn, flag: Flag) -> bool:
        """Requests are served by the dialogue; what a person has dealt with must be said more openly."""
        if flag.level == "request":
            return False
        if flag.code == "crisis" and flag.level != "hint" and not self._requests.person_is_coming(turn):
            return True
        if flag.level == "hint" and self._situation(flag).on_hint == "ease":
            return flag.code not in turn.memory.flags_settled
        before = [known for known in turn.memory.flags if known["turn"] < turn.conversation.turns]
        levels = [LEVELS.index(known["level"]) for known in before if known["code"] == flag.code]
        return not levels or LEVELS.index(flag.level) > max(levels)

    def _situation(self, flag: Flag) -> Situation:
        return self._tuning.situations[flag.code]

    def _rank(self, flag: Flag) -> tuple[bool, bool, str, int]:
        """Said before hinted at, sure before faint, then the most urgent."""
        faint = flag.confidence < FAINT and flag.code not in NEVER_FAINT
        urgency = self._situation(flag).priority(flag.level)
        return flag.level == "hint", faint, urgency, CODES.index(flag.code)

    def _on_the_way(self, turn: Turn, flag: Flag) -> None:
        """A hint needs no question while a person is coming, who reads it; they may have to come sooner."""
        situation = self._situation(flag)
        if situation.on_hint != "ease":
            place = Place(situation.priority(flag.level), situation.skill, turn.conversation.language)
            self._requests.sooner(turn, flag.code, place)

    def _hint(self, turn: Turn, flag: Flag) -> Reply | None:
        if self._situation(flag).on_hint == "ease":
            return self._ease(turn, flag)
        _interrupt(turn)
        turn.note("delicate_check", {"code": flag.code})
        kept = {"code": flag.code, "text": turn.heard.text or ""}
        warned = self._acknowledged(turn, flag) if flag.code in WARNED_FIRST else ()
        return turn.ask(*warned, turn.say("delicate_check"), kind=CHECK, expecting="yes_no", **kept)

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
        """A plain no (all else has brought the person): on with what was said before."""
        question = turn.memory.question or {}
        if turn.understanding is None:
            return Reply((turn.say("delicate_check"),), expecting="yes_no")
        turn.memory.flags_settled = sorted({*turn.memory.flags_settled, question["code"]})
        turn.note("delicate_check_denied", {"code": question["code"]})
        if _has_wish(turn):
            turn.memory.question = turn.memory.expecting = turn.memory.interrupted = None
            return None
        return self._back(turn, question["text"])

    def _back(self, turn: Turn, words: str) -> Reply | None:
        """On with the question that was open, else with the words that were taken for a hint."""
        memory, under_way = turn.memory, turn.memory.interrupted or {}
        if under_way.get("expecting") and (under_way["question"] or {}).get("kind") != OPEN_DOOR:
            reply = went_on(turn)
            return Reply((turn.say("delicate_check_no"), *reply.sentences), reply.legal, reply.expecting)
        memory.question = memory.expecting = memory.interrupted = None
        turn.afterwards.append(turn.say("delicate_check_no"))
        turn.understanding = turn.heard_as = turn.understand(words)
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
        talk, memory = turn.conversation, turn.memory
        # Said after all, or once more and more openly: open again for whoever reads the packet.
        memory.flags_settled = [code for code in memory.flags_settled if code != flag.code]
        place = Place(situation.priority(flag.level), situation.skill, talk.language)
        words = self._acknowledged(turn, flag)
        if flag.code == "abuse_safety":
            return self._safe.begin(turn, flag.code, place, words)
        last = self._crisis(turn) if flag.code == "crisis" else ()
        return self._requests.delicate(turn, flag.code, place, words, last)

    def _acknowledged(self, turn: Turn, flag: Flag) -> tuple[Sentence, ...]:
        key = f"delicate_{flag.code}"
        if flag.code == "vulnerable" and turn.memory.child:
            _drop_order(turn)
            key = "delicate_vulnerable_minor"
        if flag.code == "anger" and any(known["what"] == "repeated" for known in turn.memory.signals):
            key = "delicate_anger_again"
        return (turn.say(key, emergency=self._of_caller(turn).emergency),)

    def _crisis(self, turn: Turn) -> tuple[Sentence, ...]:
        """The numbers of the caller's country, twice each; with where they hold if nobody knows it."""
        numbers = self._of_caller(turn)
        turn.note("crisis_numbers_given", {"emergency": numbers.emergency, "talk": list(numbers.talk)})
        where = "_unknown" if numbers.places else ""
        said = [turn.say(f"delicate_crisis_numbers{where}", emergency=numbers.emergency)]
        if numbers.talk:
            costs = "" if numbers.free else "_paid"
            said.append(turn.say(f"delicate_crisis_talk{where or costs}", talk=numbers.talk[0]))
        return tuple(said)

    def _of_caller(self, turn: Turn) -> Numbers:
        talk = turn.conversation
        return self._numbers.of(region_of(talk.caller) if talk.caller else None, talk.language)

    def numbers_outdated(self, today: date) -> bool:
        """Whether the crisis numbers have not been verified for too long."""
        return self._numbers.outdated(today)


def _interrupt(turn: Turn) -> None:
    """Keep what was under way; an interruption within an interruption keeps the first."""
    memory = turn.memory
    if memory.interrupted is None and not is_open(turn):
        memory.interrupted = {"question": memory.question, "expecting": memory.expecting}


def _forget_what_went_on(turn: Turn) -> None:
    """What was interrupted has gone on by itself once no question of ours and no person stands between."""
    kind = str((turn.memory.question or {}).get("kind", ""))
    if turn.conversation.owner is Owner.BOT and not kind.startswith(BETWEEN):
        turn.memory.interrupted = None


def _drop_order(turn: Turn) -> None:
    """A child orders nothing: what was begun is not kept to go on with."""
    if not ((turn.memory.interrupted or {}).get("expecting") or turn.memory.ordering):
        return
    try:
        stop_order(turn)
    except BackendError as error:
        turn.note("dialogue_not_told", {"fault": type(error).__name__})


def _has_wish(turn: Turn) -> bool:
    """A no with a wish of its own behind it."""
    return says_no(turn) and turn.intent is not None and turn.intent not in NOT_WISHES
