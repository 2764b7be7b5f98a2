"""Injuries and fire are heard in a caller's words, and nothing is that only sounds like them."""

import pytest

from bot.understanding.danger import may_be_danger, tells_danger


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ich habe mich an den Scherben geschnitten", "de"),
        ("Der Toaster hat gebrannt!", "de"),
        ("niemand wurde verletzt aber das kabel ist verschmort", "de"),
        ("my toaster broke down and it was on fire", "en"),
        ("I cut my hand on the pieces", "en"),
        ("nobody was hurt but there was smoke", "en"),
    ],
)
def test_what_is_dangerous(text: str, language: str) -> None:
    assert tells_danger(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("die vase ist zerbrochen, niemand wurde verletzt", "de"),
        ("die Feuerschale hat eine Delle", "de"),
        ("mich würde brennend interessieren wo mein paket ist", "de"),
        ("the vase is broken, nobody was hurt", "en"),
        ("the fire pit has a dent", "en"),
    ],
)
def test_what_only_sounds_like_it(text: str, language: str) -> None:
    assert not tells_danger(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("der Mixer riecht verbrannt", "de"), ("there is a burning smell", "en"), ("es brennt", "de")],
)
def test_what_may_come_before_a_fire(text: str, language: str) -> None:
    assert may_be_danger(text, language)


def test_a_smell_has_hurt_nobody_yet() -> None:
    assert not tells_danger("there is a burning smell", "en")
