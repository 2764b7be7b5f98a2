import pytest

from benchmarks.intents.isotonic import stepwise
from benchmarks.intents.measures import Said
from benchmarks.intents.thresholds import (
    answered,
    claimed,
    claims,
    fitted_factor,
    lowest,
    resharpened,
)


def sure(intent: str, confidence: float) -> Said:
    return Said(((intent, confidence), ("deny", 1 - confidence)))


def test_a_wish_above_the_threshold_is_answered_as_if_understood() -> None:
    assert claims(sure("order_cancel", 0.6), 0.6)
    assert not claims(sure("order_cancel", 0.59), 0.6)


@pytest.mark.parametrize("intent", ["other_topic", "out_of_scope", "inform"])
def test_to_say_that_one_cannot_help_claims_nothing(intent: str) -> None:
    assert not claims(sure(intent, 0.99), 0.5)


def test_risk_is_counted_among_the_answered_only() -> None:
    said = [sure("greet", 0.9), sure("greet", 0.8), sure("greet", 0.2), sure("greet", 0.1)]

    assert answered(["greet", "repeat", "repeat", "repeat"], said, 0.5) == (0.5, 0.5)


def test_with_nothing_answered_nothing_is_at_risk() -> None:
    assert answered(["greet"], [sure("repeat", 0.4)], 0.9) == (0, 0)


def test_the_lowest_threshold_lets_no_more_through_than_allowed() -> None:
    beyond = [sure("out_of_scope", 0.99)] * 8 + [sure("order_status", 0.62), sure("order_status", 0.8)]

    threshold = lowest(beyond, most=0.1)

    assert threshold == 0.63
    assert claimed(beyond, threshold) == 0.1
    assert claimed(beyond, threshold - 0.02) == 0.2


def test_intents_that_are_harmless_somewhere_do_not_count_there() -> None:
    polite = [sure("affirm", 0.9), sure("order_place", 0.9)]

    assert claimed(polite, 0.5) == 1
    assert claimed(polite, 0.5, silent={"affirm"}) == 0.5


def test_where_no_threshold_is_enough_nothing_is_answered() -> None:
    assert lowest([Said((("order_status", 1.0),))], most=0.03) == 1.0


def test_sharpening_keeps_the_order_and_the_sum() -> None:
    # A sum below one stands for words never heard before.
    said = Said((("a", 0.4), ("b", 0.2), ("c", 0.1)))

    sharper = resharpened(said, 2)

    assert [name for name, _ in sharper.ranking] == ["a", "b", "c"]
    assert sum(value for _, value in sharper.ranking) == pytest.approx(0.7)
    assert sharper.ranking[0][1] / sharper.ranking[1][1] == pytest.approx(4)


def test_a_factor_of_one_changes_nothing() -> None:
    said = sure("greet", 0.8)

    assert dict(resharpened(said, 1).ranking) == pytest.approx(dict(said.ranking))


def test_who_ranked_nothing_cannot_be_sharpened() -> None:
    assert resharpened(Said(()), 2) == Said(())


def test_overconfidence_is_answered_with_a_softer_factor() -> None:
    boastful = [sure("greet", 0.99)] * 10

    assert fitted_factor(["greet"] * 7 + ["deny"] * 3, boastful) < 1


def test_modesty_is_answered_with_a_sharper_factor() -> None:
    assert fitted_factor(["greet"] * 10, [sure("greet", 0.6)] * 10) > 1


def test_steps_never_fall() -> None:
    step = stepwise([0.1, 0.3, 0.5, 0.7, 0.9], [False, True, False, True, True])

    heights = [step(at / 20) for at in range(21)]

    assert heights == sorted(heights)


def test_steps_give_the_share_right_at_like_confidences() -> None:
    step = stepwise([0.2, 0.3, 0.6, 0.8], [True, False, True, True])

    assert (step(0.25), step(0.9)) == (0.5, 1.0)


def test_below_everything_seen_the_lowest_step_holds() -> None:
    assert stepwise([0.5, 0.6], [False, True])(0.01) == 0.0
