"""Everything one utterance names: order numbers, postcodes, dates … as canonical values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.understanding.spoken.choice import read_choice
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.keys import keyed_readings
from bot.understanding.spoken.matching import Match, match
from bot.understanding.spoken.readers import readers
from bot.understanding.spoken.settling import settled
from bot.understanding.spoken.yes_no import Answer, leading_yes_no, read_yes_no, read_yes_no_key

Source = Literal["spoken", "keyed", "typed"]

__all__ = [
    "Answer",
    "Entity",
    "Match",
    "Source",
    "leading_yes_no",
    "match",
    "read_choice",
    "read_entities",
    "read_keys",
    "read_yes_no",
    "read_yes_no_key",
]


@dataclass(frozen=True)
class Entity:
    """A value heard from `start` to `end` of the text; `readings` are canonical, best first."""

    name: str
    value: str
    start: int
    end: int
    heard: str
    score: float
    readings: tuple[str, ...]
    source: Source


def read_entities(  # noqa: PLR0913 - what an utterance means depends on all of these
    text: str,
    language: str,
    *,
    source: Source = "spoken",
    expecting: str | None = None,
    today: date,
    region: str = "DE",
    prefixes: tuple[str, ...] = ("WM",),
) -> tuple[Entity, ...]:
    """Every value in the text, none overlapping, in order; the expected kind is read more generously."""
    hearing = Hearing(text, language, today, expecting, region, prefixes)
    finds: Iterable[Find] = (find for read in readers() for find in read(hearing))
    return tuple(_entity(hearing, find, source) for find in settled(hearing, finds))


def read_keys(
    digits: str,
    expecting: str | None,
    *,
    today: date,
    region: str = "DE",
    prefixes: tuple[str, ...] = ("WM",),
) -> tuple[Entity, ...]:
    """The keyed value, if the keys fit what was asked for; a closing # is not part of it."""
    keyed = digits.strip().rstrip("#")
    readings = (
        keyed_readings(keyed, expecting, prefixes, region, today)
        if keyed.isascii() and keyed.isdigit()
        else ()
    )
    if not readings or expecting is None:
        return ()
    return (Entity(expecting, readings[0], 0, len(keyed), keyed, 1.0, readings, "keyed"),)


def _entity(hearing: Hearing, find: Find, source: Source) -> Entity:
    start, end = hearing.words[find.start].start, hearing.words[find.end - 1].end
    heard = hearing.text[start:end]
    return Entity(find.name, find.readings[0], start, end, heard, round(find.score, 3), find.readings, source)
