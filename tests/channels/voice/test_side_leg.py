"""A colleague's phone beside a talk, and a coach's, by webhook and TwiML; what is heard alone."""

import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.channels.spoken_way_out import SpokenWayOut
from bot.errors import CarrierUnavailable
from bot.handover.ringing import Rung
from bot.handover.side_calls import COACH, COLLEAGUE, SideCalls
from tests.channels.twiml_checks import parsed, spoken
from tests.handover.hall import BASE, PHRASES, Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    hall = Hall(sqlite)
    hall.expert("eva", phone="+491711111111")
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
    assert (answer.status_code, answer.content_type) == (200, "text/xml; charset=utf-8")
    return parsed(answer.get_data(as_text=True))


def action(document: ET.Element) -> str:
    verb = next(verb for verb in document if verb.get("action"))
    return str(verb.get("action"))


def rung(hall: Hall, kind: str = COLLEAGUE, who: str = "ida") -> tuple[str, str, str]:
    """Eva talks, and Ida's phone rings beside it: the wait, the side call, and where the carrier asks."""
    wait = hall.caller()
    x = hall.talking(wait)
    hall.expert(who, phone="+491712222222")
    call, row = hall.calls.get(x), hall.experts.get(who)
    assert call
    assert row
    assert hall.side.beside.ringing.ring(call, row, kind, "eva") is Rung.RINGS
    (side,) = SideCalls(hall.engine).live()
    return wait, str(side["id"]), hall.carrier.rung[-1][1]


def side(hall: Hall, s: str) -> Any:
    row = SideCalls(hall.engine).get(s)
    assert row
    return row


def test_who_asks_then_the_key_then_the_brief_then_the_room(hall: Hall, web: FlaskClient) -> None:
    wait, s, address = rung(hall)
    assert address == f"{BASE}/twilio/voice/side?s={s}"
    offer = post(web, address, CallSid="CA2")
    assert spoken(offer).startswith("eva bittet Sie in ein Gespräch der Hotline.")
    brief = post(web, action(offer), CallSid="CA2", Digits="1")
    assert "Nicht geprüft" in spoken(brief)
    assert (side(hall, s)["status"], hall.status("ida")) == ("answered", "talking")
    room = post(web, action(brief), CallSid="CA2")
    dial, conference = room.find("Dial"), room.find("Dial/Conference")
    assert dial is not None
    assert conference is not None
    call = hall.calls.get(hall.ringing(wait) or "")
    assert call
    assert conference.text == call["room"]
    assert (conference.get("endConferenceOnExit"), conference.get("participantLabel")) == (
        "false",
        f"side-{s[:8]}",
    )
    assert (dial.get("hangupOnStar"), conference.get("coach")) == ("true", None)
    assert side(hall, s)["status"] == "joined"
    # The talk outlives the expert's leaving it from now on.
    assert ("ends_with", "CA1", False) in hall.carrier.rooms


def test_no_word_about_the_case_before_the_key(hall: Hall, web: FlaskClient) -> None:
    _, s, address = rung(hall)
    again = post(web, action(post(web, address, CallSid="CA2")), CallSid="CA2")
    last = post(web, action(again), CallSid="CA2")
    assert [verb.tag for verb in last] == ["Say", "Hangup"]
    assert (side(hall, s)["outcome"], hall.status("ida")) == ("no_key", "free")


def test_who_declines_is_free_again(hall: Hall, web: FlaskClient) -> None:
    _, s, address = rung(hall)
    post(web, action(post(web, address, CallSid="CA2")), CallSid="CA2", Digits="2")
    assert (side(hall, s)["outcome"], hall.status("ida")) == ("declined", "free")


def test_who_leaves_by_the_star_is_thanked_and_the_talk_is_between_two_again(
    hall: Hall, web: FlaskClient
) -> None:
    wait, s, address = rung(hall)
    brief = post(web, action(post(web, address, CallSid="CA2")), CallSid="CA2", Digits="1")
    room = post(web, action(brief), CallSid="CA2")
    bye = post(web, action(room), CallSid="CA2", CallStatus="in-progress")
    assert [verb.tag for verb in bye] == ["Say", "Hangup"]
    assert (side(hall, s)["outcome"], hall.status("ida"), hall.wait(wait)["status"]) == (
        "left",
        "free",
        "talking",
    )
    assert hall.carrier.rooms[-1] == ("ends_with", "CA1", True)


def test_who_comes_when_the_talk_is_over_is_told_so(hall: Hall, web: FlaskClient) -> None:
    wait, s, address = rung(hall)
    hall.hangs_up(wait)
    assert post(web, address, CallSid="CA2")[-1].tag == "Hangup"
    assert (side(hall, s)["outcome"], hall.status("ida")) == ("withdrawn", "free")


@pytest.mark.parametrize(
    ("status", "outcome"), [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "failed")]
)
def test_the_carrier_s_news_is_taken_in_silence(
    hall: Hall, web: FlaskClient, status: str, outcome: str
) -> None:
    _, s, _ = rung(hall)
    answer = web.post(f"/twilio/voice/side/status?s={s}", data={"CallSid": "CA2", "CallStatus": status})
    assert (answer.status_code, side(hall, s)["outcome"], hall.status("ida")) == (204, outcome, "free")


