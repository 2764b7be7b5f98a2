"""Digits as people dictate them, in any grouping, with fillers and corrections, as ranked readings."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding.spoken.corrections import Opening, Part, settle
from bot.understanding.spoken.groups import groups_at, starts_number
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.readings import NOTHING_SAID, Reading, best, fitting

# A dictation of a number nobody could say in one breath is not one; also what bounds the work.
LONGEST_RUN = 80
_INNER_SIGNS = frozenset(".,-/:;_–—!…()+ ")
_STOPPED_EARLY = 0.5
_KEPT = 1.5
_AND = 0.1


class Dictated(NamedTuple):
    """Readings of the words up to index `end`, cheapest first."""

    readings: tuple[Reading, ...]
    end: int


def runs(hearing: Hearing) -> Iterator[tuple[int, int]]:
    """Each stretch of words that say digits, fillers and corrections inside included."""
    start = 0
    while start < len(hearing.words):
        end = run_end(hearing, start)
        if end > start:
            yield start, end
        start = max(end, start + 1)


def run_end(hearing: Hearing, start: int) -> int:
    """The index after the last digit word of the run beginning at `start`; `start` when none begins."""
    if not _begins(hearing, start):
        return start
    at, end = start, start
    while at < len(hearing.words) and at - start < LONGEST_RUN:
        step = _number_end(hearing, at)
        if step > at:
            at = end = step
        elif (gap := _gap_end(hearing, at)) > at:
            at = gap
        else:
            break
    return end


def dictated(
    hearing: Hearing, start: int, end: int, lengths: frozenset[int], stop_early: bool = False
) -> Dictated | None:
    """What words `start` to `end` dictate with one of these numbers of digits.

    `stop_early`: digits beyond a full number may be left to something else ("… acht zwo drei, zwei Stück").
    """
    whole = fitting(_settled(hearing, start, end, max(lengths)), lengths)
    if whole:
        return Dictated(_likely(whole), end)
    return _stopped(hearing, start, end, lengths) if stop_early else None


def _likely(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    ranked = best(readings)
    return tuple(reading for reading in ranked if reading.cost <= ranked[0].cost + _KEPT)[:5]


def _settled(hearing: Hearing, start: int, end: int, longest: int) -> tuple[Reading, ...]:
    parts = []
    for opening, first, last in _parts(hearing, start, end):
        readings = best(_paths(hearing, first, last, longest)[-1].values())
        if readings and readings[0].groups:
            parts.append(Part(opening, readings))
    return settle(parts) if parts else ()


def _stopped(hearing: Hearing, start: int, end: int, lengths: frozenset[int]) -> Dictated | None:
    paths = _paths(hearing, start, end, max(lengths))
    for at in range(len(paths) - 1, 0, -1):
        found = fitting(paths[at].values(), lengths)
        if found:
            dearer = tuple(reading._replace(cost=reading.cost + _STOPPED_EARLY) for reading in found)
            return Dictated(_likely(dearer), start + _without_gap(paths, at))
    return None


def _without_gap(paths: list[dict[str, Reading]], at: int) -> int:
    """The index after the last digit said: fillers behind it belong to what follows."""
    while at > 1 and paths[at - 1].keys() >= paths[at].keys():
        at -= 1
    return at


def _paths(hearing: Hearing, start: int, end: int, longest: int) -> list[dict[str, Reading]]:
    """For each index the readings of the words before it, as cheap as they come."""
    paths: list[dict[str, Reading]] = [{} for _ in range(end - start + 1)]
    paths[0] = {"": NOTHING_SAID}
    for at in range(start, end):
        said = best(paths[at - start].values())
        for group, until, cost in _steps(hearing, at, end):
            for reading in said:
                longer = reading.then(group, cost) if group else reading._replace(cost=reading.cost + cost)
                if len(longer.digits) <= longest:
                    _keep_cheapest(paths[until - start], longer)
    return paths


def _keep_cheapest(readings: dict[str, Reading], new: Reading) -> None:
    known = readings.get(new.digits)
    if known is None or new.cost < known.cost:
        readings[new.digits] = new


def _steps(hearing: Hearing, at: int, end: int) -> Iterator[tuple[str, int, float]]:
    groups = groups_at(hearing.words, at, hearing.language)
    yield from ((group.digits, group.end, group.cost) for group in groups if group.end <= end)
    gap = _gap_end(hearing, at)
    if gap > at and not starts_number(hearing.words, at, hearing.language):
        price = _AND if hearing.words[at].folded in hearing.table("digits", "and") else 0.0
        yield "", min(gap, end), price


def _begins(hearing: Hearing, at: int) -> bool:
    return at < len(hearing.words) and _number_end(hearing, at) > at


def _number_end(hearing: Hearing, at: int) -> int:
    repeat = hearing.table("digits", "repeats").at(hearing.words, at)
    if repeat and groups_at(hearing.words, at, hearing.language):
        return repeat.end
    if starts_number(hearing.words, at, hearing.language):
        return at + 1
    groups = groups_at(hearing.words, at, hearing.language)
    return max((group.end for group in groups), default=at)


def _gap_end(hearing: Hearing, at: int) -> int:
    """The end of what may stand between digits: a filler, a sign, a correction."""
    kinds = ("fillers", "separators", "corrections", "hesitations", "alternatives", "negations")
    found = [hearing.table("speech", kind).at(hearing.words, at) for kind in kinds]
    found.append(hearing.table("digits", "after_repeat").at(hearing.words, at))
    sign = at + 1 if hearing.words[at].folded in _INNER_SIGNS else at
    return max([phrase.end for phrase in found if phrase] + [sign])


def _parts(hearing: Hearing, start: int, end: int) -> list[tuple[Opening, int, int]]:
    """The run cut at its corrections, each part with the kind of word that opens it."""
    parts: list[tuple[Opening, int, int]] = []
    opening: Opening = "start"
    first = at = start
    while at < end:
        turn = _turn(hearing, at)
        if turn is None:
            at += 1
            continue
        parts.append((opening, first, at))
        opening, at = turn
        first = at
    return [*parts, (opening, first, end)]


def _turn(hearing: Hearing, at: int) -> tuple[Opening, int] | None:
    kinds: tuple[tuple[str, Opening], ...] = (
        ("corrections", "correction"),
        ("hesitations", "hesitation"),
        ("alternatives", "alternative"),
        ("negations", "negation"),
    )
    for table, opening in kinds:
        phrase = hearing.table("speech", table).at(hearing.words, at)
        if phrase:
            return opening, phrase.end
    return None
