"""Play the afternoon twice, undisturbed and with the process dying in it: `make bench afternoon`."""

import time
from contextlib import redirect_stderr
from pathlib import Path

from benchmarks.afternoon.sections import sections
from benchmarks.turn.machine import moment
from benchmarks.turn.report import write
from tests.transfers.afternoon import DISTURBED, UNDISTURBED, Plan, played

HERE = Path(__file__).parent
LOG = HERE.parents[1] / "var" / "bench" / "afternoon.log"
PLAYED = {"Undisturbed": UNDISTURBED, "The process dies six times": DISTURBED}


def main() -> None:
    """Play, judge, write results.md and print it; what the hotline logs is kept in var/bench."""
    began, found = moment(), list[str]()
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("w") as log, redirect_stderr(log):
        for title, plan in PLAYED.items():
            found += _played(title, plan)
    write(HERE, "An afternoon", found, began)


def _played(title: str, plan: Plan) -> list[str]:
    began = time.process_time()
    with played(plan) as afternoon:
        return [f"## {title}", *sections(afternoon, time.process_time() - began)]


if __name__ == "__main__":
    main()
