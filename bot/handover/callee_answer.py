"""What the answer of somebody we call back means for the call. Pure, but for the gate it asks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.state import Heard, Language
from bot.understanding.callee_words import leaning, plain_answer, told
from bot.understanding.delicate.flags import Flag
from bot.understanding.spoken.yes_no import read_yes_no_key

Look = Callable[[str, str], tuple[Flag, ...]]

# Whoever speaks of one of these is not to be kept on the line; the strongest says which.
DISTRESS = ("bereavement", "illness", "safety_injury")
CRISIS, UNSAFE = "crisis", "abuse_safety"
SAID = ("clear", "acute")


class Meaning(StrEnum):
    """What an answer comes to."""

    YES = "yes"
    NO = "no"
    # No call back at all, now or later.
    NEVER = "never"
    WRONG_NUMBER = "wrong_number"
    # Somebody else answered.
    NOT_THERE = "not_there"
    MAILBOX = "mailbox"
    # Bad news, or a line that must stay free: we go at once.
    DISTRESS = "distress"
    # In danger: a person, and we do not hang up.
    CRISIS = "crisis"
    # May be overheard, or must not be called.
    UNSAFE = "unsafe"
    UNCLEAR = "unclear"
    SILENT = "silent"


@dataclass(frozen=True)
class Answer:
    """The meaning, and the delicate situations heard in the words."""

    meaning: Meaning
    flags: tuple[Flag, ...] = ()


BY_WORDS = {
    "keep_free": Meaning.DISTRESS,
    "mailbox": Meaning.MAILBOX,
    "wrong_number": Meaning.WRONG_NUMBER,
    "not_there": Meaning.NOT_THERE,
    "never": Meaning.NEVER,
}


def answer_of(heard: Heard, language: Language, look: Look) -> Answer:
    """The most careful reading wins: distress before yes and no, a person in danger before all."""
    if heard.keys:
        keyed = read_yes_no_key(heard.keys)
        return Answer(Meaning(keyed) if keyed else Meaning.UNCLEAR)
    if not heard.text:
        return Answer(Meaning.SILENT)
    if plain := plain_answer(heard.text, language):
        return Answer(Meaning(plain))
    return _of_words(heard.text, language, look(heard.text, language))


def _of_words(text: str, language: Language, flags: tuple[Flag, ...]) -> Answer:
    if any(flag.code == CRISIS and flag.seen_by != "model" and flag.level in SAID for flag in flags):
        return Answer(Meaning.CRISIS, flags)
    if kind := told(text, language):
        # Of a machine's announcement nothing is kept.
        return Answer(BY_WORDS[kind], () if kind == "mailbox" else flags)
    if grave := _gravest(flags):
        return Answer(grave, flags)
    lean = leaning(text, language)
    return Answer(Meaning(lean) if lean else Meaning.UNCLEAR, flags)


def _gravest(flags: tuple[Flag, ...]) -> Meaning | None:
    """By the flag the gate is surest of: "my father is dying" is no crisis of the caller's own."""
    known = [flag for flag in flags if flag.level in SAID and flag.code in (*DISTRESS, CRISIS, UNSAFE)]
    strongest = max(known, key=lambda flag: flag.confidence, default=None)
    if strongest is None:
        return None
    return {CRISIS: Meaning.CRISIS, UNSAFE: Meaning.UNSAFE}.get(strongest.code, Meaning.DISTRESS)
