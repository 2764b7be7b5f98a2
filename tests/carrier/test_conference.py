"""<Dial><Conference>: when it begins, who hears whom, how it ends and what the application is told."""

import pytest

from carrier import Call
from tests.carrier.rest_client import client_at
from tests.carrier.scripted import BASE, CALLER

EXPERT = "+4915228895456"
THIRD = "+4917139200042"
EVENTS = "start end join leave mute hold modify"


def dial(inner: str = "", more: str = 'action="/after"', name: str = "room") -> str:
    return f"<Dial {more}><Conference {inner}>{name}</Conference></Dial>"


@pytest.fixture
def enters(app, net, hotline):
    """Somebody calls and is sent into a conference."""

    def call(document: str, from_: str = CALLER) -> Call:
        app.answers |= {"/voice": document, "/after": "<Say>Danach.</Say>"}
        return net.call(from_, hotline)

    return call


def events(app) -> list[str]:
    return [form["StatusCallbackEvent"] for form in app.asked_for("/room")]


def test_who_is_alone_in_a_conference_hears_music_and_nobody_hears_them(net, enters):
    call = enters(dial())
    call.say("Hallo?")
    assert (call.in_conference, call.listening.kind) == ("room", "conference")
    assert call.heard[0].kind == "music"
    assert [entry.taken for entry in call.state.transcript.entries if hasattr(entry, "taken")] == [False]
    assert net.conferences[0].status == "init"


def test_with_two_it_begins_and_they_hear_each_other(net, enters):
    caller, expert = enters(dial()), enters(dial(), EXPERT)
    assert net.conferences[0].status == "in-progress"
    assert net.conferences[0].calls == [caller.sid, expert.sid]
    expert.say("Guten Tag, Weber.")
    heard = caller.heard[-1]
    assert (heard.text, heard.kind, heard.by) == ("Guten Tag, Weber.", "person", expert.sid)
    caller.say("Guten Tag.")
    assert expert.heard_since_last_input == "Guten Tag."


def test_it_does_not_begin_before_somebody_is_there_who_may_start_it(net, enters):
    waits = 'startConferenceOnEnter="false"'
    enters(dial(waits))
    enters(dial(waits), EXPERT)
    assert net.conferences[0].status == "init"
    enters(dial(), THIRD)
    assert net.conferences[0].status == "in-progress"


def test_the_wait_url_is_played_and_the_music_is_not(app, enters):
    app.answers["/wait"] = '<Say language="de-DE">Gleich.</Say><Play>/gong.wav</Play><Gather/>'
    call = enters(dial('waitUrl="/wait"'))
    assert [heard.text for heard in call.heard] == ["Gleich.", "♪ gong.wav"]
    assert [problem.code for problem in call.warnings] == [13238]
    assert app.asked_for("/wait")[0]["ConferenceSid"].startswith("CF")


def test_an_empty_wait_url_is_silence(enters):
    assert enters(dial('waitUrl=""')).heard == []


def test_a_wait_url_that_fails_lets_no_conference_come_about(net, enters):
    call = enters(dial('waitUrl="/nothing"'))
    assert ([problem.code for problem in call.errors], call.over) == ([11200], True)
    assert net.conferences[0].calls == []


def test_the_action_is_asked_when_the_star_leaves(app, net, enters):
    expert = enters(dial(more='action="/after" hangupOnStar="true"'), EXPERT)
    enters(dial())
    assert expert.press("*") == "Danach."
    (form,) = app.asked_for("/after")
    assert (form["DialCallStatus"], form["CallSid"], form["DialBridged"]) == ("answered", expert.sid, "true")
    assert "DialCallSid" not in form
    assert expert.in_conference is None
    assert len(net.conferences[0].calls) == 1


def test_without_hangup_on_star_keys_change_nothing(net, enters):
    call = enters(dial())
    call.press("*1")
    assert call.in_conference == "room"


def test_without_an_action_the_next_verb_follows(enters):
    call = enters(dial(more='hangupOnStar="true"') + "<Say>Weiter.</Say>")
    assert call.press("*") == "Weiter."


def test_with_an_action_the_next_verb_is_never_reached(enters):
    call = enters(dial(more='action="/after" hangupOnStar="true"') + "<Say>Nie.</Say>")
    assert call.press("*") == "Danach."


def test_a_conference_may_stand_behind_other_verbs(enters):
    call = enters("<Say>Ich verbinde.</Say>" + dial())
    assert (call.heard[0].text, call.in_conference) == ("Ich verbinde.", "room")


def test_it_goes_on_when_one_leaves_whose_leaving_does_not_end_it(net, enters):
    caller, expert = enters(dial()), enters(dial(), EXPERT)
    expert.hang_up()
    assert (caller.in_conference, net.conferences[0].status) == ("room", "in-progress")


@pytest.mark.parametrize("leaves", ["hangs up", "presses *", "is sent elsewhere"])
def test_it_ends_for_all_when_one_leaves_whose_leaving_ends_it(net, enters, leaves):
    expert = enters(dial('endConferenceOnExit="true"', 'action="/after" hangupOnStar="true"'), EXPERT)
    caller = enters(dial())
    if leaves == "hangs up":
        expert.hang_up()
    elif leaves == "presses *":
        expert.press("*")
    else:
        expert.begin(caller.state.handlers.first)
    assert caller.heard[-1].text == "Danach."
    conference = net.conferences[0]
    assert (conference.status, conference.ended_by) == ("completed", expert.sid)
    assert conference.reason_ended == "participant-with-end-conference-on-exit-left"


