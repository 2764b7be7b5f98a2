"""How a turn's time grows with the length of its conversation and with the number of stored ones."""

import itertools
from collections import defaultdict
from collections.abc import Sequence

from benchmarks.turn.both import Both
from benchmarks.turn.kinds import kinds_of_turns
from benchmarks.turn.lines import OURS, STOCK, Line, say
from benchmarks.turn.samples import in_blocks, median
from benchmarks.turn.script import BEGINS, SMALL_TALK, Utterance
from benchmarks.turn.stored import fill

BLOCKS_MEASURED = 10


def by_length(both: Both, which: str, lengths: Sequence[int]) -> dict[int, float]:
    """Milliseconds of a mean turn in calls of each length; the same turns everywhere, the calls in turns."""
    lines = {length: long_call(both.line(which), length) for length in lengths}
    times: dict[int, list[float]] = defaultdict(list)
    for _ in range(BLOCKS_MEASURED):
        for length, line in lines.items():
            times[length] += [said(line, utterance) for utterance in SMALL_TALK]
    return {length: median(in_blocks(taken, len(SMALL_TALK))) for length, taken in times.items()}


def long_call(line: Line, turns: int) -> Line:
    """A call in which so many turns have been taken."""
    for utterance in (BEGINS, *itertools.islice(itertools.cycle(SMALL_TALK), turns)):
        said(line, utterance)
    return line


def said(line: Line, utterance: Utterance) -> float:
    """Milliseconds of one turn."""
    return say(line, utterance.words, utterance.expects)


def by_stored(both: Both, amounts: Sequence[int], calls: int) -> dict[str, dict[int, float]]:
    """Milliseconds of a mean turn with that many conversations stored by ours.

    Stock's database is left as it is: its times tell what the machine itself did meanwhile.
    """
    found: dict[str, dict[int, float]] = {OURS: {}, STOCK: {}}
    for amount in amounts:
        fill(both.stack.data_dir, amount)
        for which, times in kinds_of_turns(both, calls).items():
            per_call = [sum(call) / len(call) for call in zip(*times.values(), strict=True)]
            found[which][amount] = median(per_call)
    return found
