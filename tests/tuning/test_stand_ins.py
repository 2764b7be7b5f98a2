"""Callers' own values are replaced by others said the same way; nothing of theirs is left."""

import random
from pathlib import Path

import pytest

from bot.tuning.decision import Mark
from bot.tuning.originals import gaps
from bot.tuning.stand_ins import Original, StandIn, StandIns
from bot.tuning.values_file import ValueCheck, read_checks, with_check, without_check
from bot.understanding.entities import read_entities
from tests.builders import NOW
from tests.tuning.desk_of_labels import LabelDesk

ROOT = Path(__file__).parents[2]
SEEDS = range(20)


def other(
    name: str, heard: str | None, value: str | None, language: str = "de", spoken: bool = True
) -> list[StandIn]:
    return [
        StandIns(ROOT, random.Random(seed)).of(Original(name, heard, value), language, spoken)
        for seed in SEEDS
    ]


@pytest.mark.parametrize(
    ("language", "heard", "value"),
    [
        ("de", "W M eins null vier acht zwo drei", "WM-104823"),
        ("de", "WM 10 48 23", "WM-104823"),
        ("de", "wm-104823", "WM-104823"),
        ("en", "W M one oh four eight two three", "WM-104823"),
    ],
)
def test_a_number_keeps_its_form_and_is_read_as_its_own_value(language: str, heard: str, value: str) -> None:
    for found in other("order_number", heard, value, language):
        assert found.value
        assert len(found.text.split()) == len(heard.split())
        read = [
            one.value
            for one in read_entities(found.text, language, today=NOW.date())
            if one.name == "order_number"
        ]
        assert read == [found.value]
    assert len({found.value for found in other("order_number", heard, value, language)}) > 15


@pytest.mark.parametrize("heard", ["zehn achtundvierzig dreiundzwanzig", "hundertvierundzwanzig", None])
def test_a_number_said_as_one_word_is_said_digit_by_digit(heard: str | None) -> None:
    for found in other("order_number", heard, "WM-104823"):
        assert found.text.startswith("W M ")
        assert found.value != "WM-104823"
        assert read_entities(found.text, "de", today=NOW.date())[0].value == found.value


def test_a_value_that_was_never_read_has_no_right_form() -> None:
    assert {found.value for found in other("postcode", "null eins null sechs sieben", None)} == {None}


@pytest.mark.parametrize(
    "name", ["name", "street", "city", "email", "date_of_birth", "spelled", "number", "card"]
)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("spoken", [True, False])
def test_every_kind_the_redaction_knows_has_another_of_its_kind(
    name: str, language: str, spoken: bool
) -> None:
    assert all(found.text and "[" not in found.text for found in other(name, None, None, language, spoken))


def test_names_are_as_many_words_and_as_large_as_they_were() -> None:
    assert {len(found.text.split()) for found in other("name", "schmidtbauer", None)} == {1}
    assert all(found.text.islower() for found in other("name", "schmidtbauer", None))
    assert {len(found.text.split()) for found in other("name", "Eva Schmidtbauer", None)} == {2}


def test_what_stood_at_a_placeholder_is_found_between_the_words_around_it() -> None:
    understood = {"entities": [{"name": "order_number", "value": "WM-104823"}]}
    redacted = "also [name] hier die nummer ist [order_number] danke"
    found = gaps(redacted, "also  Eva Huber hier die Nummer ist WM 104823 danke", understood)
    assert [(one.original.heard, one.original.value) for one in found] == [
        ("Eva Huber", None),
        ("WM 104823", "WM-104823"),
    ]
    assert [redacted[one.start : one.end] for one in found] == ["[name]", "[order_number]"]


@pytest.mark.parametrize("heard", [None, "etwas ganz anderes", "hier [name] bitte"])
def test_where_the_texts_do_not_agree_nothing_is_known(heard: str | None) -> None:
    assert [one.original.heard for one in gaps("hier [name] bitte", heard, {})] == [None]


def test_checks_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    checks = [
        ValueCheck('die "Nummer" WM 12: {ja} # nein', "order_number", "WM-104823", "voice", "order_number"),
        ValueCheck("um halb acht", "time", "07:30", "sms"),
    ]
    text = with_check(with_check(None, checks[0]), checks[1])
    (tmp_path / "tests/nlu/values").mkdir(parents=True)
    (tmp_path / "tests/nlu/values/de.yml").write_text(text)
    assert list(read_checks(tmp_path)) == [("de", one) for one in checks]
    assert without_check(without_check(text, checks[0]), checks[1]) == text.splitlines(keepends=True)[0]


def test_no_placeholder_is_ever_taught(tmp_path: Path) -> None:
    desk = LabelDesk(tmp_path)
    [one] = desk.say(
        "ich bin [name] und frage nach [order_number]", heard="ich bin eva und frage nach WM 104823"
    )
    desk.decide([one], "order_status")
    [row] = desk.learnt()
    assert "[" not in row["text"]
    assert "eva" not in row["text"] and "104823" not in row["text"]  # noqa: PT018


def test_what_escaped_the_redaction_is_covered_once_it_is_marked(tmp_path: Path) -> None:
    desk = LabelDesk(tmp_path)
    text = "ich heiße xandrowski und die nummer ist 104823"
    [one] = desk.say(text)
    marks = (Mark("name", 10, 20), Mark("order_number", 40, 46, "WM-104823"))
    desk.decide([one], "order_status", marks=marks)
    assert desk.utterance(one)["text"] == "ich heiße [name] und die nummer ist [order_number]"
    [intent, name, number] = desk.learnt()
    assert intent["text"].startswith("ich heiße ")
    assert " und die nummer ist " in intent["text"]
    assert not any(own in str(desk.learnt()) for own in ("xandrowski", "104823"))
    assert number["data"]["value"].removeprefix("WM-") in number["text"]
    assert name["label"] == "name"
