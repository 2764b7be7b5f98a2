"""The REST interface, used by Twilio's own client."""

from collections.abc import Iterator

import pytest
import urllib3
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from carrier import Network
from carrier.number import Number
from tests.carrier.scripted import ACCOUNT, BASE, CALLER, HOTLINE, TOKEN


@pytest.fixture
def url(net: Network, hotline: Number) -> Iterator[str]:
    with net.serve() as serving:
        yield serving.url


@pytest.fixture
def client(url: str) -> Client:
    client = Client(ACCOUNT, TOKEN, http_client=TwilioHttpClient(timeout=5, pool_connections=False))
    client.api.base_url = url
    return client


def refusal(deed) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as caught:
        deed()
    return caught.value.status, caught.value.code


def test_a_message_is_queued_then_delivered_and_reported(app, net, client):
    sent = client.messages.create(
        to=CALLER, from_=HOTLINE, body="Ihr Fall 4711", status_callback=f"{BASE}/mine"
    )
    assert (sent.status, sent.direction, sent.num_segments, sent.error_code) == (
        "queued",
        "outbound-api",
        "1",
        None,
    )
    assert app.asked_for("/mine") == []
    app.answers["/mine"] = ""
    net.settle()
    assert [form["MessageStatus"] for form in app.asked_for("/mine")] == ["sent", "delivered"]
    assert client.messages(sent.sid).fetch().status == "delivered"
    assert net.phone(CALLER).inbox[0].body == "Ihr Fall 4711"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"to": CALLER, "from_": HOTLINE}, 21602),
        ({"to": CALLER, "from_": "+4930999", "body": "a"}, 21606),
        ({"to": "anonymous", "from_": HOTLINE, "body": "a"}, 21211),
        ({"to": CALLER, "from_": HOTLINE, "body": "a" * 1601}, 21617),
    ],
)
def test_bad_messages_are_refused_with_twilios_codes(client, message, code):
    assert refusal(lambda: client.messages.create(**message)) == (400, code)


def test_a_number_that_opted_out_is_refused(net, client):
    net.sms_options.opt_out(CALLER)
    assert refusal(lambda: client.messages.create(to=CALLER, from_=HOTLINE, body="a")) == (400, 21610)


def test_messages_are_listed_newest_first_by_page(client):
    for number in range(5):
        client.messages.create(to=CALLER, from_=HOTLINE, body=f"Nr. {number}")
    client.messages.create(to="+4917139200042", from_=HOTLINE, body="für andere")
    assert [message.body for message in client.messages.list(to=CALLER, page_size=2, limit=4)] == [
        "Nr. 4", "Nr. 3", "Nr. 2", "Nr. 1"]  # fmt: skip


def test_a_message_can_be_redacted_and_deleted(client):
    sent = client.messages.create(to=CALLER, from_=HOTLINE, body="Geheim")
    assert client.messages(sent.sid).update(body="").body == ""
    assert client.messages(sent.sid).delete()
    assert refusal(lambda: client.messages(sent.sid).fetch()) == (404, 20404)


def test_a_call_is_placed_answered_and_reported(app, net, client):
    app.answers |= {
        "/out": '<Gather input="speech" action="/turn"><Say>Ihr Rückruf.</Say></Gather>',
        "/calls": "",
    }
    placed = client.calls.create(
        to=CALLER, from_=HOTLINE, url=f"{BASE}/out", status_callback=f"{BASE}/calls",
        status_callback_event=["initiated", "ringing", "answered", "completed"])  # fmt: skip
    assert (placed.status, placed.direction) == ("queued", "outbound-api")
    net.settle()
    call = net.phone(CALLER).call
    assert (call.sid, call.heard_since_last_input) == (placed.sid, "Ihr Rückruf.")
    assert app.asked_for("/out")[0]["Direction"] == "outbound-api"
    call.hang_up()
    events = app.asked_for("/calls")
    assert [form["CallStatus"] for form in events] == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in events] == ["0", "1", "2", "3"]
    assert client.calls(placed.sid).fetch().status == "completed"


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("busy", "busy"), ("decline", "busy"), ("no-answer", "no-answer"), ("failed", "failed")],
)
def test_a_phone_may_not_answer(app, net, client, behaviour, status):
    net.phone(CALLER).behaviour = behaviour
    app.answers["/calls"] = ""
    client.calls.create(to=CALLER, from_=HOTLINE, url=f"{BASE}/out", status_callback=f"{BASE}/calls")
    net.settle()
    assert net.phone(CALLER).call.status == status
    assert [form["CallStatus"] for form in app.asked_for("/calls")] == [status]
    assert app.asked_for("/out") == []


