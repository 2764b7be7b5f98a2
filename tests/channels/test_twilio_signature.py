"""Only what Twilio signed for exactly our address and these fields is let in."""

from typing import Any

import pytest
from flask import Flask, request
from twilio.request_validator import RequestValidator

from bot.channels.twilio_signature import BehindPath, TwilioSignature
from bot.errors import BadSignature

TOKEN = "12345"
VECTOR = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}


def check(base: str, path: str, form: Any, signature: str | None, **more: Any) -> None:
    """Check a POST as it arrives at our server."""
    headers = dict(more.pop("headers", {}))
    if signature is not None:
        headers["X-Twilio-Signature"] = signature
    app = Flask("test")
    with app.test_request_context(
        path, method=more.pop("method", "POST"), data=form, headers=headers, **more
    ):
        TwilioSignature(TOKEN, base).check(request)


def signed(url: str, form: Any) -> str:
    return str(RequestValidator(TOKEN).compute_signature(url, form))


def test_twilio_s_published_vector() -> None:
    check("https://mycompany.com", "/myapp.php?foo=1&bar=2", VECTOR, "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")


@pytest.mark.parametrize(
    "change", [{"Digits": "1235"}, {"Digits": ""}, {"New": ""}, {"From": "+12349013031"}], ids=str
)
def test_a_changed_field_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(BadSignature, match="wrong"):
        check(
            "https://mycompany.com", "/myapp.php?foo=1&bar=2", VECTOR | change, "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
        )


@pytest.mark.parametrize(
    "target",
    [
        "/myapp.php?foo=1",
        "/myapp.php?bar=2&foo=1",
        "/myapp.php",
        "/myapp.php?foo=1&bar=2&x=1",
        "/other?foo=1&bar=2",
    ],
)
def test_a_changed_address_is_refused(target: str) -> None:
    with pytest.raises(BadSignature, match="wrong"):
        check("https://mycompany.com", target, VECTOR, "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")


@pytest.mark.parametrize("signature", [None, ""])
def test_an_unsigned_request_is_refused(signature: str | None) -> None:
    with pytest.raises(BadSignature, match="unsigned"):
        check("https://mycompany.com", "/myapp.php?foo=1&bar=2", VECTOR, signature)


@pytest.mark.parametrize("signature", ["x", "0/KCTR6DLpKmkAf8muzZqo1nDgQ", "ä", "=" * 10_000])
def test_a_made_up_signature_is_refused(signature: str) -> None:
    with pytest.raises(BadSignature):
        check("https://mycompany.com", "/myapp.php?foo=1&bar=2", VECTOR, signature)


def test_another_token_s_signature_is_refused() -> None:
    url = "https://h.example/twilio/voice"
    with pytest.raises(BadSignature):
        check(
            "https://h.example",
            "/twilio/voice",
            VECTOR,
            str(RequestValidator("other").compute_signature(url, VECTOR)),
        )


def test_empty_fields_are_part_of_what_is_signed() -> None:
    form = {"CallSid": "CA1", "CallerCity": "", "CallerZip": ""}
    check("https://h.example", "/twilio/voice", form, signed("https://h.example/twilio/voice", form))
    with pytest.raises(BadSignature):
        check(
            "https://h.example",
            "/twilio/voice",
            {"CallSid": "CA1"},
            signed("https://h.example/twilio/voice", form),
        )


def test_repeated_fields_are_signed_with_all_their_values() -> None:
    from werkzeug.datastructures import MultiDict

    form = MultiDict([("CallSid", "CA1"), ("X", "b"), ("X", "a")])
    signature = signed("https://h.example/twilio/voice", form)
    check("https://h.example", "/twilio/voice", form, signature)
    with pytest.raises(BadSignature):
        check("https://h.example", "/twilio/voice", MultiDict([("CallSid", "CA1"), ("X", "b")]), signature)


def test_values_are_signed_with_their_blanks_and_umlauts() -> None:
    form = {"SpeechResult": "  Grüße & <b>ß</b> 😀 "}
    check("https://h.example", "/twilio/voice", form, signed("https://h.example/twilio/voice", form))


def test_query_values_are_not_taken_for_fields() -> None:
    url = "https://h.example/twilio/voice/turn?c=a&n=1"
    check("https://h.example", "/twilio/voice/turn?c=a&n=1", {"a": "b"}, signed(url, {"a": "b"}))


