"""<Say> and <Play> outside and inside a <Gather>."""

import pytest
from flask import Response

from tests.carrier.scripted import CALLER

WAV = Response(b"RIFF....WAVE", content_type="audio/wav")


@pytest.fixture
def call_with(app, net, hotline):
    def call(document: str):
        app.answers["/voice"] = document
        return net.call(CALLER, hotline)

    return call


def test_an_utterance_has_its_voice_language_and_ssml(call_with):
    (heard,) = call_with(
        '<Say voice="Polly.Vicki-Neural" language="de-DE">Nr. <say-as interpret-as="digits">12</say-as></Say>'
    ).heard
    assert (heard.text, heard.voice, heard.language) == ("Nr. 1 2", "Polly.Vicki-Neural", "de-DE")
    assert "<say-as" in heard.ssml


def test_the_default_voice_is_an_american_man(call_with):
    (heard,) = call_with("<Say>Hello</Say>").heard
    assert (heard.voice, heard.language) == ("man", "en-US")


def test_a_looping_say_is_heard_as_often(call_with):
    assert call_with('<Say loop="3">Hallo</Say>').heard_since_last_input == "Hallo Hallo Hallo"


def test_an_endless_say_keeps_the_call_until_it_is_hung_up(call_with):
    call = call_with('<Say loop="0">Bitte warten</Say><Hangup/>')
    assert (call.over, call.listening.kind) == (False, "endless")
    call.stay_silent()
    assert not call.over
    call.hang_up()
    assert call.over


def test_a_say_without_text_is_warned_of(call_with):
    call = call_with("<Say> </Say>")
    assert ([problem.code for problem in call.warnings], call.heard) == ([13520], [])


@pytest.mark.parametrize(("voice", "length"), [("man", 4096), ("Polly.Vicki", 3000)])
def test_a_text_too_long_for_its_voice_cannot_be_said(call_with, voice, length):
    assert call_with(f'<Say voice="{voice}">{"a" * length}</Say>').errors == []
    assert [
        problem.code for problem in call_with(f'<Say voice="{voice}">{"a" * (length + 1)}</Say>').errors
    ] == [13521]


def test_tags_count_for_google_only(call_with):
    text = "<p>" + "a" * 2995 + "</p>"
    assert call_with(f'<Say voice="Polly.Vicki">{text}</Say>').errors == []
    many = "<s>a</s>" * 700
    assert [p.code for p in call_with(f'<Say voice="Google.de-DE-Neural2-C">{many}</Say>').errors] == [13521]


def test_umlauts_count_as_they_are_sent(call_with):
    assert [problem.code for problem in call_with(f"<Say>{'ä' * 800}</Say>").errors] == [13521]


def test_a_file_is_fetched_and_played(app, call_with):
    app.answers["/gong.wav"] = WAV
    call = call_with("<Play>/gong.wav</Play>")
    assert (call.heard[0].kind, call.heard[0].text) == ("play", "♪ gong.wav")
    assert [entry["method"] for entry in app.asked if entry["path"] == "/gong.wav"] == ["GET"]


def test_a_missing_file_is_an_error_but_the_call_goes_on(call_with):
    call = call_with("<Play>/none.wav</Play><Say>Weiter.</Say>")
    assert [problem.code for problem in call.errors] == [11200]
    assert call.heard_since_last_input == "Weiter."


def test_a_file_that_is_no_sound_is_warned_of(app, call_with):
    app.answers["/gong.wav"] = Response("<html/>", content_type="text/html")
    call = call_with("<Play>/gong.wav</Play>")
    assert ([problem.code for problem in call.warnings], call.heard) == ([13420], [])


def test_tones_are_heard_as_tones(call_with):
    assert call_with('<Play digits="12#"/>').heard[0].kind == "tone"
