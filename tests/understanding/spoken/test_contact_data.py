"""E-mail addresses, telephone numbers, names."""

import pytest

from tests.understanding.spoken.hearing_aids import heard, readings, values


@pytest.mark.parametrize(
    ("spoken", "address"),
    [
        ("max punkt mustermann ät gmx punkt de", "max.mustermann@gmx.de"),
        ("meine E-Mail ist m.mustermann@web.de danke", "m.mustermann@web.de"),
        ("anna bindestrich lena at gmail", "anna-lena@gmail.com"),
        ("anna unterstrich schmidt klammeraffe t minus online punkt de", "anna_schmidt@t-online.de"),
        ("müller 75 at g m x punkt at", "75@gmx.at"),
        ("info at mein-laden punkt ch", "info@mein-laden.ch"),
    ],
)
def test_german_addresses(spoken: str, address: str) -> None:
    if address.startswith("75"):  # A number without a sign before it belongs to the name only when awaited.
        assert readings(spoken, "email", expecting="email") == ("mueller75@gmx.at",)
    else:
        assert readings(spoken, "email") == (address,)


def test_a_spelled_address_when_asked_for() -> None:
    spoken = "m wie martha, e, i e r unterstrich 75 klammeraffe t online punkt de, alles klein"
    assert readings(spoken, "email", expecting="email") == ("meier_75@t-online.de",)


@pytest.mark.parametrize(
    ("spoken", "address"),
    [
        ("john dot smith at gmail dot com", "john.smith@gmail.com"),
        ("jean-jacques at stuff.co.uk", "jean-jacques@stuff.co.uk"),
        ("asdf+ab dot c at gmail dot com", "asdf+ab.c@gmail.com"),
    ],
)
def test_english_addresses(spoken: str, address: str) -> None:
    assert readings(spoken, "email", "en") == (address,)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("milan.gross@mail.example", "milan.gross@mail.example"),
        ("Schreiben Sie an Max.Muster@firma.berlin.", "max.muster@firma.berlin"),
        ("das wäre max_m+x@mein-laden.co.uk, danke", "max_m+x@mein-laden.co.uk"),
        ("klein@web.de", "klein@web.de"),
    ],
)
def test_a_written_address_stands_as_it_is_written(written: str, address: str) -> None:
    assert readings(written, "email") == (address,)
    assert readings(written, "email", expecting="email") == (address,)


def test_after_a_dot_even_a_small_word_is_a_name() -> None:
    assert readings("milan punkt groß at web punkt de", "email") == ("milan.gross@web.de",)


@pytest.mark.parametrize("text", ["class at 12.00", "tonight at 9.15", "I am at home", "abc@x dot"])
def test_an_at_alone_is_no_address(text: str) -> None:
    assert all(name != "email" for name, _ in values(text, "en"))


@pytest.mark.parametrize(
    ("spoken", "number"),
    [
        ("null eins fünf eins zwei drei vier fünf sechs sieben acht neun", "+4915123456789"),
        ("meine Nummer ist 0171 2345678", "+491712345678"),
        ("plus 43 664 1234567", "+436641234567"),
        (
            "doppel null neunundvierzig eins sieben eins zwei drei vier fünf sechs sieben acht",
            "+491712345678",
        ),
        ("0 30 / 90 18 20", "+4930901820"),
    ],
)
def test_telephone_numbers_become_international(spoken: str, number: str) -> None:
    assert readings(spoken, "phone_number", expecting="phone_number")[0] == number


def test_the_callers_country_completes_the_number() -> None:
    found = heard("0664 1234567", expecting="phone_number", region="AT")
    assert found[0].value == "+436641234567"


@pytest.mark.parametrize(
    ("spoken", "language"),
    [
        ("my card number is four five three two zero one five one", "en"),
        ("the tracking number is 4532 0151", "en"),
        ("meine kunden nummer ist vier fünf drei zwo null eins fünf eins", "de"),
    ],
)
def test_another_kind_of_number_is_nobodys_telephone(spoken: str, language: str) -> None:
    assert all(name != "phone_number" for name, _ in values(spoken, language))


@pytest.mark.parametrize("spoken", ["eins zwei drei", "ich weiß nicht", "null null null null null null null"])
def test_what_cannot_be_dialled_is_no_number(spoken: str) -> None:
    assert values(spoken, expecting="phone_number") == []


@pytest.mark.parametrize(
    ("spoken", "name"),
    [
        ("mein Name ist anna schmidt und ich habe eine Frage", "Anna Schmidt"),
        ("ich heiße Müller-Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("die Bestellung läuft auf den Namen Herr Dr. von Goethe", "von Goethe"),
    ],
)
def test_introduced_names(spoken: str, name: str) -> None:
    assert ("name", name) in values(spoken)


def test_a_name_as_the_whole_answer() -> None:
    assert values("Schmidt", expecting="name") == [("name", "Schmidt")]
    assert values("M wie Martha A Y E R", expecting="name") == [("name", "Mayer")]
    assert values("john mccormick", "en", "name") == [("name", "John Mccormick")]


@pytest.mark.parametrize(
    "spoken", ["weiß ich nicht", "ich will einen Menschen sprechen", "nein", "wo ist mein Paket"]
)
def test_other_answers_are_no_names(spoken: str) -> None:
    assert values(spoken, expecting="name") == []


def test_names_are_not_guessed_unasked() -> None:
    assert values("Anna Schmidt") == []
