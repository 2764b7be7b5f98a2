"""The expert's phone and the caller's way into the room, by webhook and TwiML."""

import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.channels.voice.lines import CarrierLines
from bot.conversation.state import Sentence
from bot.errors import CallGone
from tests.builders import conversation
from tests.channels.twiml_checks import parsed, spoken
from tests.handover.hall import BASE, Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    hall = Hall(sqlite)
    hall.expert("eva")
    return hall


@pytest.fixture
def web(hall: Hall) -> FlaskClient:
    app = Flask("legs")
    for pages in hall.side.blueprints:
        app.register_blueprint(pages)
    return app.test_client()


def post(web: FlaskClient, address: str, **fields: str) -> ET.Element:
    """The document at an address as the carrier fetches it."""
    parts = urlsplit(address)
    answer = web.post(f"{parts.path}?{parts.query}", data=fields)
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    return parsed(answer.get_data(as_text=True))


def action(document: ET.Element) -> str:
    """Where the document's Gather or Dial leads."""
    verb = next(verb for verb in document if verb.get("action"))
    return str(verb.get("action"))


def rung(hall: Hall) -> tuple[str, str]:
    wait = hall.caller()
    hall.work()
    return wait, hall.carrier.rung[-1][1]


def test_from_picking_up_to_the_room(hall: Hall, web: FlaskClient) -> None:
    _, address = rung(hall)
    offer = post(web, address, CallSid="CA1")
    gather = offer.find("Gather")
    assert gather is not None
    assert (gather.get("input"), gather.get("numDigits"), gather.get("timeout")) == ("dtmf", "1", "10")
    assert "Annehmen mit der Eins" in spoken(offer)
    brief = post(web, action(offer), CallSid="CA1", Digits="1")
    assert "Nicht geprüft" in spoken(brief)
    assert brief.findtext("Redirect") == action(brief)
    room = post(web, action(brief), CallSid="CA1")
    dial, conference = room.find("Dial"), room.find("Dial/Conference")
    assert dial is not None
    assert conference is not None
    assert (dial.get("hangupOnStar"), conference.get("endConferenceOnExit"), conference.get("beep")) == (
        "true",
        "true",
        "false",
    )
    assert (conference.get("waitUrl"), conference.get("participantLabel")) == ("", "expert")


def test_the_room_is_the_same_for_both_and_named_without_anything_personal(
    hall: Hall, web: FlaskClient
) -> None:
    wait, _ = rung(hall)
    x = hall.ringing(wait) or ""
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    experts = post(web, f"/twilio/voice/expert/join?x={x}", CallSid="CA1")
    callers = post(web, f"/twilio/voice/join?c={hall.talk(wait).id}", CallSid="CALLER1")
    name = experts.findtext("Dial/Conference")
    assert name == callers.findtext("Dial/Conference")
    assert name is not None
    assert name.startswith("room-")
    dial = callers.find("Dial")
    assert dial is not None
    assert (dial.get("hangupOnStar"), dial.get("action")) == (
        "false",
        f"{BASE}/twilio/voice/after?c={hall.talk(wait).id}&x={x}",
    )


def test_without_a_key_it_is_asked_twice_and_then_hung_up(hall: Hall, web: FlaskClient) -> None:
    wait, address = rung(hall)
    x = hall.ringing(wait) or ""
    again = post(web, action(post(web, address, CallSid="CA1")), CallSid="CA1")
    last = post(web, action(again), CallSid="CA1")
    assert [verb.tag for verb in last] == ["Say", "Hangup"]
    assert hall.outcome(x) == "no_key"


def test_through_the_menu_to_somebody_else_with_a_spoken_note(hall: Hall, web: FlaskClient) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    menu = post(web, f"/twilio/voice/expert/left?x={x}", CallSid="CA1", CallStatus="in-progress")
    note = post(web, action(menu), CallSid="CA1", Digits="2")
    gather = note.find("Gather")
    assert gather is not None
    assert (gather.get("input"), gather.get("language"), gather.get("finishOnKey")) == (
        "dtmf speech",
        "de-DE",
        "#",
    )
    over = post(web, action(note), CallSid="CA1", SpeechResult="Bitte die Rechnung prüfen.")
    assert over[-1].tag == "Hangup"
    assert hall.calls.get(x)["note"] == "Bitte die Rechnung prüfen."  # type: ignore[index]


def test_handed_back_by_two_keys(hall: Hall, web: FlaskClient) -> None:
    wait = hall.caller()
    x = hall.in_menu(wait)
    choice = post(web, f"/twilio/voice/expert/menu?x={x}", CallSid="CA1", Digits="3")
    post(web, action(choice), CallSid="CA1", Digits="2")
    assert (hall.outcome(x), hall.wait(wait)["news"]) == ("handed_back", "finished")