def test_nonsense_is_answered_too(web: FlaskClient) -> None:
    for page in ("", "/key", "/join", "/left"):
        assert post(web, f"/twilio/voice/side{page}?s=nobody&tried=many")[-1].tag == "Hangup"
    told = web.post("/twilio/voice/side/status?s=nobody", data={"CallStatus": "completed"})
    assert told.status_code == 204


# --- a coach ---


def coach_in(hall: Hall, web: FlaskClient) -> tuple[str, ET.Element]:
    _, s, address = rung(hall, COACH)
    offer = post(web, address, CallSid="CA2")
    assert spoken(offer).startswith("Mithören bei eva")
    return s, post(web, action(offer), CallSid="CA2", Digits="1")


def test_a_coach_is_heard_by_the_expert_alone_and_both_are_told_first(hall: Hall, web: FlaskClient) -> None:
    s, room = coach_in(hall, web)
    conference = room.find("Dial/Conference")
    assert conference is not None
    assert (conference.get("coach"), conference.get("endConferenceOnExit")) == ("CA1", "false")
    played = [(call, what) for deed, call, what in hall.carrier.rooms if deed == "play"]
    assert played == [("CALLER1", "coach_caller"), ("CA1", "coach_expert")]
    assert side(hall, s)["status"] == "joined"
    assert [event["staff"] for event in hall.events("listen_in_begun")] == ["ida"]


def test_where_they_cannot_be_told_nobody_listens(hall: Hall, web: FlaskClient) -> None:
    _, s, address = rung(hall, COACH)
    offer = post(web, address, CallSid="CA2")
    hall.carrier.fault = CarrierUnavailable("503")
    refused = post(web, action(offer), CallSid="CA2", Digits="1")
    assert [verb.tag for verb in refused] == ["Say", "Hangup"]
    assert (side(hall, s)["outcome"], hall.events("listen_in_begun")) == ("refused", [])


def test_a_caller_on_hold_is_not_listened_to_unknowing(hall: Hall, web: FlaskClient) -> None:
    wait, s, address = rung(hall, COACH)
    offer = post(web, address, CallSid="CA2")
    hall.set_call(hall.ringing(wait) or "", held_since=hall.clock.now(), hold_reason="look_up")
    assert post(web, action(offer), CallSid="CA2", Digits="1")[-1].tag == "Hangup"
    assert side(hall, s)["outcome"] == "refused"


# --- what one of them hears alone ---


def test_on_hold_the_reason_first_and_then_that_somebody_is_still_there(hall: Hall, web: FlaskClient) -> None:
    x = hall.talking(hall.caller())
    hall.set_call(x, held_since=hall.clock.now(), hold_reason="ask_colleague")
    page = post(web, f"/twilio/voice/hold?x={x}", CallSid="CALLER1")
    assert [verb.tag for verb in page] == ["Say", "Pause", "Redirect"]
    assert "fragt kurz im Team nach" in spoken(page)
    said = [page.findtext("Say")]
    for _ in range(4):
        page = post(web, page.findtext("Redirect") or "", CallSid="CALLER1")
        said.append(page.findtext("Say"))
    assert len(set(said[1:])) == 2
    assert said[0] not in said[1:]


def test_on_hold_in_the_language_of_the_caller(hall: Hall, web: FlaskClient) -> None:
    hall.set_expert("eva", languages=["de", "en"])
    x = hall.talking(hall.caller(language="en"))
    hall.set_call(x, held_since=hall.clock.now(), hold_reason="look_up")
    assert "looking something up" in spoken(post(web, f"/twilio/voice/hold?x={x}"))


@pytest.mark.parametrize("query", ["x=nobody", "x=nobody&n=7", "x=nobody&n=many", "x=nobody&n=99999999"])
def test_who_is_on_hold_for_a_call_nobody_knows_is_not_left_in_silence(web: FlaskClient, query: str) -> None:
    page = post(web, f"/twilio/voice/hold?{query}")
    assert [verb.tag for verb in page] == ["Say", "Pause", "Redirect"]


def test_the_brief_again_for_the_expert(hall: Hall, web: FlaskClient) -> None:
    x = hall.talking(hall.caller())
    assert "Nicht geprüft" in spoken(post(web, f"/twilio/voice/played/brief?x={x}"))
    assert "hört eine zweite Person" in spoken(post(web, f"/twilio/voice/played/coach_caller?x={x}"))
    assert "Jetzt hört jemand mit" in spoken(post(web, f"/twilio/voice/played/coach_expert?x={x}"))
    assert list(post(web, "/twilio/voice/played/brief?x=nobody")) == []


@pytest.mark.parametrize("tried", ["0", "3", "50"])
def test_on_hold_without_a_database_it_is_tried_again_without_end(tried: str) -> None:
    with Flask("out").test_request_context(f"/twilio/voice/hold?x=x1&n=4&retry={tried}", method="POST"):
        page = parsed(SpokenWayOut(PHRASES, BASE).voice(request))
    assert [verb.tag for verb in page] == ["Say", "Pause", "Redirect"]
    assert "/twilio/voice/hold?x=x1&n=4" in (page.findtext("Redirect") or "")


def test_beside_a_talk_nothing_is_said_where_something_broke() -> None:
    with Flask("out").test_request_context("/twilio/voice/played/brief?x=x1", method="POST"):
        assert list(parsed(SpokenWayOut(PHRASES, BASE).voice(request))) == []
