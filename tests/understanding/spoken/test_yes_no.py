"""Yes and no."""

import pytest

from bot.understanding.entities import leading_yes_no, read_yes_no, read_yes_no_key

GERMAN_YES = (
    "ja|jo|jep|genau|passt|stimmt|freilich|eh|mhm|richtig|sicher|ja bitte|ja gerne|"
    "Ja, genau, danke.|doch|na klar|na gut"
)
GERMAN_NO = (
    "nein|nee|nö|na|falsch|stimmt nicht|lieber nicht|ja nee|nein danke|sicher nicht|"
    "auf keinen Fall|das passt nicht"
)
ENGLISH_YES = (
    "yes|yeah|yep|yes please|that's right|correct|sure|go ahead|ok|Yes, that is correct.|of course|uh huh"
)
ENGLISH_NO = "no|nope|no thanks|not really|wrong|that's not right|yeah no|definitely not|I'd rather not|don't"


@pytest.mark.parametrize("text", [*GERMAN_YES.split("|"), "Erwitte", "Erwitte."])
def test_german_yes(text: str) -> None:
    assert read_yes_no(text, "de") == "yes"


@pytest.mark.parametrize("text", GERMAN_NO.split("|"))
def test_german_no(text: str) -> None:
    assert read_yes_no(text, "de") == "no"


@pytest.mark.parametrize("text", ENGLISH_YES.split("|"))
def test_english_yes(text: str) -> None:
    assert read_yes_no(text, "en") == "yes"


@pytest.mark.parametrize("text", ENGLISH_NO.split("|"))
def test_english_no(text: str) -> None:
    assert read_yes_no(text, "en") == "no"


@pytest.mark.parametrize(
    "text",
    [
        "nein, ich will wissen wo mein Paket ist",
        "ja aber nur eins",
        "stornieren",
        "",
        "...",
        "na ja",
        "vielleicht",
    ],
)
def test_what_is_more_or_less_than_an_answer(text: str) -> None:
    assert read_yes_no(text, "de") is None


@pytest.mark.parametrize("text", ["Nein, passt schon.", "nein ja", "jein"])
def test_answers_that_leave_open_what_is_meant_are_asked_again(text: str) -> None:
    assert read_yes_no(text, "de") is None
    assert leading_yes_no(text, "de") == (None, text)


@pytest.mark.parametrize(
    ("text", "answer", "rest"),
    [
        ("nein, ich will wissen wo mein Paket ist", "no", "ich will wissen wo mein Paket ist"),
        ("ja bitte stornieren Sie das", "yes", "stornieren Sie das"),
        ("Genau, und zwar sofort", "yes", "und zwar sofort"),
        ("sicher nicht, ich behalte es", "no", "ich behalte es"),
        ("ja", "yes", ""),
        ("richtig schlecht ist das", None, "richtig schlecht ist das"),
        ("wo ist mein Paket", None, "wo ist mein Paket"),
    ],
)
def test_an_answer_that_opens_a_sentence(text: str, answer: str | None, rest: str) -> None:
    assert leading_yes_no(text, "de") == (answer, rest)


def test_english_openings() -> None:
    assert leading_yes_no("no, where is it", "en") == ("no", "where is it")
    assert leading_yes_no("right where is it", "en") == (None, "right where is it")


def test_keys_one_and_two_answer() -> None:
    assert [read_yes_no_key(keys) for keys in ("1", "2#", "3", "11", "")] == ["yes", "no", None, None, None]
