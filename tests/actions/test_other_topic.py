"""What is no customer's business: the right contact, the press to a person, the rest offered one."""

import pytest

from actions.other_topic import PersonForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(PersonForm, hotline)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("ich such eine lehrstelle bei euch", "bewerbung@"),
        ("wir sind großhändler und würden gern unsere ware vorstellen", "einkauf@"),
        ("ich hab gestern im laden meinen schirm stehen lassen", "fundsachen@"),
        ("würdet ihr die trikots von unserer e jugend sponsern", "engagement@"),
        ("bietet ihr auch küchenplanung an", "[[phone:+493023125260]]"),
    ],
)
def test_the_right_contact_is_named(caller: Caller, text: str, heard: str) -> None:
    answer = caller.says("other_topic", text)
    assert (heard in answer.text, answer.done, answer.handover) == (True, ["other_topic"], None)


def test_the_press_gets_a_person(hotline: Hotline) -> None:
    answer = Caller(PersonForm, hotline, language="en").says("other_topic", "I write for the local newspaper")
    assert answer.handover
    assert answer.handover["reason"] == "press"


def test_where_nobody_else_is_right_a_person_is_offered(caller: Caller) -> None:
    asked = caller.says("other_topic", "ich hätte da ein ganz besonderes anliegen")
    assert (asked.responses, asked.asks) == (["utter_other_topic"], "confirm_person")
    accepted = caller.says("affirm", "ja")
    assert accepted.handover


def test_nothing_of_ours_is_answered_with_what_is(caller: Caller) -> None:
    asked = caller.says("out_of_scope", "wie wird morgen das wetter")
    assert (asked.responses, asked.asks) == (["utter_out_of_scope"], "confirm_person")
    assert caller.says("deny", "nein").responses == ["utter_no_person"]


def test_the_source_goes_on_record(caller: Caller, hotline: Hotline) -> None:
    answer = caller.says("other_topic", "habt ihr offene stellen")
    source = hotline.knowledge.guide.contacts.source
    assert {"record": {"source": source, "entry": "CONTACT-JOBS"}} in answer.requests
