"""Phones with owners: how they take calls from the application, and a whole transfer to an expert."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from carrier import Owner, connected, hears, then
from tests.carrier.rest_client import client_at
from tests.carrier.scripted import BASE, CALLER, HOTLINE

EXPERT = "+4915228895456"
OFFER = (
    '<Gather input="dtmf" numDigits="1" action="/accept" timeout="5">'
    '<Say language="de-DE">Anruf von der Hotline. Annehmen mit der 1, ablehnen mit der 2.</Say></Gather>'
    "<Hangup/>"
)
BRIEF = (
    '<Say language="de-DE">Defekte Kaffeemaschine, die Kundin wartet seit drei Minuten.</Say>'
    '<Dial action="/after" hangupOnStar="true">'
    '<Conference endConferenceOnExit="true" beep="false">r1</Conference></Dial>'
)
WAITING = (
    '<Gather input="dtmf speech" action="/voice" timeout="15" actionOnEmptyResult="true">'
    "<Say>Sie sind die Nächste.</Say></Gather>"
)
JOIN = (
    '<Dial action="/caller-after">'
    '<Conference endConferenceOnExit="true" beep="false" waitUrl="">r1</Conference></Dial>'
)
ALL = ["initiated", "ringing", "answered", "completed"]


@pytest.fixture
def client(net, hotline) -> Iterator[Client]:
    with net.serve() as serving:
        yield client_at(serving.url)


@pytest.fixture
def ring(app, net, client):
    """The application calls the expert."""
    app.answers |= {"/expert": OFFER, "/accept": BRIEF, "/after": "<Hangup/>", "/calls": ""}

    def ring(**more):
        client.calls.create(
            to=EXPERT, from_=HOTLINE, url=f"{BASE}/expert",
            status_callback=f"{BASE}/calls", status_callback_event=ALL, timeout=15, **more)  # fmt: skip

    return ring


def statuses(app) -> list[str]:
    return [form["CallStatus"] for form in app.asked_for("/calls")]


def test_an_owner_answers_after_a_while(app, net, ring):
    net.phone(EXPERT).owner = Owner(after=6)
    ring()
    net.run_for(5.9)
    assert statuses(app) == ["initiated", "ringing"]
    net.run_for(0.1)
    assert statuses(app)[-1] == "in-progress"
    assert net.phone(EXPERT).call.heard[0].text.startswith("Anruf von der Hotline")


@pytest.mark.parametrize(
    ("owner", "status", "seconds"),
    [
        (Owner("decline", after=4), "busy", 4),
        (Owner("busy"), "busy", 0),
        (Owner("failed"), "failed", 0),
        (Owner("no-answer"), "no-answer", 15),
        (Owner("answer", after=20), "no-answer", 15),
    ],
)
def test_an_owner_may_not_answer(app, net, ring, owner, status, seconds):
    net.phone(EXPERT).owner = owner
    ring()
    start = net.clock.now()
    net.run_until(lambda: bool(net.phone(EXPERT).calls) and net.phone(EXPERT).call.over, at_most_s=60)
    assert (net.clock.now() - start).total_seconds() == seconds
    net.run_for(60)
    assert (statuses(app)[-1], app.asked_for("/expert")) == (status, [])


def test_a_call_taken_back_while_it_rings_is_not_answered(app, net, client, ring):
    net.phone(EXPERT).owner = Owner(after=6)
    ring()
    net.run_for(2)
    client.calls(net.phone(EXPERT).call.sid).update(status="completed")
    net.run_for(20)
    assert statuses(app)[-1] == "canceled"
    assert app.asked_for("/expert") == []


def test_a_phone_with_an_owner_who_talks_is_busy(app, net, ring):
    net.phone(EXPERT).owner = Owner(after=2, script=[hears("Annehmen", press="1")])
    ring()
    net.run_for(8)
    ring()
    net.run_for(1)
    assert net.phone(EXPERT).call.status == "busy"


def test_a_key_is_pressed_when_its_words_have_been_heard(app, net, ring):
    net.phone(EXPERT).owner = Owner(after=2, script=[hears("Annehmen", press="1", after=1.5)])
    ring()
    answered = net.clock.now()
    assert net.run_until(lambda: bool(app.asked_for("/accept")), at_most_s=30)
    assert (net.clock.now() - answered).total_seconds() == pytest.approx(2 + 31 / 14 + 1.5, abs=0.1)
    assert app.asked_for("/accept")[0]["Digits"] == "1"


def test_who_presses_no_key_runs_into_the_timeout(app, net, ring):
    net.phone(EXPERT).owner = Owner(after=2)
    ring()
    net.run_for(60)
    assert (net.phone(EXPERT).call.status, app.asked_for("/accept")) == ("completed", [])


def test_an_owner_hangs_up_in_the_middle_of_the_brief(app, net, ring):
    net.phone(EXPERT).owner = Owner(
        script=[hears("Annehmen", press="1"), hears("Kaffeemaschine", hang_up=True)]
    )
    ring()
    net.run_for(30)
    assert net.phone(EXPERT).call.over
    assert net.conferences == []


def test_every_call_can_meet_another_owner(app, net, ring):
    owners = iter([Owner("decline"), Owner(after=1)])
    net.phone(EXPERT).owner = lambda call: next(owners)
    for _ in range(2):
        ring()
        net.run_for(30)
    assert [call.status for call in net.phone(EXPERT).calls] == ["busy", "completed"]


def test_a_caller_waits_and_is_put_through_to_an_expert(app, net, hotline, client, ring):
    app.answers |= {"/voice": WAITING, "/join": JOIN, "/caller-after": "<Say>Auf Wiederhören.</Say>"}
    caller = net.call(CALLER, hotline)
    caller.wait_patiently()
    net.phone(EXPERT).owner = Owner(
        after=4,
        script=[
            hears("Annehmen", press="1", after=1),
            connected(1, say="Weber, guten Tag."),
            then(40, press="*"),
        ],
    )
    accepted = []

    def accept(form):
        accepted.append(net.clock.now())
        client.calls(caller.sid).update(url=f"{BASE}/join")
        return BRIEF

    app.answers["/accept"] = accept
    net.later(20, ring)
    assert net.run_until(lambda: any(heard.kind == "person" for heard in caller.heard), at_most_s=120)
    assert (net.clock.now() - accepted[0]).total_seconds() < 8
    assert caller.in_conference == net.phone(EXPERT).call.in_conference == "r1"
    net.run_for(60)
    assert (caller.heard[-1].text, caller.status) == ("Auf Wiederhören.", "completed")
    assert app.asked_for("/after")[0]["CallStatus"] == "in-progress"
    assert [caller.errors, net.phone(EXPERT).call.errors, net.violations] == [[], [], []]


def test_when_the_caller_leaves_the_expert_is_asked_for(app, net, hotline, ring):
    app.answers |= {"/voice": JOIN, "/caller-after": "", "/after": "<Say>Die Kundin hat aufgelegt.</Say>"}
    caller = net.call(CALLER, hotline, [connected(5, hang_up=True)])
    net.phone(EXPERT).owner = Owner(script=[hears("Annehmen", press="1")])
    ring()
    net.run_for(60)
    assert caller.over
    assert net.phone(EXPERT).call.heard[-1].text == "Die Kundin hat aufgelegt."
