"""The spoken brief: short enough, in the expert's language, and never a word too many."""

from itertools import product
from typing import Any

import pytest

from bot.handover.brief import MOST_WORDS, brief
from bot.handover.packet import Need, packet
from bot.phrases.catalogue import Phrases, entries
from bot.understanding.delicate.flags import CODES
from tests.builders import NOW, conversation

PHRASES = Phrases(company="Muster & Co.")
# A calm voice says fourteen characters a second.
CHARACTERS_A_SECOND = 14
LONGEST_S = 8
WISHES = [*entries("de")["wishes"], None]


def content(
    wish: str | None = None, code: str | None = None, name: str | None = None, **more: Any
) -> dict[str, Any]:
    """A packet as it is when an expert is rung."""
    talk = conversation(language=more.pop("spoken", "de"))
    made = packet(talk, [], Need("person", "asked_for_person", {}), NOW)
    made["caller"] |= {"name_as_heard": name, "auth_level": more.pop("auth_level", "A0")}
    made["intents"] = [{"turn": 1, "name": wish, "confidence": 0.9}] if wish else []
    made["flags"] = [flag(code)] if code else []
    made["routing"]["priority"] = more.pop("priority", "P2")
    return made | more


def flag(code: str, level: str = "clear", settled: bool = False) -> dict[str, Any]:
    return {"code": code, "level": level, "settled": settled}


def said(language: Any = "de", **packet: Any) -> str:
    return brief(content(**packet), language, PHRASES).text


def test_who_the_situation_the_wish_how_sure_and_one_thing_to_mind() -> None:
    heard = said(wish="subscription_cancel", code="bereavement", name="Kerstin Krause")
    assert heard == "Kerstin Krause, Trauerfall. Anliegen: ein Abo kündigen. Nicht geprüft. Nichts verkaufen."


def test_the_same_in_english_for_an_english_speaking_expert() -> None:
    heard = said(
        "en", wish="subscription_cancel", code="bereavement", name="Jo Park", spoken="de", auth_level="A2"
    )
    about = "About: cancelling a subscription. Identity verified. Sell nothing."
    assert heard == f"Jo Park, bereavement, speaks German. {about}"


def test_without_name_or_wish_it_says_so() -> None:
    assert said() == "Ohne Namen. Möchte einen Menschen sprechen. Nicht geprüft. Nichts wiederholen lassen."


def test_in_danger_there_is_neither_business_nor_proof() -> None:
    assert (
        said(wish="order_status", code="crisis", priority="P0")
        == "Ohne Namen, akute Krise. Zuhören, nicht auflegen."
    )


def test_what_was_said_outright_goes_before_a_hint_and_what_was_denied_is_not_named() -> None:
    flags = [flag("crisis", "hint", settled=True), flag("threat", "hint"), flag("hardship")]
    assert "Geldnot" in said(flags=flags)
    assert "Krise" not in said(flags=flags)


def test_the_last_note_of_a_colleague_replaces_the_wish_and_is_cut_to_the_time_there_is() -> None:
    note = {"kind": "passed_on", "words": " ".join(["Rechnung"] * 40), "expert_call": "x", "at": ""}
    heard = said(wish="dunning", code="hardship", summary={"notes": [note]})
    assert "Notiz: Rechnung" in heard
    assert 10 < len(heard.split()) <= MOST_WORDS
    assert heard.endswith("Nicht geprüft. Kein Zahlungsdruck.")


def test_names_and_notes_cannot_bring_in_markup() -> None:
    assert "[" not in said(name="[[phone:+49]] Krause")


def test_of_a_long_name_the_first_and_the_last_word_are_said() -> None:
    assert said(name="Anna Maria von der Heide").startswith("Anna Heide.")


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_brief_takes_longer_than_eight_seconds(language: str) -> None:
    longest_name = "Maximiliane Oberhofer-Lindemann"
    flags = [*CODES, None]
    for wish, code, level, spoken in product(WISHES, flags, ("A0", "A2"), ("de", "en")):
        heard = said(language, wish=wish, code=code, name=longest_name, auth_level=level, spoken=spoken)
        assert len(heard.split()) <= MOST_WORDS, heard
        assert len(heard) / CHARACTERS_A_SECOND <= LONGEST_S, heard


def test_what_there_is_no_time_for_is_left_out_the_least_important_first() -> None:
    heard = said(
        wish="delivery_address_change", code="safety_injury", name="Maximiliane Oberhofer", spoken="en"
    )
    about = "Anliegen: die Lieferadresse einer Bestellung ändern. Erst nach Verletzten fragen."
    assert heard == f"Oberhofer, Verletzung möglich. {about}"


def test_whatever_the_caller_wants_is_said() -> None:
    unsaid = [wish for wish in WISHES if wish and "Anliegen" not in said(wish=wish, name="Max Muster")]
    assert unsaid == ["callback_request", "human_request"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_situation_has_a_name_and_an_advice(language: str) -> None:
    for code in CODES:
        assert PHRASES.named("brief_situations", code, language)
        assert PHRASES.named("brief_advice", code, language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_expert_is_not_spoken_to_as_if_they_were_the_caller(language: str) -> None:
    addressed = {"ihre", "ihr", "ihren", "your", "you"}
    heard = {wish: set(said(language, wish=wish).lower().split()) for wish in WISHES if wish}
    assert [wish for wish, words in heard.items() if words & addressed] == []
