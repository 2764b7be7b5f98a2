"""<Gather>: who is heard, when it ends, and what the action is told."""

import pytest

from carrier import Call, Network, NotPossible
from carrier.number import Number
from tests.carrier.scripted import CALLER, ScriptedApp

ASK = (
    '<Gather input="dtmf speech" action="/turn" {}><Say>Ihre Nummer?</Say></Gather><Say>Nichts gehört.</Say>'
)


@pytest.fixture
def call_with(app: ScriptedApp, net: Network, hotline: Number):
    app.answers["/turn"] = "<Say>Danke.</Say>"

    def call(attributes: str = "", document: str = ASK) -> Call:
        app.answers["/voice"] = document.format(attributes)
        return net.call(CALLER, hotline)

    return call


def test_speech_reaches_the_action_with_confidence_and_language(app, call_with):
    call = call_with('language="de-DE"')
    assert call.say("meine Bestellung", confidence=0.83) == "Danke."
    (form,) = app.asked_for("/turn")
    assert (form["SpeechResult"], form["Confidence"], form["Language"]) == (
        "meine Bestellung",
        "0.83",
        "de-DE",
    )
    assert "Digits" not in form


def test_confidence_can_be_missing(app, call_with):
    call_with().say("ja", confidence=None)
    assert "Confidence" not in app.asked_for("/turn")[0]


def test_keys_end_with_the_finishing_key_which_is_not_among_the_digits(app, call_with):
    call_with().press("1234#")
    form = app.asked_for("/turn")[0]
    assert (form["Digits"], form["FinishedOnKey"]) == ("1234", "#")
    assert "SpeechResult" not in form


def test_keys_end_by_waiting(app, net, call_with):
    call = call_with('timeout="4"')
    before = net.clock.now()
    call.press("12")
    assert app.asked_for("/turn")[0]["Digits"] == "12"
    assert (net.clock.now() - before).total_seconds() >= 4


def test_keys_end_when_there_are_enough(app, call_with):
    call_with('numDigits="2"').press("12")
    assert app.asked_for("/turn")[0]["Digits"] == "12"


def test_one_key_at_a_time_is_collected_until_silence(app, call_with):
    call = call_with()
    call.press("1", and_wait=False)
    call.press("2", and_wait=False)
    assert call.listening.digits == "12"
    assert app.asked_for("/turn") == []
    call.stay_silent()
    assert app.asked_for("/turn")[0]["Digits"] == "12"


def test_another_finishing_key_makes_the_hash_a_digit(app, call_with):
    call_with('finishOnKey="*"').press("12#*")
    assert app.asked_for("/turn")[0]["Digits"] == "12#"


def test_without_a_finishing_key_only_silence_ends_the_keys(app, call_with):
    call_with('finishOnKey=""').press("1#")
    assert app.asked_for("/turn")[0]["Digits"] == "1#"


def test_the_finishing_key_means_nothing_before_a_digit(app, call_with):
    call = call_with()
    call.press("#")
    assert not call.over
    assert app.asked_for("/turn") == []


def test_silence_goes_on_with_the_next_verb(app, call_with):
    call = call_with()
    assert call.stay_silent() == "Nichts gehört."
    assert call.over
    assert app.asked_for("/turn") == []


def test_silence_reaches_the_action_if_asked_for(app, call_with):
    call = call_with('actionOnEmptyResult="true"')
    assert call.stay_silent() == "Danke."
    (form,) = app.asked_for("/turn")
    assert "Digits" not in form
    assert "SpeechResult" not in form


def test_a_mumble_without_words_is_not_a_result(app, call_with):
    call = call_with()
    call.say("  ")
    assert app.asked_for("/turn") == []
    assert not call.over


def test_the_default_input_is_keys_only(app, call_with):
    call = call_with(document='<Gather action="/turn"><Say>Taste?</Say></Gather>')
    call.say("eins")
    assert app.asked_for("/turn") == []
    call.press("1#")
    assert app.asked_for("/turn")[0]["Digits"] == "1"


def test_keys_are_not_heard_where_only_speech_is_asked_for(app, call_with):
    call = call_with(document='<Gather input="speech" action="/turn"><Say>Ja?</Say></Gather>')
    call.press("1")
    assert app.asked_for("/turn") == []
    assert not call.over


def test_speech_after_the_first_key_is_lost(app, call_with):
    call = call_with()
    call.press("1", and_wait=False)
    call.say("zwei")
    call.press("2#")
    assert app.asked_for("/turn")[0]["Digits"] == "12"


