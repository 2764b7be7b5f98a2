"""When an action cannot be executed: the answer says so, and the next turn works."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from tests.rasa_side.rasa_process import RasaProcess, a_conversation, a_turn, texts
from tests.rasa_side.stand_in_actions import Result, StandInActions

BROKEN = [
    pytest.param((500, b'{"error": "boom"}'), id="error"),
    pytest.param((404, b'{"error": "no such action"}'), id="unknown action"),
    pytest.param((200, b"<html>"), id="no JSON"),
    pytest.param((200, b"null"), id="no result"),
    pytest.param((200, b'{"events": {}}'), id="wrong schema"),
    pytest.param((200, b'{"events": [{"event": "dance"}], "responses": []}'), id="unknown event"),
    pytest.param((400, b"bad request"), id="refused"),
]


@pytest.mark.parametrize("result", BROKEN)
def test_a_broken_action_is_reported(
    rasa: RasaProcess, actions: StandInActions, result: tuple[int, bytes]
) -> None:
    actions.results["action_thank"] = result
    answer = rasa.turn(a_conversation(), "thank")
    assert (answer["failed"], answer["messages"]) == (True, [])


def test_what_would_follow_a_failed_action_is_not_said(rasa: RasaProcess, actions: StandInActions) -> None:
    conversation = a_conversation()
    assert texts(rasa.turn(conversation, "complain")) == ["Aufgenommen."]
    actions.results["action_complain"] = (500, b"")
    assert texts(rasa.turn(conversation, "complain")) == []


def test_an_action_that_does_not_answer_is_given_up(rasa: RasaProcess, actions: StandInActions) -> None:
    done = threading.Event()
    actions.results["action_thank"] = lambda _: (500, b"%d" % done.wait(20))
    conversation = a_conversation()
    assert rasa.turn(conversation, "thank")["failed"]
    done.set()
    assert len(actions.asked) == 1
    assert texts(rasa.turn(conversation, "greet")) == ["Guten Tag am Telefon."]


def test_a_form_outlives_its_action_server(rasa: RasaProcess, actions: StandInActions) -> None:
    conversation = a_conversation()
    rasa.turn(conversation, "order")
    rasa.turn(conversation, "inform", said={"order_number": "WM-104823"})
    actions.stop()
    lost = rasa.turn(conversation, "inform", said={"postcode": "99999"})
    assert (lost["failed"], lost["form"], lost["expecting"]) == (True, "order_form", "postcode")
    assert "postcode" not in lost["slots"]
    actions.start()
    again = rasa.turn(conversation, "inform", said={"postcode": "01067"})
    assert (again["failed"], again["expecting"], again["slots"]["postcode"]) == (False, "yes_no", "01067")


def test_a_conversation_whose_first_turn_fails_begins_with_the_next(
    rasa: RasaProcess, actions: StandInActions
) -> None:
    actions.stop()
    conversation = a_conversation()
    assert rasa.turn(conversation, "order")["failed"]
    actions.start()
    assert rasa.turn(conversation, "order")["expecting"] == "order_number"


def test_validation_that_turns_a_value_down_is_no_failure(rasa: RasaProcess, actions: StandInActions) -> None:
    conversation = a_conversation()
    rasa.turn(conversation, "order")
    refused = {"event": "slot", "name": "order_number", "value": None}
    actions.results["validate_order_form"] = {"events": [refused], "responses": [{"text": "Leider nein."}]}
    answer = rasa.turn(conversation, "inform", said={"order_number": "WM-1"})
    assert (answer["failed"], answer["expecting"]) == (False, "order_number")
    assert texts(answer) == ["Leider nein.", "Welche Bestellnummer?"]


def test_an_action_may_decline_to_run(rasa: RasaProcess, actions: StandInActions) -> None:
    actions.results["action_thank"] = (400, b'{"error": "not now", "action_name": "action_thank"}')
    assert rasa.turn(a_conversation(), "thank")["failed"] is False


def test_actions_that_go_on_for_ever_are_a_failure(rasa: RasaProcess, actions: StandInActions) -> None:
    again = {"event": "followup", "name": "action_thank"}
    actions.results["action_thank"] = {"events": [again], "responses": []}
    assert rasa.turn(a_conversation(), "thank")["failed"]
    assert len(actions.asked) <= 10


def test_a_server_that_hangs_up_leaves_the_conversation_as_it_was(
    rasa: RasaProcess, actions: StandInActions
) -> None:
    done = threading.Event()
    event = {"event": "slot", "name": "postcode", "value": "1010"}

    def late(_asked: object) -> Result:
        done.wait(20)
        return {"events": [event], "responses": []}

    actions.results["action_thank"] = late
    conversation = a_conversation()
    with pytest.raises(urllib3.exceptions.TimeoutError):
        rasa.ask("POST", "turn", a_turn(conversation, "thank"), timeout=0.2)
    done.set()
    answer = rasa.turn(conversation, "greet")
    assert [asked["next_action"] for asked in actions.asked] == ["action_thank"]
    assert "postcode" not in answer["slots"]


def test_a_broken_database_is_reported_without_details_and_forgets_nothing(
    rasa: RasaProcess, data_dir: Path
) -> None:
    conversation = a_conversation()
    rasa.turn(conversation, "order")
    with _table_away(data_dir / "rasa.db"):
        status, answer = rasa.ask("POST", "turn", a_turn(conversation, "greet"))
    assert (status, answer) == (503, {"error": "the dialogue is not available"})
    assert rasa.turn(conversation, "greet")["form"] == "order_form"


@contextlib.contextmanager
def _table_away(path: Path) -> Iterator[None]:
    for old, new in (("rasa_dialogues", "away"), ("away", "rasa_dialogues")):
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute(f"ALTER TABLE {old} RENAME TO {new}")
        if new == "away":
            yield
