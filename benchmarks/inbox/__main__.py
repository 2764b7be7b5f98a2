"""Measure the inbox full of sentences: `python -m benchmarks.inbox [--sentences 200000]`."""

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.desk.__main__ import own_postgres
from benchmarks.inbox.asked import FILTERS, GROUPED, SEARCHES
from benchmarks.inbox.filling import filling, misses
from benchmarks.inbox.measured import Took, measured
from benchmarks.turn.machine import moment
from benchmarks.turn.report import ms, table, write
from benchmarks.turn.samples import median, p95
from bot.tuning.inbox_asked import VIEWS

HERE = Path(__file__).parent
AIM_MS = 300
SLOWEST = 5


def main() -> None:
    """On SQLite, then on PostgreSQL; then what filling it takes, and what the redaction leaves."""
    options = argparse.ArgumentParser(prog="benchmarks.inbox", description=__doc__)
    options.add_argument("--sentences", type=int, default=200_000)
    options.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    chosen, began = options.parse_args(), moment()
    found = [
        f"{chosen.sentences:,} sentences; a request is a whole page of the application, its session included."
    ]
    with tempfile.TemporaryDirectory(prefix="bench-inbox-") as folder:
        found += section("SQLite", *measured(Path(folder), chosen.sentences))
        if not chosen.sqlite_only:
            found += section("PostgreSQL", *measured(Path(folder), chosen.sentences, own_postgres()))
    with tempfile.TemporaryDirectory(prefix="bench-inbox-") as folder:
        found += ["## Filling it", filling(Path(folder)), "## What the redaction leaves", misses()]
    write(HERE, "The inbox, full", found, began)


def section(name: str, took: Sequence[Took], down: Sequence[float]) -> list[str]:
    """One database's results."""
    times, used = [one.ms for one in took], [one.cpu_ms for one in took]
    over = sum(value > AIM_MS for value in times)
    return [
        f"## {name}",
        f"**p95 {ms(p95(times))}** (aim {AIM_MS} ms) of {len(times)} requests, median {ms(median(times))}, "
        f"longest {ms(max(times))}, {over} over the aim. "
        f"{len(down)} pages further down: p95 {ms(p95(down))}. "
        f"Processor time of the web process: median {ms(median(used))}, p95 {ms(p95(used))}.",
        _by("view", [*VIEWS, GROUPED], took),
        _by("filtered", FILTERS, took),
        _by("search", SEARCHES, took),
        table(("the slowest", "filter", "search", "took"), [_row(one) for one in _slowest(took)]),
    ]


def _by(what: str, names: Iterable[str], took: Sequence[Took]) -> str:
    rows = []
    for name in names:
        times = [one.ms for one in took if getattr(one.asked, what) == name]
        rows.append([name, str(len(times)), *map(ms, (median(times), p95(times), max(times)))])
    return table((what, "requests", "median", "p95", "longest"), rows)


def _slowest(took: Sequence[Took]) -> list[Took]:
    return sorted(took, key=lambda one: -one.ms)[:SLOWEST]


def _row(one: Took) -> list[str]:
    return [one.asked.view, one.asked.filtered, one.asked.search, ms(one.ms)]


if __name__ == "__main__":
    main()
