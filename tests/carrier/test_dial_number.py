"""<Dial><Number>: other phones ring, the first to answer is told what it is about and put through."""

import pytest

from carrier import Call, Owner, connected, hears, then
from tests.carrier.scripted import CALLER, HOTLINE

FIRST, SECOND = "+4915228895456", "+4917139200042"
WHISPER = '<Gather action="/accept" numDigits="1"><Say>Annehmen mit der 1.</Say></Gather><Hangup/>'


@pytest.fixture
def dials(app, net, hotline):
    """A caller whose call is put through by this <Dial>."""

    def call(inner: str, more: str = 'action="/after"') -> Call:
        app.answers |= {
            "/voice": f'<Dial {more}>{inner}</Dial>', "/after": "<Say>Danach.</Say>",
            "/whisper": WHISPER, "/accept": "<Say>Danke.</Say>", "/leg": ""}  # fmt: skip
        return net.call(CALLER, hotline)

    return call


def facts(app) -> tuple[str, str]:
    (form,) = app.asked_for("/after")
    return form["DialCallStatus"], form["DialBridged"]


def test_a_number_as_text_is_rung_and_put_through(app, net, dials):
    caller = dials(FIRST)
    other = net.phone(FIRST).call
    assert (other.state.direction, other.state.from_, other.state.parent_sid) == (
        "outbound-dial",
        CALLER,
        caller.sid,
    )
    caller.say("Hallo?")
    other.say("Ja, bitte?")
    assert (other.heard_since_last_input, caller.heard[-1].text) == ("", "Ja, bitte?")
    assert [heard.text for heard in other.heard] == ["Hallo?"]


def test_when_the_other_hangs_up_the_action_is_asked(app, net, dials):
    caller = dials(FIRST)
    net.clock.advance(30)
    net.phone(FIRST).call.hang_up()
    assert (caller.heard[-1].text, facts(app)) == ("Danach.", ("completed", "true"))
    assert int(app.asked_for("/after")[0]["DialCallDuration"]) == 30
    assert net.conferences == []


def test_when_the_caller_hangs_up_the_other_is_let_go(net, dials):
    dials(FIRST).hang_up()
    assert net.phone(FIRST).call.status == "completed"


@pytest.mark.parametrize("behaviour", ["busy", "no-answer", "failed"])
def test_who_does_not_answer_is_told_to_the_action(app, net, dials, behaviour):
    net.phone(FIRST).behaviour = behaviour
    caller = dials(FIRST)
    assert (caller.heard[-1].text, facts(app)) == ("Danach.", (behaviour, "false"))
    assert "DialCallDuration" not in app.asked_for("/after")[0]


def test_it_rings_as_long_as_the_timeout_says(app, net, dials):
    net.phone(FIRST).behaviour = "ask"
    caller = dials(FIRST, 'action="/after" timeout="12"')
    net.run_for(11.9)
    assert not caller.over
    net.run_for(0.1)
    assert facts(app) == ("no-answer", "false")


def test_who_answers_hears_their_own_document_first(app, net, dials):
    caller = dials(f'<Number url="/whisper">{FIRST}</Number>')
    other = net.phone(FIRST).call
    caller.say("Hallo?")
    assert [heard.text for heard in other.heard] == ["Annehmen mit der 1."]
    other.press("1")
    caller.say("Hallo?")
    assert [heard.text for heard in other.heard][1:] == ["Danke.", "Hallo?"]
    assert app.asked_for("/whisper")[0]["ParentCallSid"] == caller.sid


def test_who_does_not_accept_is_not_put_through(app, net, dials):
    dials(f'<Number url="/whisper">{FIRST}</Number>')
    net.phone(FIRST).call.stay_silent()
    assert facts(app) == ("completed", "false")


def test_the_first_to_answer_wins_and_the_other_phones_stop_ringing(app, net, dials):
    net.phone(FIRST).behaviour = "ask"
    caller = dials(f"<Number>{FIRST}</Number><Number>{SECOND}</Number>")
    assert net.phone(FIRST).call.status == "canceled"
    net.phone(SECOND).call.say("Hier bin ich.")
    assert caller.heard[-1].text == "Hier bin ich."


def test_the_legs_status_is_called_back(app, net, dials):
    events = "initiated ringing answered completed"
    dials(f'<Number statusCallback="/leg" statusCallbackEvent="{events}">{FIRST}</Number>')
    net.phone(FIRST).call.hang_up()
    told = [form["CallStatus"] for form in app.asked_for("/leg")]
    assert told == ["initiated", "ringing", "in-progress", "completed"]


def test_the_star_leaves_and_the_number_shown_can_be_ours(app, net, dials):
    caller = dials(FIRST, f'action="/after" hangupOnStar="true" callerId="{HOTLINE}"')
    assert net.phone(FIRST).call.state.from_ == HOTLINE
    assert caller.press("*") == "Danach."
    assert net.phone(FIRST).call.over


def test_owners_are_put_through_in_virtual_time(app, net, hotline):
    app.answers |= {"/voice": f'<Dial action="/after"><Number url="/whisper">{FIRST}</Number></Dial>',
                    "/whisper": WHISPER, "/accept": "<Say>Danke.</Say>", "/after": ""}  # fmt: skip
    script = [hears("Annehmen", press="1"), connected(1, say="Weber."), then(20, hang_up=True)]
    net.phone(FIRST).owner = Owner(after=5, script=script)
    caller = net.call(CALLER, hotline, [connected(3, say="Guten Tag.")])
    net.run_for(15)
    assert [heard.text for heard in caller.heard if heard.kind == "person"] == ["Weber."]
    net.run_for(30)
    assert (caller.over, facts(app)) == (True, ("completed", "true"))
