"""Measure how many simultaneous calls are held: `python -m benchmarks.calls [--steps 40,80]`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.calls.ladder import climb, in_own_process, most_held
from benchmarks.calls.order import LIMIT_MS, PACE_S, LoadOrder, Outcome
from benchmarks.calls.script import scripts
from benchmarks.turn.both import both_running
from benchmarks.turn.lines import OURS, STOCK
from benchmarks.turn.machine import moment
from benchmarks.turn.report import table, write

HERE = Path(__file__).parent
STEPS = (40, 60, 80, 100, 120, 160, 200, 240, 280, 320, 360, 400, 450, 500, 550, 600, 700, 800)


def main() -> None:
    """Climb with both and write results.md."""
    options = argparse.ArgumentParser(prog="benchmarks.calls", description=__doc__)
    options.add_argument("--seconds", type=float, default=20.0, help="how long a step is measured")
    options.add_argument("--steps", type=_numbers, default=STEPS, help="numbers of calls, with commas")
    chosen = options.parse_args()
    began = moment()
    with both_running("calls") as both:
        spoken = scripts(both.orders)

        def attempt(which: str, calls: int) -> Outcome:
            url = both.stock_url if which == STOCK else both.our_url
            order = LoadOrder(which, url, both.token, calls, chosen.seconds, PACE_S, spoken)
            outcome = in_own_process(order)
            print(f"{which:6} {calls:4} calls: {outcome.cells()} {outcome.errors[:1]}", flush=True)
            return outcome

        outcomes = climb((OURS, STOCK), chosen.steps, attempt)
    write(HERE, "Simultaneous calls", sections(outcomes), began)


def sections(outcomes: dict[str, list[Outcome]]) -> list[str]:
    """The headline and a row per step and hotline."""
    held = {which: most_held(found) for which, found in outcomes.items()}
    ratio = f"{held[OURS] / held[STOCK]:.1f} times as many" if held[STOCK] else "stock held none"
    headline = (
        f"Held with p95 under {LIMIT_MS:.0f} ms, a turn of each call every {PACE_S:.0f} s, no errors: "
        f"**ours {held[OURS]}, stock {held[STOCK]}** ({ratio}). One Rasa process each."
    )
    rows = [[which, str(one.calls), *one.cells()] for which, found in outcomes.items() for one in found]
    return [headline, table(("hotline", "calls", "turns", "median", "p95", "errors"), rows)]


def _numbers(text: str) -> Sequence[int]:
    return tuple(int(number) for number in text.split(","))


if __name__ == "__main__":
    main()
