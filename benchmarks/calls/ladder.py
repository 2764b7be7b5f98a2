"""More and more calls until they are no longer held."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence

from benchmarks.calls.order import LoadOrder, Outcome
from benchmarks.stock.project import ROOT

Attempt = Callable[[str, int], Outcome]


def climb(hotlines: Sequence[str], steps: Sequence[int], attempt: Attempt) -> dict[str, list[Outcome]]:
    """The outcomes of each hotline, step by step in turns; who fails a step twice climbs no further."""
    outcomes: dict[str, list[Outcome]] = {which: [] for which in hotlines}
    climbing = list(hotlines)
    for calls in steps:
        for which in tuple(climbing):
            outcome = attempt(which, calls)
            if not outcome.held:
                # Something else may have run on the machine just then.
                outcome = attempt(which, calls)
            outcomes[which].append(outcome)
            if not outcome.held:
                climbing.remove(which)
    return outcomes


def most_held(outcomes: Sequence[Outcome]) -> int:
    """The largest number of calls that was held."""
    return max((outcome.calls for outcome in outcomes if outcome.held), default=0)


def in_own_process(order: LoadOrder) -> Outcome:
    """Carry out the order from a process that shares nothing with the hotlines."""
    command = [sys.executable, "-m", "benchmarks.calls.load"]
    done = subprocess.run(
        command, cwd=ROOT, input=order.to_json(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the load could not be made: {done.stderr[-2000:]}")
    return Outcome(**json.loads(done.stdout))
