"""The tables of the results."""

from collections.abc import Mapping, Sequence

from benchmarks.delicate.neutral import Silence
from benchmarks.turn.report import ms, table
from bot.understanding.delicate.exam import Marks, Row

HEAD = ("situation", "said outright", "found", "any flag", "hints", "noticed", "look-alikes", "raised")


def by_flag(marks: Mapping[Row, Marks], language: str) -> str:
    """One row a situation, and all of them together."""
    rows = {code: row for (code, spoken), row in marks.items() if spoken == language}
    return table(HEAD, [*(_row(code, [row]) for code, row in rows.items()), _row("all", [*rows.values()])])


def silence(found: Sequence[Silence]) -> str:
    """One row a public set."""
    if not found:
        return "The public sets are not beside this checkout (`../shared/data`): nothing measured."
    rows = [
        (
            entry.name,
            f"{entry.sentences:,}",
            str(len(entry.raised)),
            _share(len(entry.raised), entry.sentences),
        )
        for entry in found
    ]
    return table(("public everyday sentences", "sentences", "raised", "share"), rows)


def latency(times: Sequence[float]) -> str:
    """Median and 95th percentile of one sentence, times in milliseconds."""
    ordered = sorted(times)
    return (
        f"One sentence: median {ms(ordered[len(ordered) // 2])}, p95 {ms(ordered[len(ordered) * 95 // 100])}."
    )


def misses(marks: Mapping[Row, Marks], found: Sequence[Silence]) -> str:
    """Every sentence that was missed or raised a flag for nothing."""
    lines: list[str] = []
    for (code, language), row in marks.items():
        lines += [f"- missed `{code}` {language}: {text}" for text in row.misses]
        lines += [f"- raised for `{code}` {language}: {text}" for text in row.false_alarms]
    lines += [f"- raised in {entry.name}: {text}" for entry in found for text in entry.raised]
    return "\n".join(lines)


def _row(name: str, rows: Sequence[Marks]) -> tuple[str, ...]:
    def add(what: str) -> int:
        return sum(int(getattr(row, what)) for row in rows)

    said, hinted, alike = add("said"), add("hinted"), add("alike")
    return (
        name,
        str(said),
        _share(add("found"), said),
        _share(add("noticed"), said),
        str(hinted),
        _share(add("hints_found"), hinted),
        str(alike),
        _share(add("alarms"), alike),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
