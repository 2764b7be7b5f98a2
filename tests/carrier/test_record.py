"""<Record>: messages left by callers."""

import pytest

from tests.carrier.scripted import CALLER

RECORD = (
    '<Say>Nach dem Ton.</Say><Record action="/recorded" {} recordingStatusCallback="/ready"/>'
    "<Say>Nichts.</Say>"
)


@pytest.fixture
def call_with(app, net, hotline):
    app.answers |= {"/recorded": "<Say>Danke.</Say>", "/ready": ""}

    def call(attributes: str = ""):
        app.answers["/voice"] = RECORD.format(attributes)
        return net.call(CALLER, hotline)

    return call


def test_a_message_ends_with_silence(app, call_with):
    call = call_with()
    call.say("Bitte rufen Sie mich wegen meiner Bestellung zurück.")
    assert not call.over
    assert call.stay_silent() == "Danke."
    (form,) = app.asked_for("/recorded")
    assert (form["Digits"], form["RecordingDuration"]) == ("", "4")
    assert form["RecordingUrl"].endswith(form["RecordingSid"])


def test_a_message_ends_with_any_key(app, call_with):
    call = call_with()
    call.say("Hallo")
    assert call.press("5") == "Danke."
    assert app.asked_for("/recorded")[0]["Digits"] == "5"


def test_only_the_finishing_key_ends_it_where_one_is_named(app, call_with):
    call = call_with('finishOnKey="#"')
    call.say("Hallo")
    call.press("5")
    assert app.asked_for("/recorded") == []
    call.press("#")
    assert app.asked_for("/recorded")[0]["Digits"] == "#"


def test_an_empty_recording_is_passed_over(app, call_with):
    call = call_with()
    assert call.stay_silent() == "Nichts."
    assert app.asked_for("/recorded") == []


def test_hanging_up_while_recording_still_tells_the_application(app, call_with):
    call = call_with()
    call.say("Ich lege gleich auf.")
    call.hang_up()
    (form,) = app.asked_for("/recorded")
    assert (form["Digits"], form["CallStatus"], call.status) == ("hangup", "completed", "completed")
    assert call.heard_since_last_input == ""


def test_the_file_is_announced_when_it_is_ready(app, call_with):
    call = call_with()
    call.say("Hallo")
    call.stay_silent()
    (form,) = app.asked_for("/ready")
    assert (form["RecordingStatus"], form["RecordingSource"], form["CallSid"]) == (
        "completed",
        "RecordVerb",
        call.sid,
    )
    assert form["RecordingSid"] == call.state.recordings[0]["RecordingSid"]


def test_a_recording_is_not_longer_than_allowed(app, call_with):
    call = call_with('maxLength="2"')
    call.say("Ich habe sehr viel zu erzählen, " * 10)
    call.stay_silent()
    assert app.asked_for("/recorded")[0]["RecordingDuration"] == "2"
