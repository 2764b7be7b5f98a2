"""Conversations that go on and on: state is kept, cost is not."""

from tests.rasa_side.rasa_process import RasaProcess, a_conversation, texts
from tests.rasa_side.stand_in_actions import StandInActions


def test_what_is_kept_of_a_long_conversation_stays_short(rasa: RasaProcess, actions: StandInActions) -> None:
    conversation, lengths = a_conversation(), []
    rasa.turn(conversation, "greet", said={"order_number": "WM-104823"})
    for _ in range(60):
        rasa.turn(conversation, "thank")
        lengths.append(len(actions.asked[-1]["tracker"]["events"]))
    assert max(lengths) <= 70
    assert rasa.turn(conversation, "greet")["slots"]["order_number"] == "WM-104823"


def test_the_cut_is_never_felt_by_a_rule_that_looks_back(rasa: RasaProcess) -> None:
    conversation = a_conversation()
    for _ in range(30):
        rasa.turn(conversation, "opening")
        assert texts(rasa.turn(conversation, "deny")) == ["Gern."]


def test_a_form_in_which_somebody_is_stuck_stays_open_and_short(
    rasa: RasaProcess, actions: StandInActions
) -> None:
    refused = {"event": "slot", "name": "order_number", "value": None}
    conversation, lengths = a_conversation(), []
    rasa.turn(conversation, "order")
    actions.results["validate_order_form"] = {"events": [refused], "responses": []}
    for _ in range(60):
        answer = rasa.turn(conversation, "inform", said={"order_number": "WM-1"})
        assert (answer["form"], answer["expecting"]) == ("order_form", "order_number")
        lengths.append(len(actions.asked[-1]["tracker"]["events"]))
    assert max(lengths) <= 170
    actions.results.clear()
    assert rasa.turn(conversation, "inform", said={"order_number": "WM-104823"})["expecting"] == "postcode"


def test_a_slot_that_was_emptied_stays_empty_after_the_cut(
    rasa: RasaProcess, actions: StandInActions
) -> None:
    conversation = a_conversation()
    rasa.turn(conversation, "greet", said={"postcode": "01067"})
    emptied = {"event": "slot", "name": "postcode", "value": None}
    actions.results["action_thank"] = {"events": [emptied], "responses": []}
    rasa.turn(conversation, "thank")
    for _ in range(30):
        assert "postcode" not in rasa.turn(conversation, "greet")["slots"]


def test_one_row_is_kept_per_conversation(rasa: RasaProcess) -> None:
    conversation, before = a_conversation(), len(rasa.dialogues())
    for _ in range(3):
        rasa.turn(conversation, "greet")
    assert len(rasa.dialogues()) == before + 1
