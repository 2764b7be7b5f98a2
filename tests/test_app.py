"""The web application: nothing unsigned is read, and whatever breaks, the caller hears a sentence."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot.app import LARGEST_REQUEST, create_app
from tests.builders import CALLER, ScriptedRasa, hotline_on, said, services_on, settings, sure
from tests.channels.twiml_checks import faults, parsed, spoken
from tests.store.databases import database_url, engine, migrated_file, migrated_postgres, sqlite

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres", "sqlite"]

BASE = "https://hotline.example"
FIELDS = {"CallSid": "CA1", "From": CALLER, "To": "+4930901820", "CallStatus": "ringing", "CallerCity": ""}
SMS = {"MessageSid": "SM1", "From": CALLER, "To": "+4930901820", "Body": "wo ist mein paket"}
WEBHOOKS = ["/twilio/voice", "/twilio/voice/turn?c=a&n=1", "/twilio/voice/fallback", "/twilio/voice/status"]
WEBHOOKS += ["/twilio/sms", "/twilio/sms/status"]


class Away:
    """Stands where the database was."""

    def __getattr__(self, name: str) -> Any:
        raise OperationalError("SELECT secret", {"caller": CALLER}, Exception("gone"))


@pytest.fixture
def client(sqlite: Engine, tmp_path: Path) -> Iterator[FlaskClient]:
    rasa = ScriptedRasa({"wo ist mein paket": sure("order_status")}, [said("Es kommt morgen.")])
    parts = hotline_on(sqlite, tmp_path, services_on(sqlite, rasa))
    yield create_app(settings(), parts).test_client()
    parts.outbox.worker.stop()


@pytest.fixture
def broken(sqlite: Engine, tmp_path: Path) -> FlaskClient:
    """The hotline while its database is away."""
    parts = hotline_on(sqlite, tmp_path)
    away: Any = Away()
    parts.calls._record = parts.threads._record = parts.statuses._engine = parts.outbox._engine = away
    parts.outbox.worker.start = lambda: None  # type: ignore[method-assign]
    return create_app(
        settings(), replace(parts, checks={"database": lambda: bool(Away().connect())})
    ).test_client()


def post(client: FlaskClient, path: str, fields: dict[str, str], base: str = BASE) -> TestResponse:
    """Post it as Twilio would."""
    signature = RequestValidator("12345").compute_signature(base + path, fields)
    return client.post(path, data=fields, headers={"X-Twilio-Signature": signature})


def test_a_signed_call_is_greeted_in_xml(client: FlaskClient) -> None:
    answer = post(client, "/twilio/voice", FIELDS)
    assert (answer.status_code, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert answer.text.startswith("<?xml")
    assert "einer KI" in spoken(parsed(answer.text)[0])


def test_a_signed_turn_is_answered(client: FlaskClient) -> None:
    action = parsed(post(client, "/twilio/voice", FIELDS).text).findtext("Redirect", "")
    answer = post(client, action.removeprefix(BASE), FIELDS | {"SpeechResult": "wo ist mein paket"})
    assert "Es kommt morgen." in answer.text


def test_a_signed_message_is_answered(client: FlaskClient) -> None:
    assert "Es kommt morgen." in post(client, "/twilio/sms", SMS).text


@pytest.mark.parametrize("path", ["/twilio/voice/status", "/twilio/sms/status"])
def test_a_status_is_taken_without_a_word(client: FlaskClient, path: str) -> None:
    answer = post(client, path, FIELDS | {"MessageSid": "SM1", "MessageStatus": "sent"})
    assert (answer.status_code, answer.text) == (204, "")


@pytest.mark.parametrize("path", WEBHOOKS)
def test_what_is_not_signed_is_refused_and_leaves_nothing(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data=FIELDS | SMS)
    assert answer.status_code == 403
    assert client.post(path, data=FIELDS, headers={"X-Twilio-Signature": "x"}).status_code == 403
    assert 'hotline_refused_requests_total{why="unsigned"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize("path", WEBHOOKS)
@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_method_is_refused(client: FlaskClient, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/twilio/voice/turn?c=a",
        "/twilio/voice/turn?c=a&n=x",
        "/twilio/voice/turn?c=a&n=-1",
        "/twilio/voice/turn?n=9999999",
        "/twilio/voice/turn?n=²",
    ],
)
def test_a_turn_without_a_number_is_malformed(client: FlaskClient, path: str) -> None:
    signature = RequestValidator("12345").compute_signature(BASE + path, FIELDS)
    with client.application.test_request_context(path):
        answer = client.post(path, data=FIELDS, headers={"X-Twilio-Signature": signature})
    assert answer.status_code in (400, 403)


def test_a_call_without_a_sid_is_malformed(client: FlaskClient) -> None:
    assert post(client, "/twilio/voice", {"From": CALLER}).status_code == 400
    assert post(client, "/twilio/sms", {"From": CALLER}).status_code == 400


def test_an_oversized_request_is_refused(client: FlaskClient) -> None:
    assert post(client, "/twilio/voice", FIELDS | {"SpeechResult": "x" * LARGEST_REQUEST}).status_code == 413


def test_ten_thousand_characters_are_no_oversized_request(client: FlaskClient) -> None:
    assert post(client, "/twilio/sms", SMS | {"Body": "wort " * 2000}).status_code == 200


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"SpeechResult=%FF%FE", b'{"CallSid": "CA1"}'])
def test_bytes_that_are_no_text_are_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post(
        "/twilio/voice",
        data=body,
        headers={"X-Twilio-Signature": "x"},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 403


def test_characters_no_database_keeps_are_no_trouble(engine: Engine, tmp_path: Path) -> None:
    parts = hotline_on(engine, tmp_path)
    answer = post(
        create_app(settings(), parts).test_client(), "/twilio/sms", SMS | {"Body": "wo ist\x00mein Paket"}
    )
    parts.outbox.worker.stop()
    assert "nicht verstanden" in answer.text
    assert parts.unsaved.count() == 0


def test_unknown_fields_are_welcome(client: FlaskClient) -> None:
    assert post(client, "/twilio/voice", FIELDS | {"SomethingNew": "1", "StirVerstat": ""}).status_code == 200


def test_an_unknown_page_is_not_found(client: FlaskClient) -> None:
    assert client.get("/nothing").status_code == 404
    assert client.post("/twilio/nothing").status_code == 404


@pytest.mark.parametrize("arriving", ["/line/twilio/voice", "/twilio/voice"])
def test_behind_a_public_path(sqlite: Engine, tmp_path: Path, arriving: str) -> None:
    parts = hotline_on(sqlite, tmp_path)
    client = create_app(settings(PUBLIC_BASE_URL=f"{BASE}/line"), parts).test_client()
    signature = RequestValidator("12345").compute_signature(f"{BASE}/line/twilio/voice", FIELDS)
    answer = client.post(arriving, data=FIELDS, headers={"X-Twilio-Signature": signature})
    parts.outbox.worker.stop()
    assert answer.status_code == 200


def test_while_the_database_is_away_the_caller_hears_an_apology_and_is_tried_again(
    broken: FlaskClient,
) -> None:
    answer = post(broken, "/twilio/voice/turn?c=a-1&n=2", FIELDS | {"SpeechResult": "wo ist mein paket"})
    root = parsed(answer.text)
    assert (answer.status_code, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert "Technik ist gerade gestört" in spoken(root[0])
    assert root.findtext("Redirect") == f"{BASE}/twilio/voice/turn?c=a-1&n=2&retry=1"


def test_the_tries_end_politely(broken: FlaskClient) -> None:
    path, heard = "/twilio/voice?retry=0", []
    for _ in range(4):
        root = parsed(post(broken, path, FIELDS).text)
        heard.append(spoken(root[0]))
        path = root.findtext("Redirect", "").removeprefix(BASE)
    assert path == ""
    assert "Auf Wiederhören" in heard[-1]
    assert root[-1].tag == "Hangup"


def test_an_english_number_hears_the_apology_in_english(broken: FlaskClient) -> None:
    assert "our system has a fault" in post(broken, "/twilio/voice", FIELDS | {"From": "+447700900123"}).text


def test_while_the_database_is_away_a_message_is_answered_too(broken: FlaskClient) -> None:
    answer = post(broken, "/twilio/sms", SMS)
    assert answer.status_code == 200
    assert "Bitte schreiben Sie uns in ein paar Minuten" in answer.text


@pytest.mark.parametrize("path", ["/twilio/voice/status", "/twilio/sms/status"])
def test_a_status_that_cannot_be_kept_is_not_accepted(broken: FlaskClient, path: str) -> None:
    fields = FIELDS | {"CallStatus": "completed", "MessageSid": "SM1", "MessageStatus": "sent"}
    assert post(broken, path, fields).status_code == 503


def test_the_words_are_kept_in_a_file_only_the_hotline_may_read(broken: FlaskClient, tmp_path: Path) -> None:
    post(broken, "/twilio/voice/turn?c=a&n=2", FIELDS | {"SpeechResult": "ich widerrufe"})
    post(broken, "/twilio/sms", SMS)
    kept = tmp_path / "unsaved.jsonl"
    assert kept.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [line.get("SpeechResult") or line["Body"] for line in lines] == [
        "ich widerrufe",
        "wo ist mein paket",
    ]


def test_a_disk_that_is_full_too_does_not_silence_the_apology(sqlite: Engine, tmp_path: Path) -> None:
    parts = hotline_on(sqlite, tmp_path / "not" / "there")
    parts.calls._record = Away()  # type: ignore[assignment]

    def full(fields: Any) -> None:
        raise OSError(28, "No space left on device")

    parts.unsaved.keep = full  # type: ignore[method-assign]
    answer = post(create_app(settings(), parts).test_client(), "/twilio/voice", FIELDS)
    parts.outbox.worker.stop()
    assert answer.status_code == 200
    assert faults(answer.text) == []


def test_the_phone_in_the_browser_is_there_only_with_the_simulated_carrier(
    sqlite: Engine, tmp_path: Path
) -> None:
    parts = hotline_on(sqlite, tmp_path)
    without = create_app(settings(), parts).test_client()
    with_phone = create_app(settings(CARRIER_PHONE_URL="http://127.0.0.1:8090/phone"), parts).test_client()
    parts.outbox.worker.stop()
    assert without.get("/phone").status_code == 404
    assert with_phone.get("/phone").headers["Location"] == "http://127.0.0.1:8090/phone"