def test_an_expert_who_hung_up_is_not_offered_a_menu(hall: Hall, web: FlaskClient) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    post(web, f"/twilio/voice/expert/left?x={x}", CallSid="CA1", CallStatus="completed")
    assert (hall.outcome(x), hall.wait(wait)["news"]) == ("dropped_in_call", "expert_gone")


def test_the_carrier_s_news_is_taken_in_silence(hall: Hall, web: FlaskClient) -> None:
    wait, _ = rung(hall)
    x = hall.ringing(wait) or ""
    answer = web.post(f"/twilio/voice/expert/status?x={x}", data={"CallSid": "CA1", "CallStatus": "busy"})
    assert (answer.status_code, answer.data, hall.outcome(x)) == (204, b"", "busy")


def test_nonsense_is_answered_too(web: FlaskClient) -> None:
    for page in ("", "/key", "/menu", "/hand_back", "/note", "/join", "/left"):
        assert post(web, f"/twilio/voice/expert{page}?x=nobody&tried=many")[-1].tag == "Hangup"
    assert web.post("/twilio/voice/expert/other").status_code == 404


# --- the caller ---


def test_a_caller_whose_expert_is_not_there_goes_on_waiting(hall: Hall, web: FlaskClient) -> None:
    wait, _ = rung(hall)
    talk = hall.talk(wait)
    document = post(web, f"/twilio/voice/join?c={talk.id}", CallSid="CALLER1")
    assert document.findtext("Redirect") == f"{BASE}/twilio/voice/turn?c={talk.id}&n={talk.turns + 1}"


def test_after_the_talk_the_caller_comes_to_the_next_turn(hall: Hall, web: FlaskClient) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    talk = hall.talk(wait)
    after = f"/twilio/voice/after?c={talk.id}&x={x}"
    document = post(web, after, CallSid="CALLER1", CallStatus="in-progress", DialCallStatus="answered")
    assert document.findtext("Redirect") == f"{BASE}/twilio/voice/turn?c={talk.id}&n={talk.turns + 1}"
    assert hall.talk(wait).owner == "queue"


def test_a_caller_who_hung_up_in_the_room_is_noticed_there_too(hall: Hall, web: FlaskClient) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    post(web, f"/twilio/voice/after?c={hall.talk(wait).id}&x={x}", CallSid="CALLER1", CallStatus="completed")
    assert (hall.wait(wait)["outcome"], hall.talk(wait).closed_because) == ("talked", "caller_hung_up")


@pytest.mark.parametrize("address", ["join?c=nobody", "after?c=nobody&x=nobody", "voicemail?c=nobody"])
def test_a_conversation_nobody_knows_is_ended(web: FlaskClient, address: str) -> None:
    assert [verb.tag for verb in post(web, f"/twilio/voice/{address}")] == ["Hangup"]


def test_a_message_is_stored_and_the_caller_goes_on(hall: Hall, web: FlaskClient) -> None:
    wait = hall.caller()
    talk = hall.talk(wait)
    recording = {"RecordingSid": "RE1", "RecordingUrl": "https://api/RE1", "RecordingDuration": "9"}
    document = post(web, f"/twilio/voice/voicemail?c={talk.id}", CallStatus="in-progress", **recording)
    assert (document[0].tag, hall.wait(wait)["news"]) == ("Redirect", "voicemail_kept")


def test_who_hangs_up_after_the_message_has_left_one(hall: Hall, web: FlaskClient) -> None:
    wait = hall.caller()
    recording = {"RecordingSid": "RE1", "RecordingUrl": "https://api/RE1", "RecordingDuration": "9"}
    post(web, f"/twilio/voice/voicemail?c={hall.talk(wait).id}", CallStatus="completed", **recording)
    assert (hall.wait(wait)["status"], hall.wait(wait)["outcome"]) == ("over", "voicemail")


# --- REST ---


class Noted:
    """Stands in for the carrier's calls."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str, str]] = []

    def move(self, call_sid: str, url: str) -> None:
        self.done.append(("move", call_sid, url))

    def say_and_end(self, call_sid: str, twiml: str) -> None:
        self.done.append(("say", call_sid, twiml))


def test_callers_are_moved_to_absolute_addresses_and_experts_told_in_a_whole_document() -> None:
    noted = Noted()
    lines, talk = CarrierLines(noted, BASE), conversation(call_sid="CA9", turns=4)  # type: ignore[arg-type]
    lines.to_room(talk)
    lines.to_turn(talk)
    lines.tell("CA1", Sentence("Danke.", "de"))
    assert noted.done[:2] == [
        ("move", "CA9", f"{BASE}/twilio/voice/join?c={talk.id}"),
        ("move", "CA9", f"{BASE}/twilio/voice/turn?c={talk.id}&n=5"),
    ]
    assert [verb.tag for verb in parsed(noted.done[2][2])] == ["Say", "Hangup"]


def test_who_has_no_call_cannot_be_moved() -> None:
    with pytest.raises(CallGone):
        CarrierLines(Noted(), BASE).to_room(conversation())  # type: ignore[arg-type]
