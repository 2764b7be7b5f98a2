"""From where on the classifier's opinion counts: the usual limits, and a situation's own."""

import pytest

from bot.errors import TuningInvalid
from bot.understanding.delicate.limits import Limits, limits_of
from bot.understanding.delicate.tuning import read_tuning

USUAL = {"asked": 0.25, "sure": 0.5, "overruled": -0.1}


def test_the_usual_ones_where_a_situation_has_none_of_its_own() -> None:
    assert limits_of(USUAL, {}, "anger") == Limits(0.25, 0.5, -0.1)
    assert limits_of(USUAL, {"asked": 0.1}, "crisis") == Limits(0.1, 0.5, -0.1)


@pytest.mark.parametrize("wrong", [{"asked": 0.6}, {"overruled": 0.3}, {"surely": 1}])
def test_limits_that_contradict_each_other_are_refused_by_name(wrong: dict[str, float]) -> None:
    with pytest.raises(TuningInvalid, match="crisis"):
        limits_of(USUAL, wrong, "crisis")


def test_a_crisis_is_asked_about_rather_too_often() -> None:
    situations = read_tuning().situations
    assert situations["crisis"].limits.asked < situations["anger"].limits.asked
