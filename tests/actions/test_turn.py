"""Turns read from tracker JSON as Rasa sends it."""

from rasa_sdk import Tracker

from actions.turn import Turn
from tests.actions.caller import stored_tracker


def turn(name: str, form: str | None = "order_form") -> Turn:
    return Turn.read(Tracker.from_dict(stored_tracker(name)), form)


def test_an_answer_carries_intent_entities_and_the_question_it_answers() -> None:
    read = turn("answered")
    assert (read.intent, read.value("order_number"), read.requested) == (
        "inform",
        "WM-104823",
        "order_number",
    )
    assert not read.resumed


def test_a_form_rasa_comes_back_to_hears_nothing_new() -> None:
    read = turn("resumed")
    assert read.resumed
    assert (read.intent, read.text, read.entities, read.requested) == ("", "", (), None)


def test_another_form_hears_what_the_first_one_refused() -> None:
    tracker = {**stored_tracker("resumed")}
    refused = next(at for at, event in enumerate(tracker["events"]) if event["event"].endswith("rejected"))
    tracker["events"] = tracker["events"][: refused + 1]
    assert Turn.read(Tracker.from_dict(tracker), "product_form").intent == "return_how"


def test_an_action_of_its_own_always_hears_the_caller() -> None:
    assert turn("resumed", None).intent == "return_how"


def test_whoever_corrects_himself_is_taken_at_his_last_word() -> None:
    tracker = {**stored_tracker("answered")}
    numbers = [{"entity": "order_number", "value": value} for value in ("WM-111111", "WM-222222")]
    tracker["latest_message"] = {**tracker["latest_message"], "entities": numbers}
    assert Turn.read(Tracker.from_dict(tracker)).value("order_number") == "WM-222222"
