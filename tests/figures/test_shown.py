"""How figures are written: short, in the reader's language, with what they are made of."""

import pytest

from bot.figures.definitions import COUNT, SECONDS, Figure
from bot.figures.shown import shown


@pytest.mark.parametrize(
    ("figure", "language", "value", "of", "every"),
    [
        (Figure("abandoned", 1, 3), "de", "33,3\xa0%", "1", "3"),
        (Figure("abandoned", 1, 3), "en", "33.3%", "1", "3"),
        (Figure("asa", 155.2, 5, SECONDS), "de", "0:31", "2:35", "5"),
        (Figure("occupancy", 4000.0, 6000.0), "en", "66.7%", "1:06:40", "1:40:00"),
        (Figure("gone_at_once", 2, 9, COUNT), "de", "2", "2", ""),
        (Figure("repeated", 0, 0), "de", "", "0", "0"),
    ],
)
def test_a_figure_in_words(figure: Figure, language: str, value: str, of: str, every: str) -> None:
    one = shown(figure, language)
    assert (one.value, one.of, one.all) == (value, of, every)


def test_the_target_comes_with_it() -> None:
    one = shown(Figure("service_level", 9, 10, least=0.9, priority="P1"), "en")
    assert (one.least, one.within_s, one.good) == ("90%", 20, True)
    assert shown(Figure("abandoned", 9, 10, most=0.05), "en").good is False
