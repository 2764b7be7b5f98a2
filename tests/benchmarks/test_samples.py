import pytest

from benchmarks.turn.samples import in_blocks, median, p95, ratio, typical_call


def test_the_p95_is_the_smallest_time_that_95_of_100_do_not_exceed() -> None:
    assert p95([float(number) for number in range(100, 0, -1)]) == 95


def test_the_p95_of_few_times_is_the_slowest() -> None:
    assert p95([3.0, 1.0, 2.0]) == 3.0


def test_one_slow_turn_does_not_move_the_median() -> None:
    assert median([1.0, 2.0, 900.0]) == 2.0


def test_the_ratio_is_below_one_when_ours_is_quicker() -> None:
    assert ratio([10.0, 20.0, 30.0], [40.0, 40.0, 1.0]) == 0.5


def test_a_typical_call_takes_the_sum_of_its_kinds() -> None:
    assert typical_call({"greeting": [1.0, 2.0, 9.0], "question": [10.0]}) == 12.0


def test_blocks_are_averaged_and_an_incomplete_one_is_left_out() -> None:
    assert in_blocks([1.0, 3.0, 5.0, 7.0, 100.0], 2) == [2.0, 6.0]


def test_nothing_measured_has_no_p95() -> None:
    with pytest.raises(IndexError):
        p95([])
