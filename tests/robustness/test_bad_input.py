"""Whatever is sent: refused clearly, or answered with TwiML the carrier plays; no word is lost."""

import functools
import importlib.util
import secrets
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine

from tests.robustness.webhooks import CALLER, Answer, HandMadeCall, Webhooks
from tests.stack import HOTLINE

HOOKS = [
    "/twilio/voice",
    "/twilio/voice/fallback",
    "/twilio/voice/status",
    "/twilio/sms",
    "/twilio/sms/status",
]
CHECKER = Path(__file__).resolve().parents[3] / "shared/telephony/check_twiml.py"
NASTY = [
    "'; DROP TABLE turns; --",
    '" OR 1=1 --',
    "</Say></Gather><Dial>+49900123456</Dial><Say>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "&lt;Say&gt; & \" ' ]]> <![CDATA[",
    "{{7*7}} ${jndi:ldap://x} %s %n {0} {order_number}",
    "[[order:WM-104823]] [[nonsense:1]] [[ ]] ]]",
    "/restart",
    '/order_cancel{"order_number": "WM-104823"}',
    "\x00\x01\x08\x0b\x1f\x7f\ufffe\uffff",
    "\u202eUmkehr\u202c \u200b\ufeff 🙂👍🏽 Ö́",
    "a" * 5000,
    " \t\r\n ",
]


def sms(hooks: Webhooks, body: str, **more: Any) -> Answer:
    """One text message."""
    sid = "SM" + secrets.token_hex(16)
    fields = {"MessageSid": sid, "From": CALLER, "To": HOTLINE, "Body": body, "NumMedia": "0"}
    return hooks.post("/twilio/sms", fields | more)


def legible(words: str) -> str:
    """Without control characters, which no database owes us."""
    return "".join(sign for sign in words if unicodedata.category(sign) != "Cc")


def assert_plays(answer: Answer, side: str = "voice") -> None:
    """A document the carrier plays without complaint, by both judges."""
    assert answer.status == 200
    assert answer.problems(side) == []
    assert list(shared_judge(answer.text, side)) == []


def shared_judge(text: str, side: str) -> list[str]:
    """A second opinion on the document, where one is at hand."""
    return _judge()(text, side) if CHECKER.exists() else []


