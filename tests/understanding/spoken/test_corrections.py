"""Callers who correct themselves mid-number."""

import pytest

from tests.understanding.spoken.hearing_aids import readings, values


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [
        ("WM eins null vier, nein, fünf, acht zwo drei", "WM-105823"),
        ("WM 104923 äh Moment, acht nicht neun", "WM-104823"),
        ("WM 104923, nicht neun sondern acht", "WM-104823"),
        ("WM eins null vier neun zwo drei, falsch, eins null vier acht zwo drei", "WM-104823"),
        ("WM zehn achtundvierzig, nein neunundvierzig, dreiundzwanzig", "WM-104923"),
        ("WM eins null vier acht nicht neun zwei drei", "WM-104823"),
        ("WM 104812, nein, dreizehn", "WM-104813"),
        ("WM 104823, quatsch, 832", "WM-104832"),
        ("WM eins null vier, Moment, acht zwo drei", "WM-104823"),
        ("WM eins null vier acht zwo drei, ich meine vier", "WM-104824"),
    ],
)
def test_german_corrections(spoken: str, meant: str) -> None:
    assert readings(spoken, "order_number")[0] == meant


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [
        ("WM one oh four nine no wait eight two three", "WM-104823"),
        ("WM 104923 sorry eight not nine", "WM-104823"),
        ("WM one oh four eight two four I mean three", "WM-104823"),
        ("WM 104824 scratch that 104823", "WM-104823"),
    ],
)
def test_english_corrections(spoken: str, meant: str) -> None:
    assert readings(spoken, "order_number", "en")[0] == meant


def test_a_whole_number_said_again_replaces_the_first() -> None:
    assert readings("WM-104823, nein, WM-104832", "order_number") == ("WM-104832",)


def test_a_corrected_weekday_replaces_the_first() -> None:
    assert readings("am Montag, nein, am Dienstag", "date")[0] == "2026-11-24"


def test_two_values_without_a_correction_both_stand() -> None:
    assert len(values("am Montag oder am Dienstag")) == 2


def test_or_keeps_both_possible_the_first_one_likelier() -> None:
    assert readings("WM eins null vier acht zwei drei oder vier", "order_number") == (
        "WM-104823",
        "WM-104824",
    )
