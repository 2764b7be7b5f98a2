"""What a dictation says after its corrections: "eins null vier, nein, fünf", "acht nicht neun"."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bot.understanding.spoken.readings import Reading, best

Opening = Literal["start", "correction", "hesitation", "alternative", "negation"]

_RESTARTED = 0.2
_LAST_SO_MANY = 0.1
_OTHER_CUT = 0.6
_NOT_A_CORRECTION = 1.5
_ONLY_A_BREATH = 0.3


class Part(NamedTuple):
    """A stretch of digits and what was said before it."""

    opening: Opening
    readings: tuple[Reading, ...]


def settle(parts: Sequence[Part]) -> tuple[Reading, ...]:
    """Every reading of the whole once each correction has done its work."""
    said, at = parts[0].readings, 1
    while at < len(parts):
        part, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        if part.opening == "negation":
            # "nicht neun, sondern acht": the two parts are one correction.
            said, at = best(_denied(said, part.readings, after)), at + (2 if _puts_right(after) else 1)
        elif after and after.opening == "negation":
            said, at = best(_swapped(said, part, after)), at + 2
        else:
            said, at = best(_amended(said, part)), at + 1
    return said


def _puts_right(part: Part | None) -> bool:
    return part is not None and part.opening == "correction"


def _amended(said: Sequence[Reading], part: Part) -> Iterator[Reading]:
    """New digits in place of the last ones, of all of them, or simply after them."""
    breath = part.opening != "correction"
    if part.opening == "alternative":
        yield from said
    for new in part.readings:
        yield Reading(new.groups, new.cost + _RESTARTED)
        for old in said:
            cost = 0.0 if breath else _NOT_A_CORRECTION
            yield Reading(old.groups + new.groups, old.cost + new.cost + cost)
            yield from _replaced(old, new, _ONLY_A_BREATH if breath else 0.0)


def _replaced(old: Reading, new: Reading, cost: float) -> Iterator[Reading]:
    first, every = len(new.groups[0]) if new.groups else 0, len(new.digits)
    for count in range(1, len(old.digits) + 1):
        kept = old.cut(count)
        price = 0.0 if count == first else _LAST_SO_MANY if count == every else _OTHER_CUT
        yield Reading(kept.groups + new.groups, kept.cost + new.cost + price + cost)


def _swapped(said: Sequence[Reading], right: Part, wrong: Part) -> Iterator[Reading]:
    """ "…, acht, nicht neun": the last nine said becomes an eight; what follows the nine goes on."""
    for denied in wrong.readings:
        for old in said:
            for new in right.readings:
                yield from _exchange(old, new.groups, denied)
    # Nothing was said before: "eins null vier acht, nicht neun, zwei drei" only takes the nine back.
    yield from _denied(best(_amended(said, right)), wrong.readings, None, extra=0.3)


def _exchange(old: Reading, new: tuple[str, ...], denied: Reading) -> Iterator[Reading]:
    if not denied.groups:
        return
    wrong, rest = denied.groups[0], denied.groups[1:]
    before, found, after = old.digits.rpartition(wrong)
    if found and new:
        groups = tuple(group for group in (before, *new, after, *rest) if group)
        yield Reading(groups, old.cost + denied.cost)


def _denied(
    said: Sequence[Reading], denials: Sequence[Reading], after: Part | None, extra: float = 0.2
) -> Iterator[Reading]:
    """ "… nicht neun, acht" or "… nicht neun sondern acht"; else the denied group is left out."""
    right = after.readings if after is not None and _puts_right(after) else ()
    for old in said:
        for denial in denials:
            rest = denial.groups[1:]
            for new in right:
                yield from _exchange(old, new.groups, Reading(denial.groups[:1], denial.cost))
            if rest and not right:
                yield from _exchange(old, rest, Reading(denial.groups[:1], denial.cost))
            tails = [reading.groups for reading in right] or [()]
            for tail in tails:
                yield Reading(old.groups + rest + tail, old.cost + denial.cost + extra)
