"""Play the whole matrix of transfers and print the table: `make bench transfers`."""

from collections import Counter
from pathlib import Path

from benchmarks.turn.machine import moment
from benchmarks.turn.report import table
from tests.transfers.matrix import HANGS_UP, Case, Ended, cases, played

FOLDER = Path(__file__).parent
HEAD = (
    "first expert",
    "what breaks",
    "second",
    "wait",
    "calls of experts' phones",
    "caller",
    "voice after",
    "faults",
)


def main() -> None:
    """One row a case; nothing fails here, the test suite judges the same cases."""
    began = moment()
    results = [(case, played(case)) for case in cases()]
    faults = sum(bool(ended.faults) for _, ended in results)
    served = Counter(ended.served for case, ended in results if case.disturbance not in HANGS_UP)
    content = "\n\n".join(
        [
            "# Transfers",
            f"- began {began}\n- ended {moment()}",
            f"{len(results)} cases, {faults} with a fault. Callers who stayed: {_counts(served)}.",
            table(HEAD, [_row(case, ended) for case, ended in results]),
        ]
    )
    (FOLDER / "results.md").write_text(content + "\n", "utf-8")
    print(content)


def _counts(served: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in served.most_common())


def _row(case: Case, ended: Ended) -> tuple[str, ...]:
    voice = "–" if ended.voice_after_s is None else f"{ended.voice_after_s:.0f} s"
    calls = ", ".join(ended.calls) or "–"
    second = "yes" if case.second else "no"
    return (
        *(case.expert, case.disturbance, second),
        *(ended.wait, calls, ended.served, voice, "; ".join(ended.faults) or "none"),
    )


if __name__ == "__main__":
    main()
