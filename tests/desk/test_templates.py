"""Wordings to begin from: in both languages, for the situation, filled with what is known and no more."""

from pathlib import Path
from typing import Any

import pytest

from bot.desk.reply_facts import facts_of, filled, marks_in, open_flags
from bot.desk.reply_templates import (
    FROM_CASE,
    TO_FILL_IN,
    ReplyTemplate,
    load_reply_templates,
)
from bot.errors import TuningInvalid
from bot.message_length import length_of
from bot.phrases.catalogue import LANGUAGES
from bot.phrases.interface import worded
from bot.understanding.delicate.flags import CODES

ALL = load_reply_templates()
BY_CODE = {one.code: one for one in ALL}
SALES = (
    "angebot",
    "rabatt",
    "gutschein",
    "aktion",
    "newsletter",
    "offer",
    "discount",
    "voucher",
    "bestellen sie",
)


def made(for_: Any = "ordinary", de: str = "Ja", en: str = "Yes", title: Any = None) -> str:
    """A file with one wording."""
    title = title or "{de: a, en: a}"
    return f'templates:\n  - {{code: one, for: {for_}, title: {title}, text: {{de: "{de}", en: "{en}"}}}}\n'


def fault(tmp_path: Path, content: str) -> str:
    file = tmp_path / "templates.yml"
    file.write_text(content, "utf-8")
    with pytest.raises(TuningInvalid) as refused:
        load_reply_templates(file)
    return str(refused.value)


# --- the file ---


def test_there_are_enough_to_begin_with() -> None:
    assert len(ALL) >= 20


def test_every_delicate_situation_has_words_of_its_own() -> None:
    assert {code for code in CODES if not any(one.suits([code]) for one in ALL)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_a_wording_is_short_plain_and_sells_nothing(one: ReplyTemplate, language: str) -> None:
    text = one.texts[language]
    assert len(text) <= 320
    assert length_of(text).alphabet == "GSM-7"
    assert "!" not in text
    assert not any(word in text.casefold() for word in SALES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_to_fill_in_has_a_name(language: str) -> None:
    for name in (*FROM_CASE, *TO_FILL_IN):
        assert worded(language)(f"templates.marks.{name}")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (made(en=""), "no text in en"),
        (made(title="{de: a}"), "no title in en"),
        (made(de="{name}", en="hello"), "different values"),
        (made(de="{salary}", en="{salary}"), "salary"),
        (made(for_="nobody"), "neither"),
        (made(for_="[no_such_flag]"), "neither"),
        (made(de="x" * 481), "longer"),
        (made(de="{name", en="{name"), "one:"),
        (made() + made().partition("\n")[2], "twice"),
        ("templates: 3", "TypeError"),
        ("nothing: []", "KeyError"),
        ("templates: [{code: one}]", "both languages"),
    ],
)
def test_a_file_that_owes_something_is_refused_with_what(tmp_path: Path, content: str, says: str) -> None:
    assert says in fault(tmp_path, content)


# --- for whom ---


def test_ordinary_words_are_for_ordinary_cases_only() -> None:
    assert BY_CODE["on_its_way"].suits([])
    assert not BY_CODE["on_its_way"].suits(["bereavement"])


def test_words_for_everybody_are_not_for_somebody_in_danger() -> None:
    assert BY_CODE["hello"].suits(["bereavement"])
    assert not BY_CODE["hello"].suits(["crisis"])
    assert not BY_CODE["hello"].suits(["bereavement", "abuse_safety"])


def test_words_for_a_situation_need_it_and_no_other_beside() -> None:
    assert BY_CODE["hardship_held"].suits(["hardship"])
    assert not BY_CODE["hardship_held"].suits([])
    assert not BY_CODE["hardship_held"].suits(["hardship", "crisis"])