@pytest.mark.parametrize("arriving", ["/twilio/voice", "/hotline/twilio/voice"])
def test_behind_a_path_it_does_not_matter_whether_the_proxy_strips_it(arriving: str) -> None:
    signature = signed("https://h.example/hotline/twilio/voice", VECTOR)
    check("https://h.example/hotline", arriving, VECTOR, signature)


def test_a_signature_for_another_path_of_the_same_host_is_refused() -> None:
    with pytest.raises(BadSignature):
        check(
            "https://h.example/hotline",
            "/twilio/voice",
            VECTOR,
            signed("https://h.example/twilio/voice", VECTOR),
        )


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "http"}],
    ids=str,
)
def test_what_a_client_says_of_the_host_does_not_matter(headers: dict[str, str]) -> None:
    check(
        "https://h.example",
        "/twilio/voice",
        VECTOR,
        signed("https://h.example/twilio/voice", VECTOR),
        headers=headers,
    )
    with pytest.raises(BadSignature):
        check(
            "https://h.example",
            "/twilio/voice",
            VECTOR,
            signed("https://evil.example/twilio/voice", VECTOR),
            headers=headers,
        )


@pytest.mark.parametrize("address", ["https://h.example:8443", "http://127.0.0.1:8080", "https://h.example"])
def test_ports_are_signed_as_configured(address: str) -> None:
    check(address, "/twilio/sms", VECTOR, signed(f"{address}/twilio/sms", VECTOR))


def test_voice_over_https_is_signed_without_its_port() -> None:
    check("https://h.example:8443", "/twilio/voice", VECTOR, signed("https://h.example/twilio/voice", VECTOR))


def test_http_is_not_https() -> None:
    with pytest.raises(BadSignature):
        check("https://h.example", "/twilio/voice", VECTOR, signed("http://h.example/twilio/voice", VECTOR))


def test_the_shared_key_header_is_refused_even_with_a_good_signature() -> None:
    headers = {"X-Twilio-Webhooks-Signature-Settings": "key=a,algorithm=HMAC_SHA256"}
    with pytest.raises(BadSignature, match="unsigned"):
        check(
            "https://h.example",
            "/twilio/voice",
            VECTOR,
            signed("https://h.example/twilio/voice", VECTOR),
            headers=headers,
        )


def test_a_get_is_signed_by_its_address_alone() -> None:
    url = "https://h.example/twilio/voice?CallSid=CA1"
    check("https://h.example", "/twilio/voice?CallSid=CA1", None, signed(url, {}), method="GET")


def test_a_request_target_with_a_host_in_it_is_read_as_its_path() -> None:
    environ = {"RAW_URI": "https://h.example/twilio/voice"}
    check(
        "https://h.example",
        "/twilio/voice",
        VECTOR,
        signed("https://h.example/twilio/voice", VECTOR),
        environ_overrides=environ,
    )


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"a=%FF", b"a=%zz", b"&&&=", b"\x00"])
def test_a_body_nobody_can_read_is_refused(body: bytes) -> None:
    with pytest.raises(BadSignature):
        check(
            "https://h.example", "/twilio/voice", body, "x", content_type="application/x-www-form-urlencoded"
        )


def test_a_validator_that_stumbles_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*args: object) -> bool:
        raise IndexError

    monkeypatch.setattr(RequestValidator, "validate", stumble)
    with pytest.raises(BadSignature, match="unreadable"):
        check("https://h.example", "/twilio/voice", VECTOR, "x")


@pytest.mark.parametrize(
    ("arriving", "script", "inside"),
    [
        ("/hotline/healthz", "/hotline", "/healthz"),
        ("/healthz", "", "/healthz"),
        ("/hotline", "", "/hotline"),
        ("/hotliner/healthz", "", "/hotliner/healthz"),
    ],
)
def test_the_public_path_is_moved_out_of_the_way(arriving: str, script: str, inside: str) -> None:
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        return []

    BehindPath(app, "/hotline/")({"PATH_INFO": arriving}, lambda *args: None)
    assert (seen.get("SCRIPT_NAME", ""), seen["PATH_INFO"]) == (script, inside)