@functools.cache
def _judge() -> Callable[[str, str], list[str]]:
    spec = importlib.util.spec_from_file_location("check_twiml", CHECKER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        # It leaves its grammar's file to the garbage collector.
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    judge: Callable[[str, str], list[str]] = module.check
    return judge


@pytest.mark.parametrize("path", HOOKS)
def test_unsigned_is_refused(hooks: Webhooks, path: str) -> None:
    assert hooks.post(path, {"CallSid": "CA1"}, signature="").status == 403


@pytest.mark.parametrize("path", HOOKS)
def test_wrongly_signed_is_refused(hooks: Webhooks, path: str) -> None:
    assert hooks.post(path, {"CallSid": "CA1"}, signature="AAAAAAAAAAAAAAAAAAAAAAAAAAA=").status == 403


@pytest.mark.parametrize("signature", ["", "x" * 5000, "ä", "= = ="])
def test_no_odd_signature_gets_in(hooks: Webhooks, signature: str) -> None:
    assert hooks.post("/twilio/voice", {"CallSid": "CA1"}, signature=signature.encode()).status in (400, 403)


def test_a_signature_for_another_address_or_other_words_is_refused(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    fields = call.fields | {"SpeechResult": "ja"}
    changed = "&".join(f"{name}={value}" for name, value in (fields | {"SpeechResult": "nein"}).items())
    assert hooks.post(call.turn_path, fields, body=changed).status == 403
    signed_elsewhere = hooks.post(call.turn_path + "&x=1", fields, method="POST")
    assert signed_elsewhere.status == 200
    assert len(call.turns()) == 2


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", HOOKS)
def test_other_methods_are_refused(hooks: Webhooks, path: str, method: str) -> None:
    assert hooks.post(path, {}, method=method).status in (403, 405)


def test_a_megabyte_is_refused(hooks: Webhooks) -> None:
    assert hooks.post("/twilio/voice", {"CallSid": "CA1", "SpeechResult": "x" * 1_000_000}).status in (
        403,
        413,
    )


@pytest.mark.parametrize(
    "body", [b"CallSid=\xff\xfe&From=%FF%FE", b"\xff" * 100, b"", b"&&&==&", b"%%%zz=%u1234"]
)
def test_what_is_no_text_is_refused(hooks: Webhooks, body: bytes) -> None:
    assert hooks.post("/twilio/voice", {}, body=body).status in (400, 403)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_another_content_type_is_refused(hooks: Webhooks, kind: str) -> None:
    answer = hooks.post("/twilio/voice", {"CallSid": "CA1"}, headers={"Content-Type": kind}, body="{}")
    assert answer.status in (400, 403, 415)


def test_signed_speech_that_is_not_utf_8_gets_an_answer(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    # What cannot be decoded is signed, and read, as it stands in the body.
    fields = call.fields | {"SpeechResult": "%FF%FE"}
    assert_plays(hooks.post(call.turn_path, fields, body=f"{urlencode(call.fields)}&SpeechResult=%FF%FE"))


def test_unknown_parameters_are_welcome(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    assert_plays(call.say("hallo guten tag", FutureThing="1", **{"X-Odd[]": "ü&=", "AddOns": "{}"}))


def test_repeated_and_empty_parameters_are_welcome(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    fields = {
        **{name: [value] for name, value in call.fields.items()},
        "CallerCity": [""],
        "Extra": ["a", "b"],
    }
    assert_plays(hooks.post(call.turn_path, fields | {"SpeechResult": ["hallo"]}))


def test_a_call_without_its_sid_is_refused(hooks: Webhooks) -> None:
    for path in (
        "/twilio/voice",
        "/twilio/voice/turn?c=x&n=1",
        "/twilio/voice/fallback",
        "/twilio/voice/status",
    ):
        assert hooks.post(path, {"From": CALLER}).status == 400
    assert hooks.post("/twilio/sms", {"From": CALLER, "Body": "hallo"}).status == 400


def test_an_unknown_conversation_starts_as_a_new_call(hooks: Webhooks) -> None:
    for conversation in ("unknown", "", "../../etc", "x" * 500, "%00", "'--"):
        fields = {"CallSid": "CA" + secrets.token_hex(16), "From": CALLER, "To": HOTLINE}
        answer = hooks.post(f"/twilio/voice/turn?c={conversation}&n=3", fields)
        assert_plays(answer)
        assert "Computerprogramm" in answer.text


def test_somebody_elses_conversation_is_not_entered(hooks: Webhooks) -> None:
    victim, other = HandMadeCall(hooks), HandMadeCall(hooks)
    fields = other.fields | {"SpeechResult": "ja"}
    assert_plays(hooks.post(victim.turn_path, fields))
    assert len(victim.turns()) == 1


@pytest.mark.parametrize("number", ["-1", "99999999999999999999", "1e3", "", "abc", "1.5", "٣"])
def test_an_impossible_turn_number_is_refused(hooks: Webhooks, number: str) -> None:
    call = HandMadeCall(hooks)
    path = f"/twilio/voice/turn?c={call.conversation['id']}&n={number}"
    assert hooks.post(path, call.fields | {"SpeechResult": "ja"}).status in (400, 403)


def test_a_turn_from_the_future_is_answered(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    answer = call.say("wo ist mein paket", f"/twilio/voice/turn?c={call.conversation['id']}&n=4711")
    assert_plays(answer)
    assert call.turns()[-1]["heard"] == "wo ist mein paket"


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_nasty_speech_is_answered_and_kept(hooks: Webhooks, words: str) -> None:
    call = HandMadeCall(hooks)
    assert_plays(call.say("wo ist mein paket"))
    assert_plays(call.say(words))
    assert legible(call.turns()[-1]["heard"] or "") == legible(words.strip())
    assert_plays(call.say("Mitarbeiter"))


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_nasty_messages_are_answered(hooks: Webhooks, words: str) -> None:
    assert_plays(sms(hooks, words), "messaging")


def test_ten_thousand_characters_are_answered_and_kept_whole(hooks: Webhooks) -> None:
    call, speech = HandMadeCall(hooks), "und dann hat der fahrer gesagt " * 322 + "genau so war es"
    assert len(speech) > 9_990
    assert_plays(call.say(speech))
    assert call.turns()[-1]["heard"] == speech


def test_a_name_full_of_markup_never_reaches_the_answer(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    call.say("ich möchte den kauf der thermoskanne widerrufen")
    answer = call.say("</Say><Hangup/> O'Brien & Söhne <b>")
    assert_plays(answer)
    assert "<Hangup/>" not in answer.text


@pytest.mark.parametrize(
    "caller", ["", "anonymous", "+266696687", "client:<x>", "sip:a@b", "';--", "+" + "9" * 300]
)
def test_any_caller_is_greeted(hooks: Webhooks, caller: str) -> None:
    call = HandMadeCall(hooks, caller)
    assert_plays(call.answer)
    assert_plays(call.say("Mitarbeiter"))


@pytest.mark.parametrize("digits", ["1234567890" * 30, "ABC", "##", "*", "１２３", "-5"])
def test_odd_keys_are_answered(hooks: Webhooks, digits: str) -> None:
    call = HandMadeCall(hooks)
    assert_plays(hooks.post(call.turn_path, call.fields | {"Digits": digits}))


@pytest.mark.parametrize("confidence", ["", "NaN", "-1", "inf", "viel", "1e999"])
def test_an_odd_confidence_is_no_obstacle(hooks: Webhooks, confidence: str) -> None:
    call = HandMadeCall(hooks)
    assert_plays(call.say("wo ist mein paket", Confidence=confidence))
    assert len(call.turns()) == 2


def test_the_latest_status_of_a_call_wins_in_any_order(hooks: Webhooks) -> None:
    call = HandMadeCall(hooks)
    for status, sequence in (("completed", 3), ("ringing", 1), ("completed", 3), ("in-progress", 2)):
        fields = call.fields | {"CallStatus": status, "SequenceNumber": str(sequence)}
        assert hooks.post("/twilio/voice/status", fields).status == 204
    stored = hooks.stack.rows("SELECT status FROM call_statuses WHERE call_sid = :sid", sid=call.sid)
    assert [row["status"] for row in stored] == ["completed"]
    ended = "SELECT * FROM events WHERE conversation_id = :id AND what = 'conversation_closed'"
    assert len(hooks.stack.rows(ended, id=call.conversation["id"])) == 1


@pytest.mark.parametrize(
    "fields", [{}, {"CallStatus": "exploded"}, {"SequenceNumber": "-7"}, {"CallDuration": "x"}]
)
def test_an_odd_status_of_a_call_is_taken_quietly(hooks: Webhooks, fields: dict[str, str]) -> None:
    call = HandMadeCall(hooks)
    assert hooks.post("/twilio/voice/status", call.fields | fields).status == 204
    assert_plays(call.say("wo ist mein paket"))


@pytest.mark.parametrize("status", ["delivered", "teleported", "", "x" * 500])
def test_an_unknown_status_of_a_message_is_taken_quietly(hooks: Webhooks, status: str) -> None:
    fields = {"MessageSid": "SM" + secrets.token_hex(16), "MessageStatus": status, "ErrorCode": "x" * 99}
    assert hooks.post("/twilio/sms/status", fields).status == 204


@pytest.mark.parametrize("code", ["11200", "12100", "", "kaputt", "9" * 400])
def test_any_error_of_the_carrier_is_answered(hooks: Webhooks, code: str) -> None:
    call = HandMadeCall(hooks)
    assert_plays(call.say("wo ist mein paket"))
    assert_plays(hooks.post("/twilio/voice/fallback", call.fields | {"ErrorCode": code, "ErrorUrl": "x"}))


@pytest.mark.parametrize("media", ["1", "10", "-1", "viele", ""])
def test_a_message_without_words_is_answered(hooks: Webhooks, media: str) -> None:
    assert_plays(sms(hooks, "", NumMedia=media), "messaging")


def test_all_tables_are_still_there(hooks: Webhooks) -> None:
    engine: Engine = hooks.stack.engine
    assert hooks.stack.rows("SELECT count(*) AS n FROM turns")[0]["n"] > 0
    assert hooks.stack.rows("SELECT count(*) AS n FROM shop_orders")[0]["n"] >= 300
    assert engine.dialect.name in ("sqlite", "postgresql")
