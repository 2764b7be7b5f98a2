"""Nothing in the file makes a spreadsheet calculate."""

import pytest

from bot.console.figure_csv import MARK, guarded, table
from bot.figures.definitions import BY_KEY, figure_of
from bot.figures.period import Piece
from tests.builders import NOW


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_a_formula_is_text(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Anrufe", "", 3, -3.5, "2026-11-23T00:00:00+01:00"])
def test_anything_else_stays_as_it_is(cell: object) -> None:
    assert guarded(cell) == cell


def test_a_title_cannot_begin_a_formula_and_no_value_is_empty() -> None:
    asa = BY_KEY["asa"]
    written = table([(Piece(NOW, NOW), asa, figure_of(asa))], {"asa": "=HYPERLINK(1)"})
    assert written.startswith(MARK)
    assert written.splitlines()[1].startswith("asa,'=HYPERLINK(1),seconds,")
    assert written.splitlines()[1].endswith(",0,0,,,30")
