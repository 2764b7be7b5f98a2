"""The network's own mischief, and that it notices applications which do not stand it."""

import itertools

from flask import Response

from tests.carrier.scripted import CALLER, twiml

LOOP = '<Gather input="speech" action="/voice"><Say>Ja?</Say></Gather>'


def test_every_webhook_can_be_sent_twice_with_the_same_token(app, net, hotline):
    net.faults.duplicate(1.0)
    app.answers["/voice"] = LOOP
    call = net.call(CALLER, hotline)
    call.say("hallo")
    tokens = [entry["headers"]["I-Twilio-Idempotency-Token"] for entry in app.asked]
    assert len(tokens) == 4
    assert len(set(tokens)) == 2
    assert net.violations == []


def test_two_different_answers_to_the_same_request_are_a_violation(app, net, hotline):
    counter = itertools.count()
    net.faults.duplicate(1.0)
    app.answers["/voice"] = lambda _: f"<Gather><Say>Antwort {next(counter)}</Say></Gather>"
    call = net.call(CALLER, hotline)
    assert [violation.kind for violation in net.violations] == ["duplicate"]
    assert call.heard_since_last_input == "Antwort 0"


def test_duplicates_come_by_chance_but_always_the_same_with_a_seed(app, net, hotline):
    app.answers["/voice"] = LOOP

    def asked_in_twenty_turns() -> int:
        net.faults.duplicate(0.3, seed=4)
        app.asked.clear()
        call = net.call(CALLER, hotline)
        for _ in range(19):
            call.say("hallo")
        return len(app.asked)

    first = asked_in_twenty_turns()
    assert 20 < first < 40
    assert asked_in_twenty_turns() == first


def test_a_lost_answer_is_asked_for_again(app, net, hotline):
    net.faults.drop_answer()
    app.answers["/voice"] = LOOP
    call = net.call(CALLER, hotline)
    assert len(app.asked) == 2
    assert call.heard_since_last_input == "Ja?"
    call.say("hallo")
    assert len(app.asked) == 3


def test_an_application_that_takes_forged_requests_is_noticed(app, net, hotline):
    net.faults.forge(1.0)
    app.answers["/voice"] = LOOP
    net.call(CALLER, hotline)
    assert [violation.kind for violation in net.violations] == ["forgery"]


def test_an_application_that_refuses_forged_requests_is_not_blamed(app, net, hotline):
    net.faults.forge(1.0)
    answers = iter([Response("", 403), twiml(LOOP)])
    app.answers["/voice"] = lambda _: next(answers)
    assert net.call(CALLER, hotline).heard_since_last_input == "Ja?"
    assert net.violations == []
