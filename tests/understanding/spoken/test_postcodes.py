"""Postcodes of three countries."""

import pytest

from tests.understanding.spoken.hearing_aids import heard, readings, values


@pytest.mark.parametrize(
    ("spoken", "postcode"),
    [
        ("null eins null sechs sieben", "01067"),
        ("zehn eins fünfzehn", "10115"),
        ("20095 Hamburg", "20095"),
        ("zwanzigtausendfünfundneunzig", "20095"),
        ("acht null drei drei eins in München", "80331"),
        ("tausendzehn", "1010"),
        ("also die ist äh 1 0 1 1 5", "10115"),
    ],
)
def test_spoken_postcodes_when_asked_for(spoken: str, postcode: str) -> None:
    assert readings(spoken, "postcode", expecting="postcode")[0] == postcode


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("meine Postleitzahl ist 20095", "20095"),
        ("PLZ: 01067", "01067"),
        ("A-1010 Wien", "1010"),
        ("D-20095", "20095"),
    ],
)
def test_announced_postcodes_are_found_unasked(text: str, postcode: str) -> None:
    assert values(text) == [("postcode", postcode)]


@pytest.mark.parametrize("text", ["20095", "ich zahle 20095 Euro", "null eins null sechs sieben"])
def test_bare_digits_are_no_postcode_unasked(text: str) -> None:
    assert all(name != "postcode" for name, _ in values(text))


@pytest.mark.parametrize(
    "spoken", ["null null eins zwei drei", "null acht eins fünf", "eins zwei drei", "123456"]
)
def test_impossible_postcodes_are_not_made_up(spoken: str) -> None:
    assert values(spoken, expecting="postcode") == []


def test_the_callers_country_decides_between_readings() -> None:
    # Ten-hundred-and-five: 1005 in one reading, 10005 in the other.
    german = heard("zehn hundertfünf", expecting="postcode", region="DE")
    assert [entity.value for entity in german] == ["10105"]
    austrian = heard("tausend zehn", expecting="postcode", region="AT")
    assert austrian[0].value == "1010"
