"""How long each kind of turn takes, ours and stock in alternating blocks of whole calls."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from benchmarks.turn.both import Both
from benchmarks.turn.lines import OURS, STOCK, Line, say
from benchmarks.turn.samples import Samples
from benchmarks.turn.script import Utterance, whole_call

BLOCK = 5
WARM_UP = 3


def kinds_of_turns(both: Both, calls: int) -> dict[str, Samples]:
    """Milliseconds by hotline and kind of turn, from `calls` calls to each."""
    measured: dict[str, dict[str, list[float]]] = {OURS: defaultdict(list), STOCK: defaultdict(list)}
    scripts = itertools.cycle(whole_call(order) for order in both.orders)
    for which in (OURS, STOCK):
        play_calls(lambda which=which: both.line(which), scripts, WARM_UP, defaultdict(list))  # type: ignore[misc]
    for count in blocks(calls):
        for which in (OURS, STOCK):
            play_calls(lambda which=which: both.line(which), scripts, count, measured[which])  # type: ignore[misc]
    return dict(measured)


def blocks(calls: int) -> list[int]:
    """How many calls go to one hotline before the other has its turn."""
    whole, rest = divmod(calls, BLOCK)
    return [BLOCK] * whole + [rest] * bool(rest)


def play_calls(
    new_line: Callable[[], Line],
    scripts: Iterator[list[Utterance]],
    count: int,
    into: dict[str, list[float]],
) -> None:
    """Make `count` calls one after the other and note every turn's time under its kind."""
    for script in itertools.islice(scripts, count):
        play(new_line(), script, into)


def play(line: Line, script: Iterable[Utterance], into: dict[str, list[float]]) -> None:
    """Say all of it on one line."""
    for utterance in script:
        into[utterance.kind].append(say(line, utterance.words, utterance.expects))
