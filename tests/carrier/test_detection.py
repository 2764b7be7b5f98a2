"""Answering machine detection, before the first document or later."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from carrier import Owner
from tests.carrier.rest_client import client_at
from tests.carrier.scripted import BASE, CALLER, HOTLINE


@pytest.fixture
def client(app, net, hotline) -> Iterator[Client]:
    app.answers |= {"/out": "<Gather timeout='30'/>", "/amd": ""}
    with net.serve() as serving:
        yield client_at(serving.url)


def place(client, **more):
    return client.calls.create(to=CALLER, from_=HOTLINE, url=f"{BASE}/out", **more)


@pytest.mark.parametrize(
    ("who", "mode", "word"),
    [
        ("human", "Enable", "human"),
        ("machine", "Enable", "machine_start"),
        ("machine", "DetectMessageEnd", "machine_end_beep"),
        ("unknown", "Enable", "unknown"),
    ],
)
def test_the_first_request_says_who_answered(app, net, client, who, mode, word):
    net.phone(CALLER).answered_by = who
    placed = place(client, machine_detection=mode)
    net.settle()
    assert app.asked_for("/out")[0]["AnsweredBy"] == word
    assert client.calls(placed.sid).fetch().answered_by == word


def test_detection_delays_the_first_request_of_an_answered_call(app, net, client):
    net.phone(CALLER).owner = Owner(after=2)
    place(client, machine_detection="Enable")
    net.run_for(2)
    assert (net.phone(CALLER).call.status, app.asked_for("/out")) == ("in-progress", [])
    net.run_for(3)
    assert app.asked_for("/out")[0]["CallStatus"] == "in-progress"


def test_who_hangs_up_during_detection_hears_nothing(app, net, client):
    net.phone(CALLER).owner = Owner(after=2)
    place(client, machine_detection="Enable")
    net.run_for(3)
    net.phone(CALLER).call.hang_up()
    net.run_for(10)
    assert app.asked_for("/out") == []


def test_asynchronous_detection_tells_later_and_once(app, net, client):
    net.phone(CALLER).owner, net.phone(CALLER).answered_by = Owner(after=2), "machine"
    place(client, machine_detection="Enable", async_amd="true", async_amd_status_callback=f"{BASE}/amd")
    net.run_for(2)
    assert "AnsweredBy" not in app.asked_for("/out")[0]
    assert app.asked_for("/amd") == []
    net.run_for(10)
    (form,) = app.asked_for("/amd")
    assert (form["AnsweredBy"], form["MachineDetectionDuration"]) == ("machine_start", "4000")


def test_without_detection_nothing_is_said_about_it(app, net, client):
    placed = place(client)
    net.settle()
    assert "AnsweredBy" not in app.asked_for("/out")[0]
    assert client.calls(placed.sid).fetch().answered_by is None