def test_without_an_action_the_current_document_is_asked(app, call_with):
    call = call_with(document='<Gather input="speech"><Say>Ja?</Say></Gather>')
    call.say("hallo")
    assert [form.get("SpeechResult") for form in app.asked_for("/voice")] == [None, "hallo"]


def test_the_action_can_be_asked_by_get(app, call_with):
    call_with('method="GET"').say("hallo")
    asked = app.asked[1]
    assert (asked["method"], asked["form"]["SpeechResult"]) == ("GET", "hallo")


def test_a_prompt_in_a_gather_can_be_interrupted(app, call_with):
    call = call_with()
    assert call.say("Moment", during="Ihre") == "Danke."
    assert call.heard[0].text == "Ihre"
    assert call.heard[0].cut


def test_a_prompt_before_a_gather_cannot_be_interrupted(app, call_with):
    call = call_with(document=f"<Say>Rechtlicher Hinweis.</Say>{ASK}")
    call.say("Moment", during="Rechtlicher")
    assert app.asked_for("/turn") == []
    assert [heard.text for heard in call.heard] == ["Rechtlicher Hinweis.", "Ihre Nummer?"]
    assert [heard.interruptible for heard in call.heard] == [False, True]


def test_barge_in_can_be_switched_off(app, call_with):
    call = call_with('bargeIn="false"')
    call.say("Moment", during="Ihre")
    assert app.asked_for("/turn") == []
    assert call.say("jetzt") == "Danke."


def test_leftover_keys_go_to_the_next_interruptible_gather(app, call_with):
    app.answers["/turn"] = '<Gather action="/second" numDigits="2"><Say>Postleitzahl?</Say></Gather>'
    app.answers["/second"] = "<Say>Gut.</Say>"
    call = call_with('numDigits="2"')
    call.press("1234")
    assert app.asked_for("/turn")[0]["Digits"] == "12"
    assert app.asked_for("/second")[0]["Digits"] == "34"


def test_leftover_keys_are_lost_in_a_plain_say(app, call_with):
    app.answers["/turn"] = f"<Say>Bitte warten.</Say>{ASK.format('')}"
    call = call_with('numDigits="2"')
    call.press("1234")
    assert len(app.asked_for("/turn")) == 1
    assert "Bitte warten." in call.heard_since_last_input


def test_hints_are_known_to_the_recogniser(call_with):
    assert call_with('hints="Bestellung, WM,Retoure"').hints == ("Bestellung", "WM", "Retoure")


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('timeout="abc"', 13313),
        (f'timeout="{"9" * 5000}"', 13313),
        ('numDigits="0"', 13314),
        ('finishOnKey="##"', 13310),
        ('method="PUT"', 13312),
        ('speechTimeout="lang"', 13327),
        ('maxSpeechTime="x"', 13328),
        ('language="deutsch"', 13331),
        ('speechModel="whisper"', 13334),
        ('bargeIn="yes"', 12200),
        ('Timeout="5"', 12200),
        (f'hints="{"x" * 101}"', 12200),
        (f'hints="{",".join(["x"] * 501)}"', 12200),
        ('input="voice"', 12200),
    ],
)
def test_a_bad_attribute_is_warned_of_and_its_default_used(call_with, attributes, code):
    call = call_with(attributes, ASK if "input=" not in attributes else "<Gather {}/>")
    assert [problem.code for problem in call.warnings] == [code]
    assert call.errors == []
    assert call.listening.timeout == 5


def test_automatic_speech_timeout_does_not_go_with_a_model(call_with):
    call = call_with('speechTimeout="auto" speechModel="googlev2_telephony"')
    assert [problem.code for problem in call.errors] == [13335]
    assert call.over


def test_a_numeric_speech_timeout_goes_with_a_model(call_with):
    assert call_with('speechTimeout="2" speechModel="googlev2_telephony"').errors == []


def test_only_prompts_may_stand_inside(call_with):
    call = call_with(document="<Gather><Say>Ja?</Say><Redirect>/turn</Redirect></Gather>")
    assert [problem.code for problem in call.warnings] == [13320]
    assert call.heard_since_last_input == "Ja?"


def test_partial_results_are_sent_beside_the_action(app, call_with):
    app.answers["/partial"] = ""
    call_with('partialResultCallback="/partial"').say("ich möchte meine Bestellung stornieren")
    (form,) = app.asked_for("/partial")
    assert form["UnstableSpeechResult"] == "ich möchte"
    assert [entry["path"] for entry in app.asked][1:3] == ["/turn", "/partial"]


def test_a_key_that_is_no_key_is_refused(call_with):
    with pytest.raises(NotPossible, match="keys are"):
        call_with().press("12a")
