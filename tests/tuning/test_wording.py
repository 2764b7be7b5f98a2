"""What is wrong with a sentence is found before anybody hears it; what is there passes."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.phrases.catalogue import LANGUAGES, entries
from bot.phrases.interface import known
from bot.tuning.domain_text import read_domain
from bot.tuning.response_draft import ResponseDraft
from bot.tuning.wording import Said, WordingFault, fault_between, with_samples, wording_faults
from bot.tuning.wording_terms import wording_terms
from tests.actions.wordings import DOMAIN

RESPONSES = read_domain(DOMAIN.read_text("utf-8")).responses


def codes(text: str, language: str = "de", channel: str = "voice", **more: Any) -> list[str]:
    return [fault.code for fault in wording_faults(Said(text, language, channel, **more))]


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_every_response_there_is_may_be_said(name: str) -> None:
    draft = ResponseDraft(RESPONSES[name])
    assert (draft.faults, [line for line in draft.lines if line.faults]) == ((), [])


def spoken(language: str) -> Iterator[tuple[str, str, str]]:
    """Key, channel and words of all the server says."""
    for key, entry in entries(language).items():
        if isinstance(entry, str):
            yield from ((key, channel, entry) for channel in ("voice", "sms"))
        elif isinstance(entry, dict) and set(entry) <= {"voice", "sms"}:
            yield from ((key, channel, words) for channel, words in entry.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_server_may_be_said(language: str) -> None:
    catalogue = entries(language)
    for key, channel, words in spoken(language):
        faults = {fault.code for fault in wording_faults(Said(words, language, channel, key, "phrases"))}
        # What has one wording for both may be said on the phone only.
        on_the_phone = {"forbidden_keys_in_text"} if isinstance(catalogue[key], str) else set()
        assert faults <= on_the_phone, key


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("Zwei  Leerzeichen.", "blanks"),
        ("Ein\tTabulator.", "blanks"),
        ("Nummer [[order:WM-104823].", "markup_broken"),
        ("Nummer [order:WM-104823].", "markup_broken"),
        ("Wert {name.", "braces"),
        ("Wert {na me}.", "braces"),
        ("Farbe [[colour:rot]].", "markup_unknown"),
        ("Am [[date:morgen]] kommt es.", "markup_value"),
        ("Um [[time:halb acht]].", "markup_value"),
        ("Das kostet [[amount:viel]].", "markup_value"),
        ("Nummer [[order:104823]].", "markup_value"),
        ("Eins. Zwei. Drei.", "too_many_sentences"),
        (" ".join(["Wort"] * 21) + ".", "sentence_too_long"),
        ("Das ist am [[date:2026-12-24]].", "date_and_stop"),
        ("Kannst du das wiederholen?", "forbidden_informal"),
        ("Ich bin ein Mensch.", "forbidden_human"),
        ("Das ist garantiert morgen da.", "forbidden_promise"),
        ("Ein einmaliges Angebot.", "forbidden_salesy"),
        ("Das ist Ihre Schuld.", "forbidden_blaming"),
        ("Ihr Ticket ist offen.", "forbidden_inside"),
        ("Das geht z.B. morgen.", "forbidden_spoken_badly"),
        ("Das kostet 5 €.", "forbidden_spoken_badly"),
        ("Nummer 12345.", "bare_number"),
    ],
)
def test_what_must_not_be_said_on_the_phone(text: str, fault: str) -> None:
    assert codes(text) == [fault]


def test_a_text_message_is_measured_by_its_characters_and_names_no_keys() -> None:
    assert codes("Wort " * 41 + "Ende", channel="sms") == ["too_long_for_text"]
    assert codes("Eins. Zwei. Drei. Vier.", channel="sms") == []
    assert codes("Bitte drücken Sie die Eins.", channel="sms") == ["forbidden_keys_in_text"]
    assert codes("Das kostet 5 EUR, z.B. morgen.", channel="sms") == []


def test_words_that_only_begin_alike_are_not_forbidden() -> None:
    assert codes("Die Dusche und der Deich.") == []
    assert codes("We say no to nobody.", "en") == []


def test_values_count_as_long_as_they_may_get() -> None:
    short = "Um [[amount:{price}]] geht es bei {facts}, " + "Wort " * 6
    assert codes(short + "Ende.") == []
    assert codes(short + "Wort Ende.") == ["sentence_too_long"]


def test_only_values_that_are_put_in_there_may_be_named() -> None:
    said = Said("Am {day} um {hour}.", "de", "voice", values={"day"})
    assert wording_faults(said) == [WordingFault("value_unknown", {"name": "hour"})]
    assert codes("Am {day} um {hour}.", values=None) == []


def test_what_the_law_or_a_list_makes_longer_has_its_own_measure() -> None:
    long = " ".join(["Wort"] * 30) + "."
    assert codes(long, key="menu", kind="phrases") == []
    assert codes(long, key="goodbye", kind="phrases") == ["sentence_too_long"]


def test_the_servers_phrases_may_pause_at_a_colon_and_have_three_sentences() -> None:
    text = "Eins " * 12 + ": " + "zwei " * 12 + "."
    assert codes(text, kind="phrases") == []
    assert codes("Eins. Zwei. Drei.", kind="phrases") == []


def test_children_are_addressed_as_children() -> None:
    assert codes("Gut, dass du anrufst.", key="delicate_vulnerable_minor", kind="phrases") == []


@pytest.mark.parametrize(
    ("german", "english", "fault"),
    [
        (["Am {day}."], ["On {day}."], None),
        (["Am {day}.", "Um {time}."], ["At {time}.", "On {day}."], None),
        (["Am {day}."], ["Soon."], "values_differ"),
        ([""], ["Soon."], "language_missing_de"),
        (["Bald."], [" "], "language_missing_en"),
    ],
)
def test_both_languages_owe_each_other_words_and_values(
    german: list[str], english: list[str], fault: str | None
) -> None:
    found = fault_between(german, english)
    assert (found.code if found else None) == fault


def test_a_sentence_is_shown_with_values_of_its_language() -> None:
    assert with_samples("Von {country} nach {unheard_of}", "de") == "Von die Niederlande nach unheard_of"
    assert with_samples("From {country}", "en") == "From the Netherlands"


def test_every_value_of_a_response_has_an_example() -> None:
    named = {name for response in RESPONSES.values() for name in response.values()}
    assert named - set(wording_terms().samples) == set()


def test_every_fault_has_words() -> None:
    forbidden = {f"forbidden_{entry.code}" for entry in wording_terms().forbidden}
    assert {code for code in forbidden if not known(f"intents.wording.{code}")} == set()
