"""Order numbers as callers say, spell and mistype them."""

import pytest

from tests.understanding.spoken.hearing_aids import heard, readings, values

SAID_IN_GERMAN = [
    "W M eins null vier acht zwo drei",
    "Wilhelm Martha hundertvier acht dreiundzwanzig",
    "we em 104 823",
    "WM Strich zehn achtundvierzig dreiundzwanzig",
    "wm-104823",
    "W wie Wilhelm, M wie Mama, eins null vier acht zwei drei",
    "wie Wilhelm wie Martha 104823",
    "B wie Wilhelm N wie Martha 104823",
    "Wuppertal München 104823",
    "vau em 104823",
    "vm 104823",
    "wehm 104823",
    "WM 10 48 23",
    "WM1048 23",
    "W. M. 104.823",
    "WM hundertviertausendachthundertdreiundzwanzig",
    "WM hundertvier tausend achthundert drei und zwanzig",
    "WM 10 48 3 und 20",
    "WM 104 tausend 823",
    "WM 104000 823",
    "WM ein null vier acht zwei drei",
    "doppel u M 104823",
    "WM einsnullvier achtzweidrei",
    "WM oans null vier acht zwoa drei",
    "großes W großes M 104823",
    "meine Bestellnummer ist äh W M also eins null vier halt acht zwo drei ne",
    "Bestellnummer 104823",
    "Auftragsnummer lautet eins null vier, acht zwei drei",
]
SAID_IN_ENGLISH = [
    "double u m one oh four eight two three",
    "Whiskey Mike one zero four eight two three",
    "W as in William M for mother ten forty eight twenty three",
    "W M one hundred and four eight hundred twenty three",
    "wm 1 oh for 8 to 3",
    "my order number is 104823",
    "WM 104 8 20 3",
    "double you em one oh four, eight twenty-three",
]


@pytest.mark.parametrize("spoken", SAID_IN_GERMAN)
def test_german_ways_to_say_an_order_number(spoken: str) -> None:
    assert readings(spoken, "order_number")[0] == "WM-104823"


@pytest.mark.parametrize("spoken", SAID_IN_ENGLISH)
def test_english_ways_to_say_an_order_number(spoken: str) -> None:
    assert "WM-104823" in readings(spoken, "order_number", "en")


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [
        ("WM doppel sieben zweimal die drei null eins", "WM-773301"),
        ("WM dreimal die fünf eins zwei drei", "WM-555123"),
        ("WM zwölfhundert elf zwölf", "WM-121112"),
        ("WM hundertelf zwei null fünf", "WM-111205"),
        ("WM null vier fünfzehn null eins", "WM-041501"),
    ],
)
def test_groups_and_repeats(spoken: str, meant: str) -> None:
    assert readings(spoken, "order_number")[0] == meant


def test_digits_alone_are_an_order_number_only_when_it_was_asked_for() -> None:
    assert values("eins null vier acht dreiundzwanzig") == []
    assert values("eins null vier acht dreiundzwanzig", expecting="order_number") == [
        ("order_number", "WM-104823")
    ]


@pytest.mark.parametrize(
    "spoken", ["vier acht zwölf", "WM 1048", "eins null vier acht zwei drei vier", "ich habe keine"]
)
def test_too_few_or_too_many_digits_are_no_order_number(spoken: str) -> None:
    assert values(spoken, expecting="order_number") == []


def test_what_follows_a_full_number_is_left_alone() -> None:
    assert values("WM 104823 zwei Stück") == [("order_number", "WM-104823"), ("quantity", "2")]


def test_two_orders_in_one_sentence() -> None:
    found = values("WM-104823 und WM-104824")
    assert found == [("order_number", "WM-104823"), ("order_number", "WM-104824")]


def test_letters_of_another_shop_stay_what_they_are() -> None:
    assert values("AB 123456") == [("order_number", "AB-123456")]


def test_letters_that_sound_alike_are_heard_as_the_shops_but_less_surely() -> None:
    clear, doubtful = heard("WM 104823")[0], heard("Dora Nordpol 104823")[0]
    assert doubtful.value == "WM-104823"
    assert doubtful.score < clear.score


@pytest.mark.parametrize(
    "text",
    ["ich habe 104823 Euro bezahlt", "das waren 2 mal 3 Stück", "am 10.11.2026 um 14:30 Uhr", "im Jahr 2025"],
)
def test_other_numbers_are_no_order_numbers(text: str) -> None:
    assert all(name != "order_number" for name, _ in values(text))


def test_a_date_after_the_word_order_is_a_date() -> None:
    assert values("meine Bestellung vom 12.10.2026") == [("date", "2026-10-12")]
