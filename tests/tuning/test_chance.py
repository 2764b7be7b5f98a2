"""The exact test against figures worked out by hand."""

import pytest

from bot.tuning.comparison.chance import by_chance


@pytest.mark.parametrize(
    ("broken", "fixed", "chance"),
    [
        (0, 0, 1.0),
        (0, 5, 1.0),
        (1, 0, 1 / 2),
        (4, 0, 1 / 16),
        (5, 0, 1 / 32),
        # Of six tosses at least five heads: 6 + 1 of 64.
        (5, 1, 7 / 64),
        # Of ten at least eight: 45 + 10 + 1 of 1024.
        (8, 2, 56 / 1024),
    ],
)
def test_it_is_what_a_fair_coin_does(broken: int, fixed: int, chance: float) -> None:
    assert by_chance(broken, fixed) == pytest.approx(chance)


def test_thousands_of_sentences_are_no_trouble() -> None:
    assert by_chance(2_500, 2_500) == pytest.approx(0.5, abs=0.01)
    assert by_chance(3_000, 1_000) < 1e-100
