"""Figures for spreadsheets: one row for each figure and piece of time; nothing personal, no formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.figures.definitions import Definition, Figure
from bot.figures.period import Piece

HEADER = ("key", "figure", "unit", "from", "until", "numerator", "denominator", "value", "least", "most")
# What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Spreadsheets take a file for UTF-8 only with this mark.
MARK = "\ufeff"


def table(rows: Iterable[tuple[Piece, Definition, Figure]], titles: dict[str, str]) -> str:
    """All of them; `titles` are the figures' names in the reader's language, by their keys."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for piece, definition, figure in rows:
        writer.writerow([guarded(cell) for cell in _cells(piece, definition, figure, titles[definition.key])])
    return MARK + out.getvalue()


def guarded(cell: object) -> object:
    """As it is, unless a spreadsheet would calculate it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _cells(piece: Piece, definition: Definition, figure: Figure, title: str) -> Sequence[object]:
    value = "" if figure.value is None else figure.value
    goals = ("" if goal is None else goal for goal in (definition.least, definition.most))
    times = (piece.since.isoformat(), piece.until.isoformat(timespec="seconds"))
    return (definition.key, title, definition.unit, *times, figure.of, figure.all, value, *goals)
