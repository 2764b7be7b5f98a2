"""Patient calls: prompts take their time, silence runs out by itself, and all calls go on side by side."""

from datetime import timedelta

import pytest

from carrier import (
    Network,
    NotPossible,
    RealClock,
    VirtualClock,
    WsgiTransport,
    connected,
    give_up,
    hears,
    talk,
    then,
)
from carrier.voice.state import Target
from carrier.voice.transcript import Said
from tests.carrier.scripted import ACCOUNT, BASE, CALLER, HOTLINE, TOKEN

TWO_SECONDS = "Sie warten noch kurze Zeit."
EXPERT = "+4915228895456"
WAITING = (
    '<Gather input="dtmf speech" action="/turn" timeout="15" actionOnEmptyResult="true">'
    f"<Say>{TWO_SECONDS}</Say></Gather>"
)


@pytest.fixture
def waiting(app, net, hotline):
    """A caller in a waiting room that asks again and again."""
    app.answers |= {"/voice": WAITING, "/turn": WAITING}
    net.patient = True
    return net.call(CALLER, hotline)


def seconds_since(net, moment) -> float:
    return (net.clock.now() - moment).total_seconds()


def test_a_patient_call_has_only_begun_when_it_is_placed(net, waiting):
    assert (waiting.listening.kind, waiting.heard[-1].text) == ("speaking", TWO_SECONDS)
    assert waiting.listening.timeout == pytest.approx(1.93)


def test_silence_runs_out_by_itself_after_the_prompt(app, net, waiting):
    net.run_for(16.9)
    assert app.asked_for("/turn") == []
    net.run_for(0.1)
    assert len(app.asked_for("/turn")) == 1
    assert "Digits" not in app.asked_for("/turn")[0]


def test_hours_of_waiting_are_one_turn_after_another(app, net, waiting):
    net.run_for(3600)
    assert len(app.asked_for("/turn")) == int(3600 / 16.93)
    assert waiting.requests[-1].params["CallSid"] == waiting.sid


def test_many_calls_wait_side_by_side(app, net, hotline, waiting):
    other = net.call(EXPERT, hotline)
    net.run_for(60)
    per_call = [
        sum(form["CallSid"] == call.sid for form in app.asked_for("/turn")) for call in (waiting, other)
    ]
    assert per_call == [3, 3]


def test_what_is_said_is_taken_when_it_has_been_said(app, net, waiting):
    before = net.clock.now()
    assert waiting.say("Wie lange dauert es noch?") == TWO_SECONDS
    assert app.asked_for("/turn")[0]["SpeechResult"] == "Wie lange dauert es noch?"
    assert seconds_since(net, before) == pytest.approx(1.93 + 1.79 + 1.93, abs=0.01)


def test_the_time_to_answer_does_not_run_out_on_somebody_who_speaks(app, net, waiting):
    net.run_for(16)
    waiting.say("Das ist ein langer Satz, der viele Sekunden dauert.")
    assert [form.get("SpeechResult") is not None for form in app.asked_for("/turn")] == [True]


def test_breaking_in_cuts_the_prompt(app, net, waiting):
    waiting.say("Moment", during="Sie warten")
    cut = waiting.heard[0]
    assert (cut.text, cut.cut) == ("Sie warten", True)
    assert app.asked_for("/turn")[0]["SpeechResult"] == "Moment"


def test_a_key_breaks_in_too(app, net, waiting):
    waiting.press("#", during="Sie warten")
    waiting.press("12")
    assert waiting.heard[0].cut
    assert app.asked_for("/turn")[0]["Digits"] == "12"


def test_the_time_between_keys_runs_out_by_itself(app, net, waiting):
    waiting.press("12", and_wait=False)
    assert app.asked_for("/turn") == []
    net.run_for(15)
    assert app.asked_for("/turn")[0]["Digits"] == "12"


def test_staying_silent_waits_the_time_out_while_others_go_on(app, net, hotline, waiting):
    other = net.call(EXPERT, hotline)
    assert waiting.stay_silent() == TWO_SECONDS
    assert {form["CallSid"] for form in app.asked_for("/turn")} == {waiting.sid, other.sid}