def test_a_question_or_a_hint_is_no_situation_yet() -> None:
    flags = [{"code": "fraud", "level": level} for level in ("request", "hint")]
    assert open_flags({"flags": flags}) == frozenset()
    assert open_flags({"flags": [*flags, {"code": "anger", "level": "clear"}]}) == {"anger"}


def test_a_hint_of_danger_counts_until_it_was_denied() -> None:
    hint = {"code": "abuse_safety", "level": "hint", "settled": False}
    assert open_flags({"flags": [hint]}) == {"abuse_safety"}
    assert open_flags({"flags": [hint | {"settled": True}]}) == frozenset()


# --- filling ---


def packet(**more: Any) -> dict[str, Any]:
    order = {"order_number": "WM-104823", "known_by": "verified", "eta": "2026-11-27"}
    order |= {"withdrawal_until": "2026-12-10"}
    base = {"case_id": "471147", "caller": {"name_as_heard": "Frau Kaya"}, "orders": [order], "slots": []}
    return base | more


def test_what_the_case_knows_is_filled_in_its_language() -> None:
    text = filled(BY_CODE["on_its_way"], "de", facts_of(packet(), "de"), str)
    assert text == "Ihre Bestellung WM-104823 ist unterwegs und kommt voraussichtlich am Fr., 27.11."
    english = filled(BY_CODE["on_its_way"], "en", facts_of(packet(), "en"), str)
    assert "Fri 27 Nov" in english


def test_what_is_not_known_is_marked_and_found_again() -> None:
    text = filled(BY_CODE["return_here"], "de", facts_of(packet(), "de"), lambda name: f"<{name}>")
    assert "WM-104823" in text
    assert "[<refund_until> …]" in text
    assert marks_in(text) == ["[<refund_until> …]"]


def test_brackets_somebody_typed_are_no_mark() -> None:
    assert marks_in("Artikel [rot] und [grün], siehe [1]") == []


def test_an_order_somebody_only_named_tells_them_nothing_of_it() -> None:
    named = packet(orders=[packet()["orders"][0] | {"known_by": "named"}])
    known = facts_of(named, "de")
    assert known["order_number"] == "WM-104823"
    assert "eta" not in known
    assert "deadline" not in known


def test_an_order_guessed_from_a_number_is_not_named_at_all() -> None:
    guessed = packet(orders=[packet()["orders"][0] | {"known_by": "caller_number"}])
    assert "order_number" not in facts_of(guessed, "de")


def test_the_number_they_gave_is_used_where_the_shop_knows_no_order() -> None:
    given = packet(orders=[], slots=[{"name": "order_number", "value": "WM-999999"}])
    assert facts_of(given, "de")["order_number"] == "WM-999999"


def test_an_empty_packet_fills_nothing() -> None:
    assert facts_of({}, "de") == {}


def test_what_a_caller_is_called_is_never_taken_for_a_template() -> None:
    evil = packet(caller={"name_as_heard": "{company.__class__}"})
    text = filled(BY_CODE["hello_by_name"], "de", facts_of(evil, "de") | {"company": "M", "expert": "E"}, str)
    assert "{company.__class__}" in text


# --- length ---


@pytest.mark.parametrize(
    ("text", "parts", "alphabet"),
    [
        ("", 0, "GSM-7"),
        ("a" * 160, 1, "GSM-7"),
        ("a" * 161, 2, "GSM-7"),
        ("ä" * 306, 2, "GSM-7"),
        ("ä" * 307, 3, "GSM-7"),
        ("€" * 80, 1, "GSM-7"),
        ("€" * 81, 2, "GSM-7"),
        ("ş" * 70, 1, "UCS-2"),
        ("ş" * 71, 2, "UCS-2"),
        ("🙂" * 36, 2, "UCS-2"),
    ],
)
def test_a_message_is_counted_as_the_carrier_counts(text: str, parts: int, alphabet: str) -> None:
    found = length_of(text)
    assert (found.parts, found.alphabet, found.characters) == (parts, alphabet, len(text))
