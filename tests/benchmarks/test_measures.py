import pytest

from benchmarks.intents.measures import (
    Said,
    accuracy,
    area,
    best_matthews,
    by_intent,
    calibration_error,
    macro_f1,
    matthews,
    reliability,
    risk_coverage,
)


def test_accuracy_is_the_share_of_right_ones() -> None:
    assert accuracy([True, True, False, True]) == 0.75


def test_each_intent_is_counted_by_what_was_meant() -> None:
    assert by_intent(["a", "a", "b"], ["a", "b", "b"]) == {"a": 0.5, "b": 1.0}


def test_a_rare_intent_weighs_as_much_as_a_common_one_in_macro_f1() -> None:
    assert macro_f1(["a"] * 9 + ["b"], ["a"] * 10) == pytest.approx((18 / 19 + 0) / 2)


def test_a_confidence_of_one_falls_into_the_last_bin() -> None:
    (only,) = reliability([1.0, 0.95], [True, False])

    assert (only.size, only.accuracy) == (2, 0.5)


def test_bins_without_predictions_are_left_out() -> None:
    assert [one.size for one in reliability([0.05, 0.55, 0.58], [False, True, True])] == [1, 2]


def test_who_is_right_as_often_as_promised_has_no_calibration_error() -> None:
    bins = reliability([0.75] * 4, [True, True, True, False])

    assert calibration_error(bins) == pytest.approx(0)


def test_promising_too_much_and_too_little_do_not_cancel_out() -> None:
    bins = reliability([0.9, 0.1], [False, True])

    assert calibration_error(bins) == pytest.approx(0.9)


def test_risk_grows_with_what_is_answered_though_less_sure() -> None:
    points = risk_coverage([0.2, 0.9, 0.5, 0.7], [False, True, False, True])

    assert points == [(0.25, 0), (0.5, 0), (0.75, pytest.approx(1 / 3)), (1, 0.5)]


def test_errors_among_the_most_confident_cost_the_most_area() -> None:
    careful = area(risk_coverage([0.9, 0.8, 0.1], [True, True, False]))
    careless = area(risk_coverage([0.9, 0.8, 0.1], [False, True, True]))

    assert careful < careless


def test_perfect_predictions_correlate_fully() -> None:
    assert matthews(["a", "b", "c"], ["a", "b", "c"]) == pytest.approx(1)


def test_always_the_same_answer_does_not_correlate() -> None:
    assert matthews(["a", "b", "b"], ["b", "b", "b"]) == 0


def test_for_two_labels_the_correlation_is_the_textbook_one() -> None:
    # 3 true positives, 1 false negative, 1 false positive, 2 true negatives.
    meant, said = ["y", "y", "y", "y", "n", "n", "n"], ["y", "y", "y", "n", "y", "n", "n"]

    assert matthews(meant, said) == pytest.approx((3 * 2 - 1 * 1) / (4 * 4 * 3 * 3) ** 0.5)


def test_the_best_threshold_turns_unsure_predictions_into_nothing() -> None:
    said = [Said((("a", 0.9),)), Said((("b", 0.8),)), Said((("a", 0.3),))]

    best, threshold = best_matthews(["a", "b", ""], said, nothing="")

    assert best == pytest.approx(1)
    assert 0.3 < threshold <= 0.8


def test_who_ranks_nothing_says_nothing() -> None:
    assert (Said(()).intent, Said(()).confidence) == ("", 0.0)