def test_a_phone_that_asks_rings_until_the_timeout(net, client):
    net.phone(CALLER).behaviour = "ask"
    client.calls.create(to=CALLER, from_=HOTLINE, twiml="<Response/>", timeout=20)
    net.settle()
    assert net.phone(CALLER).call.status == "ringing"
    net.advance(21)
    assert net.phone(CALLER).call.status == "no-answer"


def test_a_live_call_is_sent_to_other_twiml(app, net, client, hotline):
    app.answers |= {"/voice": "<Gather/>", "/next": "<Gather><Say>Weiter.</Say></Gather>"}
    call = net.call(CALLER, hotline)
    client.calls(call.sid).update(url=f"{BASE}/next")
    net.settle()
    assert call.heard[-1].text == "Weiter."
    client.calls(call.sid).update(twiml="<Response><Say>Ende.</Say></Response>")
    net.settle()
    assert (call.heard[-1].text, call.over, call.errors) == ("Ende.", True, [])


def test_twiml_sent_by_rest_needs_absolute_actions(net, app, client, hotline):
    app.answers["/voice"] = "<Gather/>"
    call = net.call(CALLER, hotline)
    client.calls(call.sid).update(twiml='<Response><Gather input="speech" action="/turn"/></Response>')
    net.settle()
    call.say("hallo")
    assert [problem.code for problem in call.errors] == [15004]


def test_a_live_call_is_ended(app, net, client, hotline):
    app.answers["/voice"] = "<Gather/>"
    call = net.call(CALLER, hotline)
    client.calls(call.sid).update(status="completed")
    net.settle()
    assert call.status == "completed"
    assert refusal(lambda: client.calls(call.sid).update(status="completed")) == (400, 21220)


def test_an_application_may_change_the_call_from_within_its_own_answer(app, net, client, hotline):
    def answer(form: dict[str, str]) -> str:
        client.calls(form["CallSid"]).update(url=f"{BASE}/transfer")
        return "<Gather><Say>Moment.</Say></Gather>"

    app.answers |= {"/voice": answer, "/transfer": "<Gather><Say>Verbunden.</Say></Gather>"}
    call = net.call(CALLER, hotline)
    assert [heard.text for heard in call.heard] == ["Moment.", "Verbunden."]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"to": "", "from_": HOTLINE, "url": BASE}, 21201),
        ({"to": CALLER, "from_": "+4930999", "url": BASE}, 21210),
        ({"to": "Anna", "from_": HOTLINE, "url": BASE}, 21211),
        ({"to": CALLER, "from_": HOTLINE}, 21205),
        ({"to": CALLER, "from_": HOTLINE, "twiml": "<Response>" + " " * 4000 + "</Response>"}, 21205),
        ({"to": CALLER, "from_": HOTLINE, "twiml": "<Oops/>"}, 12102),
    ],
)
def test_bad_calls_are_refused(client, call, code):
    assert refusal(lambda: client.calls.create(**call)) == (400, code)


def test_calls_are_listed(app, net, client, hotline):
    app.answers["/voice"] = "<Gather/>"
    first, second = net.call(CALLER, hotline), net.call(None, hotline)
    assert [call.sid for call in client.calls.list(limit=5)] == [second.sid, first.sid]
    assert [call.sid for call in client.calls.list(from_=CALLER, limit=5)] == [first.sid]
    assert client.calls.list(limit=1)[0].phone_number_sid == hotline.sid


@pytest.mark.parametrize("auth", [None, f"{ACCOUNT}:wrong", f"other:{TOKEN}", f":{TOKEN}"])
def test_without_the_accounts_secret_nothing_is_told(url, auth):
    headers = urllib3.make_headers(basic_auth=auth) if auth else {}
    answer = urllib3.request(
        "GET", f"{url}/2010-04-01/Accounts/{ACCOUNT}/Calls.json", headers=headers, retries=False
    )
    assert (answer.status, answer.json()["code"]) == (401, 20003)


def test_unknown_addresses_get_twilios_error_form(url):
    headers = urllib3.make_headers(basic_auth=f"{ACCOUNT}:{TOKEN}")
    for path in (f"{ACCOUNT}/Nothing.json", "AC2/Calls.json"):
        answer = urllib3.request("GET", f"{url}/2010-04-01/Accounts/{path}", headers=headers, retries=False)
        body = answer.json()
        assert (body["code"], body["status"], answer.status) == (20404, 404, 404)
        assert body["more_info"] == "https://www.twilio.com/docs/errors/20404"