def test_what_cannot_be_interrupted_is_heard_out(app, net, hotline):
    app.answers |= {"/voice": f"<Say>{TWO_SECONDS}</Say>" + WAITING, "/turn": "<Hangup/>"}
    call = net.call(CALLER, hotline, [then(0.5, press="1")])
    net.run_for(3)
    assert (call.heard[0].cut, call.over) == (False, False)
    assert len(call.heard) == 2


def test_a_document_goes_on_when_what_it_says_has_been_said(app, net, hotline):
    app.answers |= {
        "/voice": f"<Say>{TWO_SECONDS}</Say><Pause length='4'/><Redirect>/next</Redirect>",
        "/next": "",
    }
    net.patient = True
    call = net.call(CALLER, hotline)
    net.run_for(5.9)
    assert not call.over
    net.run_for(0.1)
    assert call.over


def test_a_call_driven_by_hand_can_become_patient(app, net, hotline):
    app.answers |= {"/voice": WAITING, "/turn": WAITING}
    call = net.call(CALLER, hotline)
    call.say("Einen Menschen, bitte.")
    net.run_for(60)
    assert len(app.asked_for("/turn")) == 1
    call.wait_patiently()
    net.run_for(15)
    assert len(app.asked_for("/turn")) == 2


def test_a_caller_follows_a_script(app, net, hotline):
    app.answers |= {"/voice": WAITING, "/turn": WAITING}
    script = [hears("kurze zeit", say="Ja, gut."), hears("warten", press="12#"), then(5, hang_up=True)]
    call = net.call(CALLER, hotline, script)
    net.run_for(30)
    turns = app.asked_for("/turn")
    assert [form.get("SpeechResult") or form.get("Digits") for form in turns] == ["Ja, gut.", "12"]
    assert call.status == "completed"


def test_a_caller_gives_up_unless_connected(app, net, hotline):
    app.answers |= {"/voice": WAITING, "/turn": WAITING}
    gone = net.call(CALLER, hotline, [give_up(after=40)])
    app.answers["/voice"] = "<Dial><Conference>room</Conference></Dial>"
    alone = net.call(EXPERT, hotline, [give_up(after=40)])
    talks = [net.call(f"+4917139200{n}", hotline, [give_up(after=90)]) for n in (42, 43)]
    net.run_for(41)
    assert (gone.over, alone.over) == (True, False)  # the others joined alone's room meanwhile
    net.run_for(60)
    assert [call.over for call in talks] == [False, False]


def test_people_talk_in_a_conference_for_as_long_as_they_want(app, net, hotline):
    app.answers["/voice"] = '<Dial><Conference endConferenceOnExit="true">room</Conference></Dial>'
    caller = net.call(CALLER, hotline, [connected(2, say="Guten Tag."), talk(20)])
    expert = net.call(
        EXPERT, hotline, [connected(1, say="Weber."), talk(30, "Also …"), then(1, hang_up=True)]
    )
    net.run_for(5)
    assert [heard.text for heard in caller.heard if heard.kind == "person"] == ["Weber.", "Also …"]
    assert "Guten Tag." in [heard.text for heard in expert.heard]
    net.run_for(25)
    assert not expert.over
    net.run_for(4)
    assert (expert.over, caller.over) == (True, True)


def test_every_so_many_seconds_something_is_done_until_it_is_stopped(net):
    moments, start = [], net.clock.now()
    worker = net.every(10, lambda: moments.append(seconds_since(net, start)))
    net.run_for(35)
    worker.stop()
    net.run_for(35)
    assert moments == [10, 20, 30]
    assert seconds_since(net, start) == 70


def test_time_passes_until_something_is_true_or_for_as_long_as_allowed(net):
    start, done = net.clock.now(), []
    net.later(7, lambda: done.append(1))
    assert net.run_until(lambda: bool(done), at_most_s=60)
    assert seconds_since(net, start) == 7
    assert not net.run_until(lambda: len(done) == 2, at_most_s=60)
    assert seconds_since(net, start) == 67


