"""What is made of the measured: how late changes were seen, what was asked, what it cost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.desk.changes import Change, Changes
from benchmarks.desk.order import Played, Watched
from benchmarks.desk.usage import Used
from benchmarks.turn.report import ms, table
from benchmarks.turn.samples import median, p95

AIM_S = 2.0


@dataclass(frozen=True)
class Phase:
    """One stretch of time: the calls' turns in it, and what the server used."""

    name: str
    turns: list[float]
    before: Used
    after: Used
    errors: list[str]


@dataclass(frozen=True)
class Found:
    """All of one run: calls alone, with a queue that changes, with agents too."""

    phases: tuple[Phase, ...]
    changes: Changes
    played: Played


def section(name: str, found: Found) -> list[str]:
    """Of the results."""
    made, browsers = found.changes.made, found.played.browsers
    kinds = {kind: lateness([one for one in made if one.kind == kind], browsers) for kind in ("new", "taken")}
    seen, never = lateness(made, browsers)
    headline = f"**p95 {p95(seen):.2f} s** until a change is on an agent's page (aim {AIM_S:.0f} s)."
    faults = [*found.changes.errors, *(fault for one in browsers for fault in one.errors)]
    faults += [fault for phase in found.phases for fault in phase.errors]
    return [
        f"## {name}",
        headline,
        updates({**kinds, "all": (seen, never)}),
        polls(found),
        phases(found.phases),
        *([f"{len(faults)} faults, the first: {faults[0][:160]}"] if faults else []),
    ]


def lateness(changes: Iterable[Change], browsers: Sequence[Watched]) -> tuple[list[float], int]:
    """Seconds until each browser was served each change, and how often one never was."""
    moments = [(change, served(change, one)) for change in changes for one in browsers]
    seen = [moment - change.at for change, moment in moments if moment is not None]
    return seen, len(moments) - len(seen)


def served(change: Change, browser: Watched) -> float | None:
    """When this browser had been served this change."""
    noted = browser.came if change.kind == "new" else browser.went
    moments = [noted[one] for one in change.ids if one in noted]
    return min(moments) if moments else None


def updates(kinds: dict[str, tuple[list[float], int]]) -> str:
    """One row per kind of change: how late it was seen."""
    rows = []
    for kind, (seen, never) in kinds.items():
        times = (f"{value:.2f} s" for value in (median(seen), p95(seen), max(seen))) if seen else ("–",) * 3
        rows.append([kind, str(len(seen) + never), *times, str(never)])
    return table(("change", "times agents", "median", "p95", "longest", "never seen"), rows)


def polls(found: Found) -> str:
    """How much was asked, how it was answered, how quickly, and what asking cost."""
    browsers, with_agents = found.played.browsers, found.phases[-1]
    seconds = with_agents.after.at - with_agents.before.at
    took = [value for one in browsers for value in one.took]
    statuses = Counter(status for one in browsers for status in one.statuses)
    received = sum(one.received for one in browsers)
    head = (
        "polls a second",
        "answered 204",
        "median",
        "p95",
        "KiB a second",
        "not answered",
        "browsers' CPU s/s",
    )
    row = [f"{len(took) / seconds:.0f}", f"{statuses[204] / max(1, len(took)):.0%}"]
    row += [ms(median(took)), ms(p95(took)), f"{received / seconds / 1024:,.0f}"]
    row += [str(sum(len(one.errors) for one in browsers)), f"{found.played.cpu_s / seconds:.2f}"]
    others = ", ".join(f"{status}: {times}" for status, times in sorted(statuses.items()))
    return f"{table(head, [row])}\n\nStatuses: {others}."


def phases(found: Sequence[Phase]) -> str:
    """One row per stretch of time; the last column compares the turns with those of the first."""
    first = p95(found[0].turns)
    head = ("", "turns", "median", "p95", "p95 / calls alone", "server CPU s/s", "server MiB", "errors")
    return table(head, [_row(one, first) for one in found])


def _row(phase: Phase, first: float) -> list[str]:
    share = phase.after.share_since(phase.before)
    slow = [ms(median(phase.turns)), ms(p95(phase.turns)), f"{p95(phase.turns) / first:.2f}"]
    used = [f"{share:.2f}", f"{phase.after.memory_mib:.0f}", str(len(phase.errors))]
    return [phase.name, str(len(phase.turns)), *slow, *used]
