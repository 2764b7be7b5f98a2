"""Times of day."""

import pytest

from tests.understanding.spoken.hearing_aids import readings, values

GERMAN = [
    ("halb acht", "07:30"),
    ("viertel acht", "07:15"),
    ("dreiviertel acht", "07:45"),
    ("Viertel nach drei", "03:15"),
    ("Viertel vor drei", "02:45"),
    ("zwanzig nach acht", "08:20"),
    ("fünf vor halb acht", "07:25"),
    ("16 Uhr 30", "16:30"),
    ("sechzehn Uhr", "16:00"),
    ("16:30", "16:30"),
    ("17.15 Uhr", "17:15"),
    ("vier Uhr nachmittags", "16:00"),
    ("halb acht abends", "19:30"),
    ("um 8 Uhr früh", "08:00"),
    ("ein Uhr", "01:00"),
    ("um Mitternacht", "00:00"),
]
ENGLISH = [
    ("half eight", "08:30"),
    ("half past eight", "08:30"),
    ("quarter past three", "03:15"),
    ("a quarter to five pm", "16:45"),
    ("4 pm", "16:00"),
    ("12 am", "00:00"),
    ("seven thirty am", "07:30"),
    ("twelve oh five pm", "12:05"),
    ("nine o'clock", "09:00"),
    ("3:15 in the afternoon", "15:15"),
    ("at noon", "12:00"),
]


@pytest.mark.parametrize(("spoken", "clock"), GERMAN)
def test_german_times(spoken: str, clock: str) -> None:
    assert readings(spoken, "time")[0] == clock


@pytest.mark.parametrize(("spoken", "clock"), ENGLISH)
def test_english_times(spoken: str, clock: str) -> None:
    assert readings(spoken, "time", "en")[0] == clock


def test_a_time_before_noon_may_mean_the_evening_unless_said() -> None:
    assert readings("halb acht", "time") == ("07:30", "19:30")
    assert readings("halb acht abends", "time") == ("19:30",)


def test_both_ends_of_a_window() -> None:
    assert values("zwischen acht und zwölf Uhr") == [("time", "08:00"), ("time", "12:00")]
    assert values("from 9 to 5 pm", "en") == [("time", "09:00"), ("time", "17:00")]


def test_a_bare_hour_is_a_time_only_when_asked_for() -> None:
    assert values("vier", expecting="time") == [("time", "04:00")]
    assert values("vier") == []


@pytest.mark.parametrize("text", ["in zwei Stunden", "nach 7 Tagen", "acht Stück bitte"])
def test_counted_things_are_no_times(text: str) -> None:
    assert all(name != "time" for name, _ in values(text, expecting="time"))


def test_date_and_time_in_one_sentence() -> None:
    assert values("morgen um halb acht") == [("date", "2026-11-23"), ("time", "07:30")]
