"""Values are said so that they can be understood, and written so that they can be read."""

import pytest

from bot.phrases.values import Piece, for_ear, for_eye


def heard(text: str, language: str = "de") -> str:
    """What the voice says, with | for a pause and spelled letters apart."""
    return " ".join(" ".join(map(_heard, for_ear(text, language))).split())


def _heard(piece: Piece) -> str:
    if piece.kind == "spell":
        return " ".join(piece.text)
    return {"text": piece.text, "sub": piece.spoken, "pause": "|"}[piece.kind]


@pytest.mark.parametrize(
    ("value", "language", "said"),
    [
        ("order:WM-104823", "de", "W M | eins null vier | acht zwo drei"),
        ("order:WM-104823", "en", "W M | one zero four | eight two three"),
        ("postcode:01067", "de", "null eins null | sechs sieben"),
        ("postcode:1010", "de", "eins null eins null"),
        ("digits:4711", "de", "vier sieben eins eins"),
        ("digits:01", "de", "null eins"),
        ("digits:471123", "de", "vier sieben eins | eins zwo drei"),
        ("date:2026-11-30", "de", "Montag, 30. November"),
        ("date:2026-11-30", "en", "Monday, 30 November"),
        ("date:2026-03-01", "de", "Sonntag, 1. März"),
        ("time:07:30", "de", "7 Uhr 30"),
        ("time:15:00", "de", "15 Uhr"),
        ("time:15:00", "en", "3 PM"),
        ("time:07:30", "en", "7:30 AM"),
        ("amount:64.70", "de", "64 Euro 70"),
        ("amount:64.00", "de", "64 Euro"),
        ("amount:64", "de", "64 Euro"),
        ("amount:1.00", "en", "1 euro"),
        ("amount:64.05", "en", "64 euros 5"),
        ("email:m…r@gmx.de", "de", "m und weiter r at gmx Punkt de"),
        ("email:a-b_c@x.com", "en", "a hyphen b underscore c at x dot com"),
    ],
)
def test_for_the_ear(value: str, language: str, said: str) -> None:
    assert heard(f"[[{value}]]", language) == said


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        ("order:WM-104823", "de", "WM-104823"),
        ("postcode:01067", "en", "01067"),
        ("digits:4711", "de", "4711"),
        ("date:2026-11-30", "de", "Mo., 30.11."),
        ("date:2026-11-30", "en", "Mon 30 Nov"),
        ("time:07:30", "de", "07:30 Uhr"),
        ("time:07:30", "en", "7:30 AM"),
        ("amount:1064.70", "de", "1.064,70 EUR"),
        ("amount:64.70", "en", "EUR 64.70"),
        ("phone:+4915112345678", "de", "+49 1511 2345678"),
        ("email:m…r@gmx.de", "de", "m…r@gmx.de"),
    ],
)
def test_for_the_eye(value: str, language: str, written: str) -> None:
    assert for_eye(f"[[{value}]]", language) == written


def test_a_phone_number_is_said_digit_by_digit_with_pauses() -> None:
    said = heard("[[phone:+4915112345678]]")
    assert said.replace("| ", "") == "null eins fünf eins eins zwo drei vier fünf sechs sieben acht"
    assert "|" in said


@pytest.mark.parametrize(
    ("digits", "longest"), [("12345678901", 4), ("1234567", 4), ("12345", 3), ("1234", 4)]
)
def test_no_group_is_too_long_to_write_down_and_no_digit_stands_alone(digits: str, longest: int) -> None:
    groups = [len(piece.text) for piece in for_ear(f"[[digits:{digits}]]", "de") if piece.kind == "sub"]
    assert max(groups) <= longest
    assert min(groups) >= 2
    assert sum(groups) == len(digits)


def test_text_around_values_is_kept_in_order() -> None:
    pieces = for_ear("Bis [[date:2026-11-30]], ja?", "de")
    assert pieces == [Piece("text", "Bis "), Piece("text", "Montag, 30. November"), Piece("text", ", ja?")]


@pytest.mark.parametrize("text", ["", "Worum geht es?", "a [b] c", "[[nichts]]", "]] [["])
def test_text_without_values_stays_as_it_is(text: str) -> None:
    assert for_eye(text, "de") == text
    assert "".join(piece.text for piece in for_ear(text, "de")) == text


def test_a_kind_nobody_knows_is_said_as_it_stands() -> None:
    assert for_eye("[[colour:blau]]", "de") == heard("[[colour:blau]]") == "blau"


@pytest.mark.parametrize(
    "value", ["date:None", "date:", "time:25:00", "amount:", "amount:viel", "phone:", "email:"]
)
def test_a_value_that_makes_no_sense_is_no_fault(value: str) -> None:
    assert for_eye(f"a [[{value}]] b", "de").startswith("a ")
    assert heard(f"a [[{value}]] b").startswith("a")


def test_a_number_without_a_country_is_said_as_it_stands() -> None:
    assert for_eye("[[phone:4711]]", "de") == "4711"
