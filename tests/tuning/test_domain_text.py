"""domain.yml changed in its text: what was meant changes, and not a character more."""

import difflib

import pytest
from ruamel.yaml import YAML

from bot.errors import NotPossible
from bot.tuning.domain_text import (
    Wording,
    read_domain,
    with_text_message,
    with_texts,
    without_response,
    without_wording,
)
from tests.actions.wordings import DOMAIN

SMALL = """version: "3.1"
intents:
- greet   # hello
- use_entities: {use_entities: []}

responses:

  # --- Questions ------------------

  utter_ask:   # comes first
  - condition: [&de {type: slot, name: language, value: de}, &first {type: slot, name: wording, value: first}]
    text: "Wie \\"lautet\\" sie?"
  - condition: [&en {type: slot, name: language, value: en}, *first]
    text: 'What''s it?'   # kept

  # --- Small things ---------------

  utter_praise:
  - condition: [*de]
    text: "Danke."
    custom: &praised {done: praise}
  - condition: [*en]
    text: >-
      Thank
      you.
    custom: *praised

session_config: {session_expiration_time: 0}
"""


def changes(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def wording(name: str, place: int) -> Wording:
    return read_domain(SMALL).responses[name].wordings[place]


def test_responses_are_read_with_heading_and_circumstances() -> None:
    responses = read_domain(SMALL).responses
    ask, praise = responses["utter_ask"], responses["utter_praise"]
    assert (ask.section, praise.section) == ("Questions", "Small things")
    assert [(one.language, one.wording, one.text) for one in ask.wordings] == [
        ("de", "first", 'Wie "lautet" sie?'),
        ("en", "first", "What's it?"),
    ]
    assert [one.text for one in praise.wordings] == ["Danke.", "Thank you."]
    assert read_domain(SMALL).intents == ("greet", "use_entities")


def test_a_changed_text_changes_its_line_only() -> None:
    after = with_texts(read_domain(SMALL), {wording("utter_ask", 1): 'Say "it" \\ {day}'})
    assert changes(SMALL, after) == [
        "-     text: 'What''s it?'   # kept",
        '+     text: "Say \\"it\\" \\\\ {day}"   # kept',
    ]
    assert read_domain(after).responses["utter_ask"].wordings[1].text == 'Say "it" \\ {day}'


def test_a_text_over_several_lines_is_replaced_as_a_whole() -> None:
    after = with_texts(read_domain(SMALL), {wording("utter_praise", 1): "Thanks."})
    assert [one.text for one in read_domain(after).responses["utter_praise"].wordings] == [
        "Danke.",
        "Thanks.",
    ]
    assert "custom: *praised" in after


def test_what_is_not_changed_keeps_its_spelling() -> None:
    domain = read_domain(SMALL)
    same = {one: one.text for response in domain.responses.values() for one in response.wordings}
    assert with_texts(domain, same) == SMALL


def test_a_text_message_gets_a_wording_of_its_own_with_what_belongs_to_it() -> None:
    domain = read_domain(SMALL)
    after = with_text_message(domain, domain.responses["utter_praise"], wording("utter_praise", 0), "Danke!")
    assert changes(SMALL, after) == [
        "+   - condition: [*de]",
        "+     channel: sms",
        '+     text: "Danke!"',
        "+     custom: *praised",
    ]
    added = read_domain(after).responses["utter_praise"].wordings[2]
    assert (added.language, added.channel, added.text, added.custom) == ("de", "sms", "Danke!", True)
    read = YAML(typ="safe").load(after)
    assert read["responses"]["utter_praise"][2]["custom"] == {"done": "praise"}


def test_a_wording_can_go_unless_others_refer_to_it() -> None:
    domain = read_domain(SMALL)
    added = with_text_message(domain, domain.responses["utter_praise"], wording("utter_praise", 0), "Danke!")
    again = read_domain(added)
    assert without_wording(again, again.responses["utter_praise"].wordings[2]) == SMALL
    with pytest.raises(NotPossible, match="others_refer_to_it"):
        without_wording(domain, wording("utter_ask", 0))


def test_a_response_goes_with_all_its_lines() -> None:
    after = without_response(read_domain(SMALL), "utter_praise")
    assert set(read_domain(after).responses) == {"utter_ask"}
    assert all(line.startswith("- ") for line in changes(SMALL, after))
    assert "session_config" in after


@pytest.mark.parametrize("broken", ["", "[", "intents: []", "responses: {utter_a: 1}\nintents: []", "- a"])
def test_a_file_that_is_no_domain_is_refused(broken: str) -> None:
    with pytest.raises(NotPossible):
        read_domain(broken)


def test_every_wording_of_the_real_file_is_framed_exactly() -> None:
    domain = read_domain(DOMAIN.read_text("utf-8"))
    for response in domain.responses.values():
        place = response.wordings[0].lines[0]
        for one in response.wordings:
            assert one.lines[0] == place
            assert YAML(typ="safe").load(domain.text[one.start : one.end]) == one.text
            place = one.lines[1]
        assert place == response.lines[1]


def test_every_text_of_the_real_file_can_be_changed_and_changed_back() -> None:
    text = DOMAIN.read_text("utf-8")
    domain = read_domain(text)
    every = [one for response in domain.responses.values() for one in response.wordings]
    changed = with_texts(domain, {one: one.text + " So." for one in every})
    again = read_domain(changed)
    for response in again.responses.values():
        assert [one.text for one in response.wordings] == [
            f"{one.text} So." for one in domain.responses[response.name].wordings
        ]
    back = {
        one: domain.responses[response.name].wordings[one.place].text
        for response in again.responses.values()
        for one in response.wordings
    }
    assert with_texts(again, back) == text
