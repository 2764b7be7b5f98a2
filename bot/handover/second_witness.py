"""What is told apart elsewhere anyway bears witness where the gate is not sure: nobody is asked first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.understanding.danger import may_be_danger
from bot.understanding.delicate.flags import Flag
from bot.understanding.minors import says_minor

# By situation: whether the words say so, in the tables the dialogue uses too.
WITNESSES: Mapping[str, Callable[[str, str], bool]] = {
    "safety_injury": may_be_danger,
    "vulnerable": says_minor,
}


def witnessed(flags: Sequence[Flag], text: str, language: str) -> tuple[Flag, ...]:
    """The flags; a hint that is borne out is taken as said: what smells of burning waits for no yes."""
    return tuple(_taken_as_said(flag, text, language) for flag in flags)


def _taken_as_said(flag: Flag, text: str, language: str) -> Flag:
    witness = WITNESSES.get(flag.code)
    if flag.level != "hint" or witness is None or not witness(text, language):
        return flag
    return replace(flag, level="clear", seen_by="both")
