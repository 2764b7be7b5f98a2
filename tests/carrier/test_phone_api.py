"""The JSON interface behind the phones in browser and terminal."""

import pytest
from flask.testing import FlaskClient

from carrier.serving import create_app
from tests.carrier.scripted import ACCOUNT, CALLER, HOTLINE, TOKEN


@pytest.fixture
def phones(app, net, hotline) -> FlaskClient:
    app.answers["/voice"] = (
        '<Gather input="dtmf speech" action="/turn"><Say language="de-DE">Ja?</Say></Gather>'
    )
    app.answers["/turn"] = "<Say>Danke.</Say>"
    return create_app(net, [(CALLER, "Erika")], ["localhost"]).test_client()


def started(phones: FlaskClient) -> dict:
    return phones.post("/phone/api/calls", json={"from": CALLER}).get_json()


def test_the_page_learns_numbers_and_no_secret(phones):
    answer = phones.get("/phone/api/setup")
    assert answer.get_json() == {"hotlines": [HOTLINE], "callers": [{"number": CALLER, "label": "Erika"}]}
    for path in ("/phone", "/phone/api/setup"):
        with phones.get(path) as page:
            assert TOKEN not in page.get_data(as_text=True)
            assert ACCOUNT not in page.get_data(as_text=True)


def test_a_call_tells_what_is_heard_and_listened_for(phones):
    call = started(phones)
    assert [(entry["kind"], entry["text"]) for entry in call["entries"]] == [("heard", "Ja?")]
    assert call["listening"]["speech"]
    assert (call["over"], call["status"], call["next"]) == (False, "in-progress", 1)


def test_only_news_is_told_after_that(phones):
    call = started(phones)
    view = phones.post(
        f"/phone/api/calls/{call['sid']}/say", json={"text": "Hallo", "after": call["next"]}
    ).get_json()
    assert [entry["kind"] for entry in view["entries"]] == ["said", "heard", "ended"]
    assert view["over"]
    later = phones.get(f"/phone/api/calls/{call['sid']}?after={view['next']}&wait=5").get_json()
    assert later["entries"] == []


def test_keys_silence_and_hanging_up(app, phones):
    sid = started(phones)["sid"]
    phones.post(f"/phone/api/calls/{sid}/press", json={"keys": "1", "wait": False})
    assert app.asked_for("/turn") == []
    phones.post(f"/phone/api/calls/{sid}/silence", json={})
    assert app.asked_for("/turn")[0]["Digits"] == "1"
    sid = started(phones)["sid"]
    assert phones.post(f"/phone/api/calls/{sid}/hangup", json={}).get_json()["over"]


def test_a_withheld_number_calls_too(app, phones):
    phones.post("/phone/api/calls", json={"from": ""})
    assert app.asked_for("/voice")[0]["From"] == "anonymous"


def test_messages_are_sent_and_read(app, phones):
    app.answers["/sms"] = "<Message>Antwort</Message>"
    view = phones.post("/phone/api/phone/messages", json={"number": CALLER, "text": "Hallo"}).get_json()
    assert [(message["mine"], message["text"]) for message in view["messages"]] == [
        (True, "Hallo"),
        (False, "Antwort"),
    ]
    assert phones.post("/phone/api/phone", json={"number": CALLER}).get_json() == view


def test_what_is_not_possible_is_said_in_words(phones):
    sid = started(phones)["sid"]
    phones.post(f"/phone/api/calls/{sid}/hangup", json={})
    answer = phones.post(f"/phone/api/calls/{sid}/say", json={"text": "Hallo"})
    assert (answer.status_code, answer.get_json()) == (409, {"error": "the call is over"})
    assert phones.post(f"/phone/api/calls/{sid}/say", json={}).status_code == 409


def test_bad_keys_are_refused(phones):
    sid = started(phones)["sid"]
    assert phones.post(f"/phone/api/calls/{sid}/press", json={"keys": "abc"}).status_code == 409


@pytest.mark.parametrize("path", ["/phone/api/calls/CA0", "/phone/api/nothing"])
def test_what_does_not_exist_is_not_found(phones, path):
    assert phones.get(path).status_code == 404


def test_an_unknown_deed_is_not_found(phones):
    assert phones.post(f"/phone/api/calls/{started(phones)['sid']}/explode", json={}).status_code == 404


def test_other_sites_cannot_use_the_phone(phones):
    evil = {"Origin": "https://evil.example"}
    assert phones.post("/phone/api/calls", json={"from": ""}, headers=evil).status_code == 403
    assert phones.post("/phone/api/calls", data='{"from": ""}', content_type="text/plain").status_code == 415
    assert phones.get("/phone/api/setup", headers={"Host": "evil.example"}).status_code == 400
    own = {"Origin": "http://localhost"}
    assert phones.post("/phone/api/calls", json={"from": ""}, headers=own).status_code == 201


def test_the_page_may_load_only_its_own_files(phones):
    with phones.get("/phone") as page:
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert "//" not in page.get_data(as_text=True)


def test_the_carrier_says_that_it_is_up(phones):
    assert phones.get("/healthz").get_json() == {"status": "ok"}
