"""A caller is moved to the other language only when there is little doubt."""

import pytest

from bot.understanding.language import foreign_language, other_language


@pytest.mark.parametrize(
    "text",
    [
        "hello I would like to know where my parcel is",
        "can you tell me when my order will arrive please",
        "Where is my order?",
        "cancel my order WM-104823",
    ],
)
def test_clear_english(text: str) -> None:
    assert other_language(text, "de") == "en"
    assert other_language(text, "en") is None


@pytest.mark.parametrize(
    "text",
    [
        "guten Tag ich möchte wissen wo mein Paket bleibt",
        "wann kommt denn endlich meine Bestellung",
        "Wo ist WM-104823 gerade?",
    ],
)
def test_clear_german(text: str) -> None:
    assert other_language(text, "en") == "de"
    assert other_language(text, "de") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "ok",
        "Boxspring Topper Comfort",
        "WM-104823",
        "Anna Muster, anna.muster@example.org",
        "eins null vier acht zwo drei",
        "W M 1 0 4 8 2 3",
    ],
)
def test_too_little_to_tell(text: str) -> None:
    assert other_language(text, "de") is None


@pytest.mark.parametrize(
    "text",
    ["\U0001f600 " * 10, "... ... ... ...", "1 2 3 4 5 6", "x" * 100_000, "où est mon colis s'il vous plaît"],
)
def test_odd_texts_are_no_fault(text: str) -> None:
    assert other_language(text, "de") in (None, "en")


@pytest.mark.parametrize("text", ["anna punkt klein at gmx punkt de", "null eins sieben eins drei neun zwo"])
def test_an_address_or_number_being_dictated_changes_nothing(text: str) -> None:
    assert other_language(text, "de") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nerede benim paketim üç gündür bekliyorum", "tr"),
        ("gdzie jest moja paczka czekam od poniedziałku", "pl"),
        ("où est mon colis je l'attends depuis lundi", "fr"),
        ("где моя посылка я жду её с понедельника", "ru"),
    ],
)
def test_languages_we_do_not_speak_are_told(text: str, code: str) -> None:
    assert foreign_language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "i wart scho ewig uf mis päckli",
        "where's me parcel at then",
        "merci bien",
        "wat kost denn dit nach wien",
    ],
)
def test_dialects_of_ours_are_not_foreign(text: str) -> None:
    assert foreign_language(text) is None
