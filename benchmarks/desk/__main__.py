"""Measure the desk's queue under load: `python -m benchmarks.desk [--seconds 60]`."""

import argparse
from pathlib import Path

from benchmarks.calls.order import PACE_S
from benchmarks.desk.figures import section
from benchmarks.desk.run import A_SECOND, CALLS, Size, measured
from benchmarks.turn.machine import moment
from benchmarks.turn.report import write

HERE = Path(__file__).parent
USUAL, WHOLE = "/desk/queue", "/desk/queue?which=all&everything=1"


def main() -> None:
    """Measure on SQLite, then on PostgreSQL, and write results.md."""
    options = argparse.ArgumentParser(prog="benchmarks.desk", description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0, help="how long the queue is watched")
    options.add_argument("--agents", type=int, default=40, help="how many look at the queue")
    options.add_argument("--waiting", type=int, default=300, help="how many wait in it at the beginning")
    options.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    chosen = options.parse_args()
    size, began = Size(chosen.seconds, chosen.agents, chosen.waiting), moment()
    found = [asked(size), *section("SQLite, the page as it opens", measured(USUAL, size))]
    found += section("SQLite, all cases on the page", measured(WHOLE, size))
    if not chosen.sqlite_only:
        on_postgres = measured(USUAL, size, DATABASE_URL=own_postgres())
        found += section("PostgreSQL, the page as it opens", on_postgres)
    write(HERE, "The queue with everybody looking", found, began)


def asked(size: Size) -> str:
    """What was done, in a sentence."""
    return (
        f"{size.waiting} text threads wait, {size.agents} agents have the queue open, {A_SECOND} changes "
        f"a second for {size.seconds:.0f} s (somebody new waits, somebody is taken), {CALLS} calls "
        f"beside it, a turn of each every {PACE_S:.0f} s."
    )


def own_postgres() -> str:
    """The URL of an empty database on a PostgreSQL that ends with this process."""
    from tests.servers import execute, postgres_url

    server, name = postgres_url(), "bench_desk"
    execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    execute(server, f"CREATE DATABASE {name}")
    before, _, query = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


if __name__ == "__main__":
    main()
