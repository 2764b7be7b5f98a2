"""The pictures of results.md, small enough to check in."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from benchmarks.intents.measures import Bin

FOLDER = Path(__file__).parent / "pictures"
COLOURS = 64
LINES = ("#1f5a99", "#c2571a", "#3b7d3b", "#7a4b94")
GREY = "#888888"
# A bin of fewer sentences shows chance.
FEWEST = 10


def draw_confusions(name: str, intents: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Path:
    """Which intent (row) was taken for which (column), in per cent of the row; empty where never."""
    figure = Figure(figsize=(12.5, 12), layout="constrained")
    axes = figure.subplots()
    shares = _row_shares(intents, pairs)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(intents)), intents, rotation=90, fontsize=8)
    axes.set_yticks(range(len(intents)), intents, fontsize=8)
    axes.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.set_xlabel("understood as", fontsize=10)
    axes.set_ylabel("meant", fontsize=10)
    for row, line in enumerate(shares):
        for column, value in enumerate(line):
            _write_cell(axes, row, column, value)
    return _saved(figure, name)


def _write_cell(axes: Axes, row: int, column: int, value: float) -> None:
    if value >= 0.005:
        colour = "white" if value > 0.55 else "#b03000" if row != column else "black"
        axes.text(column, row, f"{100 * value:.0f}", ha="center", va="center", fontsize=6.5, color=colour)


def _row_shares(intents: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
    at = {intent: index for index, intent in enumerate(intents)}
    counts = [[0.0] * len(intents) for _ in intents]
    totals = [0] * len(intents)
    for meant, heard in pairs:
        if meant in at:
            totals[at[meant]] += 1
            if heard in at:
                counts[at[meant]][at[heard]] += 1
    return [
        [count / total if total else 0.0 for count in line]
        for line, total in zip(counts, totals, strict=True)
    ]


def draw_reliability(name: str, sets: Mapping[str, Sequence[Bin]]) -> Path:
    """Share right against confidence; on the diagonal confidence means what it says."""
    figure, axes = _plain("confidence", "share right")
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--", label="perfect")
    for (label, bins), colour in zip(sets.items(), LINES, strict=False):
        drawn = [one for one in bins if one.size >= FEWEST]
        across, up = [one.confidence for one in drawn], [one.accuracy for one in drawn]
        axes.plot(across, up, color=colour, label=label)
        axes.scatter(across, up, [one.size / 3 + 6 for one in drawn], colour)
    axes.legend(frameon=False)
    return _saved(figure, name)


def draw_risk_coverage(name: str, sets: Mapping[str, Sequence[tuple[float, float]]]) -> Path:
    """The share of wrong answers against how much is answered at all."""
    figure, axes = _plain("coverage: share of sentences answered", "risk: share of answers that are wrong")
    for (label, points), colour in zip(sets.items(), LINES, strict=False):
        axes.plot([c for c, _ in points], [r for _, r in points], color=colour, label=label)
    axes.legend(frameon=False)
    return _saved(figure, name)


def draw_curve(name: str, curves: Mapping[str, Mapping[int, float]]) -> Path:
    """Accuracy against the number of training sentences of a language."""
    figure, axes = _plain("training sentences in that language", "accuracy on the exam")
    for (label, points), colour in zip(curves.items(), LINES, strict=False):
        axes.plot(list(points), list(points.values()), color=colour, marker="o", label=label)
    axes.set_xscale("log", base=2)
    ticks = sorted({count for points in curves.values() for count in points})[:: len(curves)]
    axes.set_xticks(ticks, [f"{count:,}" for count in ticks])
    axes.minorticks_off()
    axes.legend(frameon=False)
    return _saved(figure, name)


def _plain(across: str, up: str) -> tuple[Figure, Axes]:
    mpl.rcParams["axes.spines.top"] = mpl.rcParams["axes.spines.right"] = False
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(color="#dddddd", linewidth=0.6)
    return figure, axes


def _saved(figure: Figure, name: str) -> Path:
    FOLDER.mkdir(exist_ok=True)
    file, drawn = FOLDER / f"{name}.png", BytesIO()
    figure.savefig(drawn, format="png", dpi=100)
    # Few colours keep the file small; the eye sees no difference.
    Image.open(drawn).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    return file
