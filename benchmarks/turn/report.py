"""The results as Markdown tables."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.turn.machine import machine, moment
from benchmarks.turn.samples import Samples, median, p95, ratio, typical_call


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def kinds_table(ours: Samples, stock: Samples) -> str:
    """One row per kind of turn, and what one call takes altogether."""
    head = ("turn", "calls", "ours median", "ours p95", "stock median", "stock p95", "ours / stock")
    rows = [_kind_row(kind, ours[kind], stock[kind]) for kind in ours]
    mine, theirs = typical_call(ours), typical_call(stock)
    rows.append(["all of them", "", ms(mine), "", ms(theirs), "", f"{mine / theirs:.2f}"])
    return table(head, rows)


def growth_table(what: str, columns: Mapping[str, Mapping[int, float]]) -> str:
    """One row per size, one column per hotline; a hotline not measured there has a dash."""
    sizes = sorted({size for column in columns.values() for size in column})
    rows = [
        [f"{size:,}", *(ms(column[size]) if size in column else "–" for column in columns.values())]
        for size in sizes
    ]
    return table((what, *columns), rows)


def ms(value: float) -> str:
    """Milliseconds with one decimal."""
    return f"{value:.1f} ms"


def write(folder: Path, title: str, sections: Sequence[str], began: str) -> None:
    """Print the results and keep them in the benchmark's folder."""
    described = [f"- {line}" for line in machine()]
    run = [f"- began {began}", f"- ended {moment()}"]
    content = "\n\n".join([f"# {title}", "\n".join([*described, *run]), *sections]) + "\n"
    (folder / "results.md").write_text(content, "utf-8")
    print(content)


def _kind_row(kind: str, ours: Sequence[float], stock: Sequence[float]) -> list[str]:
    times = [ms(value) for value in (median(ours), p95(ours), median(stock), p95(stock))]
    return [kind, str(len(ours)), *times, f"{ratio(ours, stock):.2f}"]
