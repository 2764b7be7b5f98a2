"""Where the points of a course lie."""

from bot.console.trend import LARGE, SMALL, trend
from bot.figures.definitions import BY_KEY, Figure, figure_of

KEPT, CALLS = BY_KEY["callbacks_kept"], BY_KEY["calls"]


def shares(*values: float | None) -> list[Figure]:
    return [figure_of(KEPT, 0, 0) if one is None else figure_of(KEPT, one * 100, 100) for one in values]


def test_higher_is_further_up_and_later_further_right() -> None:
    (line,) = trend(KEPT, shares(0.2, 0.8), [], LARGE).now
    assert line[0].x < line[1].x
    assert line[0].y > line[1].y


def test_a_day_without_anything_to_count_is_a_gap_and_no_nothing() -> None:
    lines = trend(KEPT, shares(0.2, None, 0.8, 0.9), [], LARGE).now
    assert [[point.number for point in line] for line in lines] == [[0], [2, 3]]


def test_both_periods_and_the_target_share_one_scale_up_to_all() -> None:
    drawn = trend(KEPT, shares(0.5), shares(1.0), SMALL)
    assert drawn.top == 1.0
    assert drawn.before[0][0].y < drawn.targets[0] < drawn.now[0][0].y


def test_everything_lies_within_the_picture() -> None:
    drawn = trend(CALLS, [figure_of(CALLS, n, n) for n in (0, 7, 70)], [], SMALL)
    assert all(0 <= point.x <= SMALL.width and 0 <= point.y <= SMALL.height for point in drawn.dots)


def test_nothing_at_all_is_a_flat_line_at_the_bottom() -> None:
    drawn = trend(CALLS, [figure_of(CALLS), figure_of(CALLS)], [], SMALL)
    assert len({point.y for point in drawn.dots}) == 1
