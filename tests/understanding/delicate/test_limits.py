"""From where on the classifier's opinion counts: learned from what carries nothing."""

import pytest

from bot.understanding.delicate.limits import HIGHEST, LOWEST, limits_of


def test_few_look_alikes_are_above_the_limit() -> None:
    alike = [at / 1000 - 0.85 for at in range(1000)]
    limits = limits_of("anger", alike, [-1.0])
    assert sum(margin > limits.least for margin in alike) <= 10
    assert sum(margin > limits.sure for margin in alike) <= 2
    assert limits.veto < limits.least <= limits.sure


def test_a_crisis_is_asked_about_rather_too_often() -> None:
    alike = [at / 1000 - 0.85 for at in range(1000)]
    assert limits_of("crisis", alike, []).least < limits_of("anger", alike, []).least


def test_everyday_requests_raise_the_limit_too() -> None:
    assert limits_of("anger", [-1.0] * 100, [0.2] * 100).least == pytest.approx(0.2)


def test_the_limit_stays_within_reason_whatever_was_taught() -> None:
    assert limits_of("anger", [9.0] * 100, []).least == HIGHEST
    assert limits_of("anger", [-9.0] * 100, [-9.0]).least == LOWEST