def test_a_worker_that_fails_is_heard_of(net):
    net.every(1, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        net.run_for(5)


def test_what_happens_in_time_cannot_wait_for_more_of_it(net):
    net.later(1, lambda: net.run_for(1))
    with pytest.raises(NotPossible, match="passing already"):
        net.run_for(5)


def test_real_time_cannot_be_run():
    with pytest.raises(NotPossible, match="real time"):
        Network(ACCOUNT, TOKEN, RealClock()).run_for(1)


def test_a_thousand_things_may_fall_due_at_once(app, net, hotline):
    app.answers |= {"/voice": WAITING, "/turn": WAITING}
    net.patient = True
    calls = [net.call(f"+4915228{n:06d}", hotline) for n in range(300)]
    net.run_for(60)
    assert all(len(call.requests) == 4 and not call.errors for call in calls)


def test_words_spoken_while_the_call_is_sent_elsewhere_are_lost(app, net, hotline):
    app.answers |= {"/voice": WAITING, "/turn": WAITING, "/join": "<Dial><Conference>r</Conference></Dial>"}
    call = net.call(CALLER, hotline, [then(3, say="Wie lange dauert das denn noch?")])
    net.later(4, lambda: call.begin(Target(f"{BASE}/join")))
    net.run_for(10)
    assert (call.in_conference, app.asked_for("/turn"), call.errors) == ("r", [], [])
    assert [entry.taken for entry in call.state.transcript.entries if isinstance(entry, Said)] == [False]


def test_a_prompt_ends_where_the_call_is_sent_elsewhere(app, net, hotline):
    app.answers |= {"/voice": f"<Say>{TWO_SECONDS}</Say><Redirect>/next</Redirect>", "/join": WAITING}
    net.patient = True
    call = net.call(CALLER, hotline)
    net.later(1, lambda: call.begin(Target(f"{BASE}/join")))
    net.run_for(10)
    assert [heard.at for heard in call.heard][1] - call.heard[0].at == timedelta(seconds=1)
    assert app.asked_for("/next") == []


def test_a_recording_ends_with_the_silence_after_it(app, net, hotline):
    app.answers |= {"/voice": '<Record action="/recorded" timeout="4"/>', "/recorded": ""}
    call = net.call(CALLER, hotline, [then(2, say="Bitte rufen Sie mich zurück.")])
    net.run_for(7)
    assert app.asked_for("/recorded") == []
    net.run_for(2)
    assert app.asked_for("/recorded")[0]["RecordingDuration"] == "2"
    assert call.over


def test_the_same_seed_plays_the_same_hours_twice(app, hotline, net):
    def played() -> list[tuple[str, str]]:
        clock = VirtualClock(net.clock.now())
        again = Network(ACCOUNT, TOKEN, clock, transport=WsgiTransport(app.wsgi()), seed=3)
        line = again.number(HOTLINE, voice_url=f"{BASE}/voice")
        calls = [again.call(f"+4915228{n:06d}", line, [give_up(50 + n)]) for n in range(5)]
        again.run_for(200)
        return [(call.sid, entry.at.isoformat()) for call in calls for entry in call.state.transcript.entries]

    app.answers |= {"/voice": WAITING, "/turn": WAITING}
    assert played() == played()


def test_a_patient_call_in_a_conference_can_be_driven_by_hand(app, net, hotline):
    app.answers |= {"/voice": '<Dial action="/after" hangupOnStar="true"><Conference>r</Conference></Dial>'}
    app.answers["/after"] = "<Say>Was nun?</Say><Gather/>"
    caller = net.call(CALLER, hotline, [hears("Guten Tag", say="Hallo.")])
    expert = net.call(EXPERT, hotline)
    expert.wait_patiently()
    expert.say("Guten Tag, Weber.")
    net.run_for(2)
    assert expert.heard[-1].text == "Hallo."
    expert.stay_silent()
    assert expert.press("*") == "Was nun?"
    assert (caller.in_conference, expert.in_conference) == ("r", None)
