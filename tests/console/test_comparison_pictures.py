"""The pictures of a comparison: every field where it belongs, every bar as long as its number."""

from itertools import pairwise

import pytest

from bot.console.comparison_pictures import HALF, MOST_BARS, WIDE, bars, full_bar, matrix

COUNTS = [
    ["de", "order_cancel", "order_cancel", 3],
    ["de", "order_cancel", "order_status", 1],
    ["en", "order_status", "order_status", 2],
]


def test_a_row_is_what_was_meant_and_a_column_what_was_understood() -> None:
    picture = matrix(COUNTS, None)
    (wrong,) = picture.confusions
    places = dict(picture.names)
    assert (wrong.x, wrong.y) == (places["order_status"], places["order_cancel"])
    assert (wrong.times, wrong.of) == (1, 4)


def test_what_is_right_lies_on_the_diagonal() -> None:
    assert all(one.x == one.y for one in matrix(COUNTS, None).fields if one.is_right)


def test_the_more_often_the_darker_and_never_too_faint_to_see() -> None:
    right, wrong, always = matrix(COUNTS, None).fields
    assert 0.1 < wrong.strength < right.strength < always.strength == 1.0


def test_one_language_shows_its_own_intents_alone() -> None:
    picture = matrix(COUNTS, "en")
    assert [name for name, _ in picture.names] == ["order_status"]
    assert picture.confusions == []


def test_of_nothing_there_is_an_empty_picture() -> None:
    assert matrix([], None).fields == ()


def test_bars_are_as_long_as_their_numbers_the_greatest_loss_on_top() -> None:
    picture = bars([("pause", 0, 5), ("louder", 0, 0), ("slower", 10, 1)])
    assert [bar.name for bar in picture.bars] == ["slower", "pause"]
    slower, pause = picture.bars
    assert (slower.left, slower.right, pause.right) == (HALF, HALF / 10, HALF / 2)
    assert pause.y > slower.y


def test_only_what_changed_most_is_drawn() -> None:
    picture = bars([(f"intent {n:02}", n, 0) for n in range(1, 60)])
    assert len(picture.bars) == MOST_BARS
    assert min(bar.lost for bar in picture.bars) == 60 - MOST_BARS


def test_nothing_changed_is_nothing_drawn() -> None:
    assert bars([("pause", 0, 0)]).bars == ()


def test_a_full_bar_is_full() -> None:
    parts = full_bar({"bot": 60, "clarify": 30, "human": 10})
    assert sum(part.width for part in parts) == pytest.approx(WIDE)
    assert all(left.x + left.width == pytest.approx(right.x) for left, right in pairwise(parts))


def test_of_no_turns_nothing_is_wide() -> None:
    assert {part.width for part in full_bar({"bot": 0, "human": 0})} == {0}
