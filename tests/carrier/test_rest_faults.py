"""A REST interface that refuses or hangs on purpose."""

import time
from collections.abc import Iterator

import pytest
from requests.exceptions import ReadTimeout
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.carrier.rest_client import client_at
from tests.carrier.scripted import CALLER, HOTLINE


@pytest.fixture
def client(net, hotline) -> Iterator[Client]:
    with net.serve() as serving:
        yield client_at(serving.url, timeout=0.3)


def place(client: Client):
    return client.calls.create(to=CALLER, from_=HOTLINE, twiml="<Response><Gather/></Response>")


@pytest.mark.parametrize(("status", "code"), [(500, 20500), (404, 20404), (429, 20429), (400, 21220)])
def test_so_many_requests_are_refused_and_the_next_is_not(client, net, status, code):
    net.rest_faults.refuse("calls.create", times=2, status=status, code=code if status == 400 else None)
    for _ in range(2):
        with pytest.raises(TwilioRestException) as caught:
            place(client)
        assert (caught.value.status, caught.value.code) == (status, code)
    assert place(client).status == "queued"


def test_only_the_requests_named_are_refused(client, net):
    net.rest_faults.refuse("calls.update", status=404)
    placed = place(client)
    net.settle()
    assert client.calls(placed.sid).fetch().status == "in-progress"
    with pytest.raises(TwilioRestException):
        client.calls(placed.sid).update(status="completed")
    assert net.rest_faults.seen == ["calls.create", "calls.fetch", "calls.update"]


def test_a_request_may_hang_and_be_done_all_the_same(client, net):
    net.rest_faults.hang(0.5, "calls.create")
    with pytest.raises(ReadTimeout):
        place(client)
    net.rest_faults.clear()
    deadline = time.monotonic() + 5
    while not net.calls and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(net.calls) == 1


def test_requests_about_participants_have_their_own_names(client, net):
    net.rest_faults.refuse("participants.delete", status=500)
    with pytest.raises(TwilioRestException):
        client.conferences("r1").participants("CA1").delete()
    assert net.rest_faults.seen == ["participants.delete"]