def test_who_hangs_up_is_asked_about_once_more_and_played_nothing(app, enters):
    call = enters(dial())
    call.hang_up()
    (form,) = app.asked_for("/after")
    assert (form["CallStatus"], call.status) == ("completed", "completed")
    assert "Danach." not in [heard.text for heard in call.heard]


def test_after_the_last_has_left_the_name_is_free_for_a_new_one(net, enters):
    enters(dial()).hang_up()
    enters(dial())
    assert [conference.status for conference in net.conferences] == ["completed", "init"]
    assert net.conferences[0].reason_ended == "last-participant-left"


def test_the_application_is_told_what_happens(app, enters):
    app.answers["/room"] = ""
    told = f'statusCallback="/room" statusCallbackEvent="{EVENTS}"'
    caller = enters(dial(told + ' participantLabel="kunde"'))
    expert = enters(dial('endConferenceOnExit="true"'), EXPERT)
    expert.hang_up()
    assert events(app) == [
        "participant-join", "participant-join", "conference-start",
        "participant-leave", "participant-leave", "conference-end"]  # fmt: skip
    forms = app.asked_for("/room")
    assert [form["SequenceNumber"] for form in forms] == ["1", "2", "3", "4", "5", "6"]
    assert (forms[0]["CallSid"], forms[0]["ParticipantLabel"]) == (caller.sid, "kunde")
    assert (forms[1]["EndConferenceOnExit"], forms[1]["Muted"], forms[1]["Hold"]) == (
        "true",
        "false",
        "false",
    )
    assert (forms[5]["FriendlyName"], forms[5]["CallSidEndingConference"]) == ("room", expert.sid)


def test_only_the_first_participants_callback_counts(app, enters):
    app.answers["/room"] = ""
    enters(dial())
    enters(dial(f'statusCallback="/room" statusCallbackEvent="{EVENTS}"'), EXPERT)
    assert events(app) == []


def test_only_the_events_asked_for_are_told(app, enters):
    app.answers["/room"] = ""
    enters(dial('statusCallback="/room" statusCallbackEvent="start leave"'))
    enters(dial(), EXPERT).hang_up()
    assert events(app) == ["conference-start", "participant-leave"]


def test_who_is_muted_is_not_heard(enters):
    caller, expert = enters(dial('muted="true"')), enters(dial(), EXPERT)
    caller.say("Hört mich jemand?")
    expert.say("Hallo?")
    assert "person" not in [heard.kind for heard in expert.heard]
    assert caller.heard[-1].text == "Hallo?"


def test_who_coaches_is_heard_by_one_only(enters):
    caller, expert = enters(dial()), enters(dial(), EXPERT)
    enters(dial(f'coach="{expert.sid}"'), THIRD).say("Frag nach der Nummer.")
    assert expert.heard[-1].text == "Frag nach der Nummer."
    assert "person" not in [heard.kind for heard in caller.heard]


def test_a_beep_tells_who_comes_unless_it_is_off(enters):
    first = enters(dial())
    enters(dial('beep="false"'), EXPERT)
    enters(dial(), THIRD)
    assert [heard.kind for heard in first.heard] == ["music", "tone"]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ('participantLabel="a"', 'participantLabel="a"', 16025),
        ("", 'coach="CA00000000000000000000000000000000"', 16028),
        ("", 'maxParticipants="1"', 16020),
    ],
)
def test_who_may_not_join_hears_an_application_error(net, enters, first, second, code):
    enters(dial(first))
    call = enters(dial(second), EXPERT)
    assert ([problem.code for problem in call.errors], call.over) == ([code], True)
    assert len(net.conferences[0].calls) == 1


def test_after_its_time_limit_the_leg_is_over(net, enters):
    call = enters(dial(more='action="/after" timeLimit="60"'))
    net.advance(59)
    assert call.in_conference == "room"
    net.advance(1)
    assert call.heard[-1].text == "Danach."


def test_silence_in_a_conference_changes_nothing(net, enters):
    call, before = enters(dial()), net.clock.now()
    call.stay_silent()
    assert (call.in_conference, net.clock.now()) == ("room", before)


def test_speaking_takes_its_time_and_is_heard_from_its_beginning(net, enters):
    caller, expert = enters(dial()), enters(dial(), EXPERT)
    before = net.clock.now()
    expert.say("Guten Tag, mein Name ist Weber.")
    assert caller.heard[-1].at == before
    assert 2 < (net.clock.now() - before).total_seconds() < 3


def test_a_conference_pushed_by_rest_needs_absolute_addresses(net, app, hotline):
    app.answers |= {"/voice": "<Gather/>", "/join": dial(more=f'action="{BASE}/after"')}
    call = net.call(CALLER, hotline)
    with net.serve() as serving:
        client_at(serving.url).calls(call.sid).update(twiml=f"<Response>{dial()}</Response>")
        net.settle()
        assert call.in_conference == "room"
        call.hang_up()
    assert [problem.code for problem in call.errors] == [15004]
