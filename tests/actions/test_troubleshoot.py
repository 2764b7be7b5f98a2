"""Help step by step: three at most, one a turn, and stop at any danger."""

import pytest

from actions.product_form import ProductForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(ProductForm, hotline)


def test_one_step_a_turn_then_a_person_with_what_was_tried(caller: Caller) -> None:
    first = caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    assert (first.asks, "Steckdose" in first.text) == ("confirm_helped", True)
    second = caller.says("deny", "nein")
    assert ("Sockel" in second.text, second.handover) == (True, None)
    caller.says("deny", "nein")
    last = caller.says("deny", "nein")
    assert last.handover
    assert last.handover["reason"] == "troubleshoot_unsolved"
    assert len(last.handover["summary"]["tried"]) == 3
    assert last.handover["summary"]["trouble"] == "mein wasserkocher geht nicht an"


@pytest.mark.parametrize(("intent", "text"), [("affirm", "ja"), ("inform", "super jetzt läuft er wieder")])
def test_when_it_helped_that_is_all(caller: Caller, intent: str, text: str) -> None:
    caller.says("troubleshoot", "der toaster geht nicht")
    answer = caller.says(intent, text)
    assert (answer.responses, answer.done) == (["utter_trouble_solved"], ["troubleshoot"])


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("inform", "das hab ich schon probiert"),
        ("inform", "immer noch nichts"),
        ("affirm", "ja aber er geht immer noch nicht"),
        ("troubleshoot", "nein er geht nicht an"),
    ],
)
def test_whatever_says_it_did_not_help_brings_the_next_step(caller: Caller, intent: str, text: str) -> None:
    caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    answer = caller.says(intent, text)
    assert ("Sockel" in answer.text, answer.asks) == (True, "confirm_helped")


@pytest.mark.parametrize(
    ("intent", "text"), [("defect_claim", "nein der ist immer noch tot"), ("complaint", "nein geht nicht")]
)
def test_an_answer_that_sounds_like_another_wish_is_still_one(caller: Caller, intent: str, text: str) -> None:
    caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    assert "Sockel" in caller.says(intent, text).text


def test_danger_is_heard_in_whatever_is_said(caller: Caller) -> None:
    caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    assert caller.says("complaint", "jetzt qualmt das ding auch noch").responses == ["utter_stop_use"]


def test_a_real_change_of_subject_is_let_go(caller: Caller) -> None:
    caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    assert caller.says("store_hours_location", "wann haben sie in köln offen").refused


def test_what_is_unclear_is_asked_again_without_a_step(caller: Caller) -> None:
    caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    assert caller.says("inform", "da ist so ein blaues licht").responses == ["utter_trouble_helped"]
    assert caller.slots["trouble_step"] == 0


@pytest.mark.parametrize(
    "text", ["der stabmixer qualmt", "aus dem toaster kommen funken", "die waage batterie ist ausgelaufen"]
)
def test_danger_stops_at_once(caller: Caller, text: str) -> None:
    answer = caller.says("troubleshoot", text)
    assert (answer.responses, "112" in answer.text) == (["utter_stop_use"], True)
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["summary"]["danger"]) == ("product_danger", text)


def test_danger_stops_in_the_middle_of_the_steps(caller: Caller) -> None:
    caller.says("troubleshoot", "der toaster geht nicht")
    answer = caller.says("deny", "nein jetzt riecht er verschmort")
    assert answer.handover
    assert answer.handover["summary"]["about"] == "Toaster"


def test_without_a_device_it_is_asked_for_once(caller: Caller) -> None:
    assert caller.says("troubleshoot", "das ding flackert").asks == "article"
    assert "Helligkeit" in caller.says("inform", "die stehlampe").text


def test_what_there_are_no_instructions_for_is_offered_to_a_person(caller: Caller) -> None:
    caller.says("troubleshoot", "der rasenmäher springt nicht an")
    asked = caller.says("inform", "der rasenmäher")
    assert (asked.responses, asked.asks) == (["utter_trouble_unknown"], "confirm_person")


def test_an_article_by_number_brings_its_kind_of_device(caller: Caller) -> None:
    assert "Steckdose" in caller.says("troubleshoot", "geht nicht", article_number="481269").text


def test_another_device_begins_anew(caller: Caller) -> None:
    caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    answer = caller.says("troubleshoot", "und der toaster klemmt")
    assert (caller.slots["trouble_device"], answer.asks) == ("TROUBLE-TOASTER", "confirm_helped")


def test_coming_back_asks_whether_it_helped(caller: Caller) -> None:
    caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    assert caller.is_back().responses == ["utter_trouble_helped"]


def test_every_step_goes_on_record(caller: Caller, hotline: Hotline) -> None:
    answer = caller.says("troubleshoot", "mein wasserkocher geht nicht an")
    source = hotline.knowledge.guide.troubleshooting.source
    assert {"record": {"source": source, "entry": "TROUBLE-KETTLE-DEAD-1"}} in answer.requests
