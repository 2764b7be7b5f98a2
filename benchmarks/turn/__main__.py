"""Measure a voice turn: `python -m benchmarks.turn [--calls 60] [--quick]`."""

import argparse
from pathlib import Path

from benchmarks.turn.both import Both, both_running
from benchmarks.turn.growth import by_length, by_stored
from benchmarks.turn.kinds import kinds_of_turns
from benchmarks.turn.lines import OURS, STOCK
from benchmarks.turn.machine import moment
from benchmarks.turn.report import growth_table, kinds_table, ms, table, write
from benchmarks.turn.timings import own_timings

HERE = Path(__file__).parent
CALLS, STORED_CALLS = 60, 30
LENGTHS, STOCK_LENGTHS, STORED = (10, 100, 1_000), (10, 100), (1_000, 100_000)


def main() -> None:
    """Run all parts and write results.md."""
    options = argparse.ArgumentParser(prog="benchmarks.turn", description=__doc__)
    options.add_argument("--calls", type=int, default=CALLS, help="whole calls to each hotline")
    options.add_argument("--kinds-only", action="store_true", help="leave out how the time grows")
    chosen = options.parse_args()
    began = moment()
    with both_running("turn") as both:
        sections = kinds(both, chosen.calls)
        if not chosen.kinds_only:
            sections += growth(both)
    write(HERE, "A voice turn", sections, began)


def kinds(both: Both, calls: int) -> list[str]:
    """The kinds of turns, and where ours spends its time."""
    measured = kinds_of_turns(both, calls)
    parts = table(
        ("part of our turn", "median"), [(n, ms(v)) for n, v in own_timings(both.stack.engine).items()]
    )
    return [
        "## By kind of turn",
        kinds_table(measured[OURS], measured[STOCK]),
        "## Where our time goes",
        parts,
    ]


def growth(both: Both) -> list[str]:
    """A mean turn in ever longer calls, and with ever more conversations stored."""
    longer = {OURS: by_length(both, OURS, LENGTHS), STOCK: by_length(both, STOCK, STOCK_LENGTHS)}
    stored = by_stored(both, STORED, STORED_CALLS)
    columns = {OURS: stored[OURS], "stock, nothing added (control)": stored[STOCK]}
    return [
        "## As one conversation grows",
        growth_table("turns before", longer),
        "## As stored conversations grow",
        growth_table("conversations", columns),
    ]


if __name__ == "__main__":
    main()
