"""Streets and house numbers as they are said."""

import pytest

from bot.understanding.addresses import Street, house_number_in, street_beside_postcode, street_in


@pytest.mark.parametrize(
    ("words", "language", "street"),
    [
        ("Lindenallee", "de", Street("Lindenallee", None)),
        ("das ist die Lindenallee zwölf b", "de", Street("Lindenallee", "12b")),
        ("äh ja, also Goethestraße 12 bis 14", "de", Street("Goethestraße", "12-14")),
        ("Straße des 17. Juni 135", "de", Street("Straße des 17. Juni", "135")),
        ("Mariahilfer Straße 3 Stiege 2 Tür 14", "de", Street("Mariahilfer Straße", "3/2/14")),
        ("ich wohne jetzt in der hauptstraße hundertdrei", "de", Street("Hauptstraße", "103")),
        ("Am Alten Markt", "de", Street("Am Alten Markt", None)),
        ("nein, sondern Birkenweg", "de", Street("Birkenweg", None)),
        ("it's Baker Street 221b", "en", Street("Baker Street", "221b")),
        ("12", "de", None),
        ("anna@example.org", "de", None),
        ("ja", "de", None),
        ("", "de", None),
    ],
)
def test_streets(words: str, language: str, street: Street | None) -> None:
    assert street_in(words, language) == street


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [
        ("zwölf", "de", "12"),
        ("die 12 b", "de", "12b"),
        ("zwölf a wie Anton", "de", "12a"),
        ("Hausnummer einundzwanzig c", "de", "21c"),
        ("12 bis 14", "de", "12-14"),
        ("twelve b", "en", "12b"),
        ("weiß ich nicht", "de", None),
        ("", "de", None),
    ],
)
def test_house_numbers(words: str, language: str, number: str | None) -> None:
    assert house_number_in(words, language) == number


def test_a_very_long_answer_is_no_street() -> None:
    assert street_in("Lindenallee " * 20, "de") is None


@pytest.mark.parametrize(
    ("words", "language", "street"),
    [
        ("Lindenallee 12 b in 20257 Hamburg", "de", Street("Lindenallee", "12b")),
        ("lindenallee zwölf in zwei null zwei fünf sieben hamburg", "de", Street("Lindenallee", "12")),
        ("20257 Hamburg, Lindenallee 12", "de", Street("Lindenallee", "12")),
        ("12 Baker Road, 20257 Hamburg", "en", None),
        ("it's Baker Street 221b in 20257 Hamburg", "en", Street("Baker Street", "221b")),
        ("meine Postleitzahl ist 20257", "de", None),
        ("ich wohne seit 12 Jahren in 20257", "de", None),
        ("20257 Hamburg", "de", None),
        ("Lindenallee 12", "de", None),
    ],
)
def test_a_street_in_one_breath_with_the_postcode(words: str, language: str, street: Street | None) -> None:
    assert street_beside_postcode(words, language, ("Hamburg",)) == street
