"""Responses are worded differently in place, one change at a time."""

from pathlib import Path

import pytest

from bot.errors import NotPossible, NotThere, TooLate
from bot.tuning.response_draft import ResponseDraft
from bot.tuning.responses import Responses, version_of
from tests.tuning.checkout import PERSON, Checkout, checkout
from tests.tuning.test_domain_text import changes

DOMAIN = """# What the dialogue says.
intents:
- praise_feedback
responses:

  # --- Small things ---

  utter_praise:
  - condition: [&de {type: slot, name: language, value: de}]
    text: "Danke, das gebe ich weiter."   # kind
    custom: &praised {done: praise_feedback}
  - condition: [&en {type: slot, name: language, value: en}]
    text: "Thank you, I will pass that on."
    custom: *praised

  utter_due:
  - condition: [*de]
    text: "Fällig war es am [[date:{day}]], bitte zahlen."
  - condition: [*en]
    text: "It was due on [[date:{day}]], please pay."
  - condition: [*de]
    channel: sms
    text: "Fällig am [[date:{day}]], bitte zahlen."
"""


@pytest.fixture
def tree(tmp_path: Path) -> Checkout:
    return checkout(tmp_path, {"domain.yml": DOMAIN})


@pytest.fixture
def responses(tree: Checkout) -> Responses:
    return Responses(tree.files)


def save(responses: Responses, name: str, **texts: str) -> int:
    return responses.save(name, texts, version_of(responses.one(name)), PERSON)


def faults(responses: Responses, name: str, **texts: str) -> dict[str, list[str]]:
    draft = ResponseDraft(responses.one(name), texts)
    found = {line.field: [fault.code for fault in line.faults] for line in draft.lines if line.faults}
    return found | ({"all": [fault.code for fault in draft.faults]} if draft.faults else {})


def test_a_new_wording_changes_its_line_and_is_committed(tree: Checkout, responses: Responses) -> None:
    change = save(responses, "utter_praise", t0="Vielen Dank, ich sage es weiter.")
    assert changes(DOMAIN, tree.text("domain.yml")) == [
        '-     text: "Danke, das gebe ich weiter."   # kind',
        '+     text: "Vielen Dank, ich sage es weiter."   # kind',
    ]
    assert tree.files.one(change)["revision"]
    assert tree.git("log", "-1", "--format=%an|%s").strip() == "Olga Pérez|Word utter_praise differently"


def test_both_languages_and_a_text_message_at_once(tree: Checkout, responses: Responses) -> None:
    save(responses, "utter_praise", t0="Danke.", t1="Thank you.", sms0="Danke!", sms1="Thanks!")
    said = {(one.language, one.channel): one for one in responses.one("utter_praise").wordings}
    assert {key: one.text for key, one in said.items()} == {
        ("de", None): "Danke.",
        ("en", None): "Thank you.",
        ("de", "sms"): "Danke!",
        ("en", "sms"): "Thanks!",
    }
    assert all(one.custom for one in said.values())
    assert "# kind" in tree.text("domain.yml")


def test_a_text_messages_own_wording_goes_when_it_is_emptied(tree: Checkout, responses: Responses) -> None:
    save(responses, "utter_due", t2="")
    assert [one.channel for one in responses.one("utter_due").wordings] == [None, None]
    assert changes(DOMAIN, tree.text("domain.yml"))[0] == "-   - condition: [*de]"


def test_all_at_once_then_back_leaves_the_file_as_it_was(tree: Checkout, responses: Responses) -> None:
    change = save(
        responses, "utter_due", t0="Am [[date:{day}]] fällig.", t1="Due [[date:{day}]].", t2="", sms1="D."
    )
    assert [one.text for one in responses.one("utter_due").wordings] == [
        "Am [[date:{day}]] fällig.",
        "Due [[date:{day}]].",
        "D.",
    ]
    tree.files.undo(change, PERSON)
    assert tree.text("domain.yml") == DOMAIN


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"t0": ""}, {"t0": ["empty"]}),
        ({"t0": "Am [[date:{day}]]. So."}, {"t0": ["date_and_stop"]}),
        ({"t0": "Am {hour}, bitte."}, {"t0": ["value_unknown"], "all": ["values_differ"]}),
        ({"t2": "Bald. Wirklich bald. Ganz bald."}, {}),
        ({"t0": "Bald.", "t1": "Soon.", "t2": "Am [[date:{day}]] bitte."}, {"all": ["values_differ"]}),
        ({"t0": "Eins. Zwei. Drei am [[date:{day}]], ja."}, {"t0": ["too_many_sentences"]}),
        ({"sms1": "Press 1 on [[date:{day}]]"}, {"sms1": ["forbidden_keys_in_text"]}),
    ],
)
def test_what_is_wrong_is_found_where_it_is(
    responses: Responses, texts: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert faults(responses, "utter_due", **texts) == expected


def test_a_general_wording_is_checked_for_both_channels(responses: Responses) -> None:
    # Nothing may be keyed in a text message; where it has words of its own, the phone may say so.
    pressing = "Drücken Sie die Eins."
    assert faults(responses, "utter_praise", t0=pressing) == {"t0": ["forbidden_keys_in_text"]}
    assert faults(responses, "utter_praise", t0=pressing, sms0="Schreiben Sie uns.") == {}


def test_nothing_that_is_wrong_is_written(tree: Checkout, responses: Responses) -> None:
    with pytest.raises(NotPossible, match="wording"):
        save(responses, "utter_praise", t0="Das ist garantiert.")
    assert tree.text("domain.yml") == DOMAIN


def test_of_two_who_change_the_same_response_the_second_is_too_late(responses: Responses) -> None:
    seen = version_of(responses.one("utter_praise"))
    responses.save("utter_praise", {"t0": "Danke."}, seen, PERSON)
    with pytest.raises(TooLate):
        responses.save("utter_praise", {"t0": "Vielen Dank."}, seen, PERSON)


def test_two_people_may_change_different_responses(tree: Checkout, responses: Responses) -> None:
    seen = version_of(responses.one("utter_due"))
    save(responses, "utter_praise", t0="Danke.")
    responses.save("utter_due", {"t2": "Am [[date:{day}]] bitte."}, seen, PERSON)
    assert len(changes(DOMAIN, tree.text("domain.yml"))) == 4


def test_unchanged_words_make_no_change(responses: Responses) -> None:
    with pytest.raises(NotPossible, match="nothing_changed"):
        save(responses, "utter_praise", t0="Danke,  das gebe ich\nweiter. ")


def test_there_is_no_response_nobody_wrote(responses: Responses) -> None:
    with pytest.raises(NotThere):
        responses.one("utter_nothing")
