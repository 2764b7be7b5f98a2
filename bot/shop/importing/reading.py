"""From a CSV file to typed rows, collecting every fault with its row."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from bot.shop.importing.tables import Table


@dataclass(frozen=True)
class Row:
    """A typed row and where it stood."""

    file: str
    line: int
    values: dict[str, Any]

    def fault(self, what: str) -> str:
        """A fault of this row, without quoting what may be personal."""
        return f"{self.file} row {self.line}: {what}"


def read_table(folder: Path, table: Table, faults: list[str]) -> list[Row]:
    """The file's rows, empty when the file is not there; faults are added to the list."""
    path = folder / f"{table.name}.csv"
    if not path.exists():
        return []
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(f"{path.name}: is not UTF-8")
        return []
    return _rows(path.name, content, table, faults)


def _rows(file: str, content: str, table: Table, faults: list[str]) -> list[Row]:
    first = content.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(StringIO(content, newline=""), delimiter=delimiter)
    wrong = _header_faults(file, table, reader.fieldnames or ())
    if wrong:
        faults.extend(wrong)
        return []
    rows = [_row(file, reader.line_num, cells, table, faults) for cells in reader]
    return _unique(rows, table, faults)


def _header_faults(file: str, table: Table, header: Any) -> list[str]:
    missing = [f"{file}: column {name} is missing" for name in table.required if name not in header]
    return missing + [f"{file}: column {name} is unknown" for name in header if name not in table.columns]


def _row(file: str, line: int, cells: dict[str, Any], table: Table, faults: list[str]) -> Row:
    row = Row(file, line, {})
    # DictReader puts surplus cells under None and fills missing ones with None.
    if None in cells or None in cells.values():
        faults.append(row.fault("has more or fewer cells than the header"))
        return row
    for column, cell in cells.items():
        _read_cell(row, column, cell.strip(), table, faults)
    return row


def _read_cell(row: Row, column: str, cell: str, table: Table, faults: list[str]) -> None:
    if not cell:
        if column in table.required:
            faults.append(row.fault(f"{column} is empty"))
        return
    try:
        row.values[column] = table.reader(column)(cell)
    except ValueError as error:
        faults.append(row.fault(f"{column} {error}"))


def _unique(rows: list[Row], table: Table, faults: list[str]) -> list[Row]:
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = tuple(row.values.get(column) for column in table.key)
        if None not in key and seen.setdefault(key, row.line) != row.line:
            faults.append(row.fault(f"{' and '.join(table.key)} stood in row {seen[key]} already"))
    return rows
