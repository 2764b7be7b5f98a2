"""A child on the line is recognised by what it says of itself, not by numbers that happen to be small."""

import pytest

from bot.understanding.minors import says_minor


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ich bin zehn und will einen ball", "de"),
        ("ich bin 15 jahre alt", "de"),
        ("mama weiß nicht dass ich anruf", "de"),
        ("ich bin minderjährig", "de"),
        ("I'm eleven, I used dad's card", "en"),
        ("I am under 18", "en"),
    ],
)
def test_a_child_is_recognised(text: str, language: str) -> None:
    assert says_minor(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("geschenk für meine zehnjährige tochter", "de"),
        ("ich bin zehn kilometer entfernt", "de"),
        ("ich bin seit zehn jahren kunde", "de"),
        ("ich bin 45", "de"),
        ("zehn stück bitte", "de"),
        ("I'm ten minutes away", "en"),
        ("ten mugs please", "en"),
    ],
)
def test_small_numbers_make_no_child(text: str, language: str) -> None:
    assert not says_minor(text, language)
