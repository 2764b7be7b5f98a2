"""Whole documents: order of verbs, redirects, endings, failures and the fallback."""

import pytest
from flask import Response

from carrier import NotPossible
from carrier.voice.prompts import APPLICATION_ERROR
from tests.carrier.scripted import BASE, CALLER, twiml


def test_verbs_are_played_in_order_and_then_the_call_ends(app, net, hotline):
    app.answers["/voice"] = "<Say>Eins.</Say><Pause length='2'/><Say>Zwei.</Say>"
    call = net.call(CALLER, hotline)
    assert [heard.text for heard in call.heard] == ["Eins.", "Zwei."]
    assert (call.over, call.status, call.errors) == (True, "completed", [])


def test_time_passes_while_something_is_said(app, net, hotline):
    app.answers["/voice"] = "<Say>Guten Tag und herzlich willkommen.</Say><Pause length='3'/><Say>Ende.</Say>"
    first, last = net.call(CALLER, hotline).heard
    assert 5 < (last.at - first.at).total_seconds() < 7


def test_a_redirect_leaves_the_rest_unreached(app, net, hotline):
    app.answers["/voice"] = "<Redirect>/next?a=1&amp;b=2</Redirect><Say>Nie.</Say>"
    app.answers["/next"] = "<Say>Weiter.</Say>"
    assert net.call(CALLER, hotline).heard_since_last_input == "Weiter."
    assert app.asked[-2]["url"] == f"{BASE}/next?a=1&b=2"


def test_relative_links_start_from_the_current_document(app, net, hotline):
    app.answers["/voice"] = "<Redirect>/a/b</Redirect>"
    app.answers["/a/b"] = "<Redirect>c</Redirect>"
    app.answers["/a/c"] = "<Say>Da.</Say>"
    assert net.call(CALLER, hotline).heard_since_last_input == "Da."


def test_hanging_up_by_the_application_ends_the_call(app, net, hotline):
    app.answers["/voice"] = "<Say>Tschüss.</Say><Hangup/><Say>Nie.</Say>"
    call = net.call(CALLER, hotline)
    assert (call.heard_since_last_input, call.status) == ("Tschüss.", "completed")


def test_an_empty_response_answers_and_ends(app, net, hotline):
    app.answers["/voice"] = ""
    call = net.call(CALLER, hotline)
    assert (call.heard, call.status, call.errors) == ([], "completed", [])


@pytest.mark.parametrize(
    ("verb", "status"), [("<Reject/>", "no-answer"), ('<Reject reason="busy"/>', "busy")]
)
def test_a_rejected_call_is_never_answered(app, net, hotline, verb, status):
    app.answers["/voice"] = verb
    call = net.call(CALLER, hotline)
    assert (call.status, call.state.answered_at, call.heard) == (status, None, [])


def test_rejecting_after_speaking_only_hangs_up(app, net, hotline):
    app.answers["/voice"] = "<Say>Hallo.</Say><Reject/>"
    assert net.call(CALLER, hotline).status == "completed"


def test_nothing_can_be_said_in_a_call_that_is_over(app, net, hotline):
    app.answers["/voice"] = ""
    call = net.call(CALLER, hotline)
    with pytest.raises(NotPossible):
        call.say("Hallo?")
    call.hang_up()
    assert call.status == "completed"


def test_the_first_request_rings_and_later_ones_are_in_progress(app, net, hotline):
    app.answers["/voice"] = "<Redirect>/next</Redirect>"
    app.answers["/next"] = "<Gather/>"
    net.call(CALLER, hotline)
    assert [entry["form"]["CallStatus"] for entry in app.asked] == ["ringing", "in-progress"]


def test_every_request_of_a_call_carries_its_facts(app, net, hotline):
    app.answers["/voice"] = "<Gather/>"
    call = net.call(CALLER, hotline)
    form = app.asked_for("/voice")[0]
    assert form["CallSid"] == call.sid
    assert (form["From"], form["Caller"], form["To"], form["Direction"]) == (
        CALLER,
        CALLER,
        str(hotline),
        "inbound",
    )
    assert (form["FromCity"], form["FromCountry"], form["CalledZip"]) == ("", "DE", "")


def test_a_withheld_number_is_sent_as_a_word(app, net, hotline):
    app.answers["/voice"] = "<Gather/>"
    net.call(None, hotline)
    form = app.asked_for("/voice")[0]
    assert (form["From"], form["Caller"], form["FromCountry"]) == ("anonymous", "anonymous", "")


def test_cookies_are_kept_within_a_call(app, net, hotline):
    def first(_: dict[str, str]) -> Response:
        answer = twiml("<Redirect>/next</Redirect>")
        answer.set_cookie("turn", "1")
        return answer

    app.answers |= {"/voice": first, "/next": "<Gather/>"}
    net.call(CALLER, hotline)
    net.call(CALLER, hotline)
    assert [entry["headers"].get("Cookie") for entry in app.asked] == [None, "turn=1", None, "turn=1"]


def test_the_status_callback_comes_once_when_the_call_has_ended(app, net, hotline):
    app.answers["/voice"] = "<Gather/>"
    call = net.call(CALLER, hotline)
    net.clock.advance(30)
    assert app.asked_for("/status") == []
    call.hang_up()
    (form,) = app.asked_for("/status")
    assert (form["CallStatus"], form["SequenceNumber"], form["CallbackSource"]) == (
        "completed",
        "0",
        "call-progress-events",
    )
    assert int(form["CallDuration"]) >= 30
    assert form["Timestamp"].endswith("+0000")


