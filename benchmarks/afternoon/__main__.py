"""Play the afternoon twice, undisturbed and with the process dying in it: `make bench afternoon`."""

import logging
import time
from pathlib import Path

import structlog

from benchmarks.afternoon.sections import sections
from benchmarks.turn.report import write
from benchmarks.turn.machine import moment
from tests.transfers.afternoon import DISTURBED, UNDISTURBED, Plan, played

HERE = Path(__file__).parent
PLAYED = {"Undisturbed": UNDISTURBED, "The process dies four times": DISTURBED}


def main() -> None:
    """Play, judge, write results.md and print it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    began = moment()
    found = [section for title, plan in PLAYED.items() for section in _played(title, plan)]
    write(HERE, "An afternoon", found, began)


def _played(title: str, plan: Plan) -> list[str]:
    began = time.process_time()
    with played(plan) as afternoon:
        return [f"## {title}", *sections(afternoon, time.process_time() - began)]


if __name__ == "__main__":
    main()
