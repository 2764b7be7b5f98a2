"""What is told apart elsewhere anyway bears witness where the gate is not sure: nobody is asked first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.understanding.danger import may_be_danger
from bot.understanding.delicate.flags import Flag
from bot.understanding.minors import says_minor
from bot.understanding.topic_words import topic_in

# By situation: whether the words say so, in the tables the dialogue uses too.
WITNESSES: Mapping[str, Callable[[str, str], bool]] = {
    "safety_injury": may_be_danger,
    "vulnerable": says_minor,
}


def witnessed(flags: Sequence[Flag], text: str, language: str) -> tuple[Flag, ...]:
    """The flags; a hint that is borne out is taken as said: what smells of burning waits for no yes."""
    heard = (_taken_as_said(flag, text, language) for flag in flags)
    return tuple(flag for flag in heard if not _asks_about_recall(flag, text, language))


def _asks_about_recall(flag: Flag, text: str, language: str) -> bool:
    """Whether a model is on a list is for the dialogue to say, as long as nothing has happened."""
    faint = flag.code == "safety_injury" and flag.level == "hint"
    return faint and topic_in("recalled", text, language) is not None


def _taken_as_said(flag: Flag, text: str, language: str) -> Flag:
    witness = WITNESSES.get(flag.code)
    if flag.level != "hint" or witness is None or not witness(text, language):
        return flag
    return replace(flag, level="clear", seen_by="both")