def test_hanging_up_asks_the_application_for_nothing_more(app, net, hotline):
    app.answers["/voice"] = '<Gather action="/turn"/>'
    net.call(CALLER, hotline).hang_up()
    assert [entry["path"] for entry in app.asked] == ["/voice", "/status"]


def test_a_status_callback_that_fails_is_a_violation(app, net, hotline):
    app.answers |= {"/voice": "", "/status": Response("", 500)}
    call = net.call(CALLER, hotline)
    assert call.errors == []
    assert [violation.kind for violation in net.violations] == ["status callback"]


def test_a_status_callback_to_a_host_with_an_underscore_is_a_violation(app, net, hotline):
    hotline.voice_status_url = "https://my_app.example/status"
    app.answers["/voice"] = ""
    net.call(CALLER, hotline)
    assert "underscore" in net.violations[0].text


BROKEN = {
    "a server error": (Response("<Response/>", 500, content_type="text/xml"), 11200),
    "nothing there": (Response("", 404), 11200),
    "not XML": (Response("<Response>", content_type="text/xml"), 12100),
    "JSON": (Response("{}", content_type="application/json"), 12300),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_answer_is_heard_as_an_application_error(app, net, hotline, fault):
    app.answers["/voice"], code = BROKEN[fault]
    call = net.call(CALLER, hotline)
    assert call.heard_since_last_input == APPLICATION_ERROR
    assert ([problem.code for problem in call.errors], call.status) == ([code], "completed")
    assert [violation.kind for violation in net.violations] == ["error"]


def test_the_fallback_is_told_what_went_wrong_and_takes_over(app, net, hotline):
    hotline.voice_fallback_url = f"{BASE}/fallback"
    app.answers |= {
        "/voice": Response("", 503),
        "/fallback": '<Gather action="/turn"><Say>Entschuldigung.</Say></Gather>',
    }
    call = net.call(CALLER, hotline)
    form = app.asked_for("/fallback")[0]
    assert (form["ErrorCode"], form["ErrorUrl"], form["CallSid"]) == ("11200", f"{BASE}/voice", call.sid)
    assert call.heard_since_last_input == "Entschuldigung."
    assert not call.over


def test_the_fallback_helps_again_later_in_the_call(app, net, hotline):
    hotline.voice_fallback_url = f"{BASE}/fallback"
    app.answers |= {
        "/voice": Response("", 503),
        "/turn": Response("", 500),
        "/fallback": '<Gather input="speech" action="/turn"><Say>Noch einmal?</Say></Gather>',
    }
    call = net.call(CALLER, hotline)
    assert call.say("hallo") == "Noch einmal?"
    assert app.asked_for("/fallback")[1]["ErrorUrl"] == f"{BASE}/turn"


def test_a_broken_fallback_ends_the_call(app, net, hotline):
    hotline.voice_fallback_url = f"{BASE}/fallback"
    app.answers |= {"/voice": Response("", 503), "/fallback": Response("", 503)}
    call = net.call(CALLER, hotline)
    assert (call.heard_since_last_input, call.over) == (APPLICATION_ERROR, True)
    assert len(app.asked_for("/fallback")) == 1


def test_a_verb_the_simulator_cannot_play_says_so(app, net, hotline):
    app.answers["/voice"] = "<Say>Moment.</Say><Dial><Sip>sip:a@b.example</Sip></Dial>"
    call = net.call(CALLER, hotline)
    assert "<Dial> is not supported by this simulator" in call.errors[0].text
    assert call.over


def test_an_application_that_runs_in_circles_is_stopped(app, net, hotline):
    app.answers["/voice"] = "<Redirect>/voice</Redirect>"
    call = net.call(CALLER, hotline)
    assert "redirects without ever" in call.errors[0].text
    assert call.over


def test_an_audio_answer_is_played_and_the_call_ends(app, net, hotline):
    app.answers["/voice"] = Response(b"RIFF", content_type="audio/wav")
    call = net.call(CALLER, hotline)
    assert (call.heard[0].kind, call.heard[0].text, call.over) == ("play", "♪ voice", True)


def test_plain_text_is_read_aloud(app, net, hotline):
    app.answers["/voice"] = Response("Guten Tag", content_type="text/plain; charset=utf-8")
    call = net.call(CALLER, hotline)
    assert (call.heard_since_last_input, call.errors) == ("Guten Tag", [])


def test_the_same_request_can_be_sent_again_with_its_token(app, net, hotline):
    app.answers["/voice"] = "<Gather/>"
    call = net.call(CALLER, hotline)
    again = net.repeat(call.last_request)
    first, second = app.asked
    assert first["form"] == second["form"]
    header = "I-Twilio-Idempotency-Token"
    assert first["headers"][header] == second["headers"][header]
    assert again.body == call.last_request.body


def test_two_requests_have_different_tokens(app, net, hotline):
    app.answers |= {"/voice": "<Redirect>/next</Redirect>", "/next": "<Gather/>"}
    net.call(CALLER, hotline)
    assert len({entry["headers"]["I-Twilio-Idempotency-Token"] for entry in app.asked}) == 2


def test_a_seed_makes_the_same_network_twice(app, net, hotline):
    app.answers["/voice"] = "<Gather/>"
    sid = net.call(CALLER, hotline).sid
    assert sid.startswith("CA")
    assert len(sid) == 34
