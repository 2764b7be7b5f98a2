"""Webhooks are signed so that Twilio's own validator accepts them."""

import pytest
from twilio.request_validator import RequestValidator

from carrier.web.signature import sign, signed_url
from tests.carrier.scripted import BASE, CALLER, TOKEN


def test_the_published_example_comes_out():
    params = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "From": "+12349013030",
        "Digits": "1234",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, params, "voice") == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


@pytest.mark.parametrize(
    ("url", "purpose", "signed"),
    [
        ("https://a.example/v#rc=2&rt=500", "voice", "https://a.example/v"),
        ("https://user:pass@a.example/v", "voice", "https://a.example/v"),
        ("https://a.example:8443/v", "voice", "https://a.example/v"),
        ("https://a.example:8443/v", "status", "https://a.example/v"),
        ("https://a.example:8443/s", "sms", "https://a.example:8443/s"),
        ("http://127.0.0.1:8080/v", "voice", "http://127.0.0.1:8080/v"),
        ("https://a.example/v?x=%2F&b=2&a=1", "voice", "https://a.example/v?x=%2F&b=2&a=1"),
    ],
)
def test_the_url_is_signed_as_configured(url, purpose, signed):
    assert signed_url(url, purpose) == signed


def test_every_webhook_of_a_call_carries_a_valid_signature(app, net, hotline):
    hotline.voice_url += "?shop=1&name=a%20b"
    app.answers |= {
        "/voice": '<Gather input="speech" action="/turn"/>',
        "/turn": "<Say>Danke &amp; tschüss.</Say>",
    }
    net.call(CALLER, hotline).say('Grüße; "SELECT" & <b>ä</b>')
    validator = RequestValidator(TOKEN)
    urls = [f"{BASE}/voice?shop=1&name=a%20b", f"{BASE}/turn", f"{BASE}/status"]
    for entry, url in zip(app.asked, urls, strict=True):
        assert validator.validate(url, entry["form"], entry["headers"]["X-Twilio-Signature"])
        assert not RequestValidator("other").validate(
            url, entry["form"], entry["headers"]["X-Twilio-Signature"]
        )


def test_a_get_webhook_signs_its_url_alone(app, net, hotline):
    hotline.voice_method = "GET"
    app.answers["/voice"] = "<Gather/>"
    net.call(CALLER, hotline)
    (entry,) = app.asked
    signature = entry["headers"]["X-Twilio-Signature"]
    assert entry["form"]["From"] == CALLER
    assert RequestValidator(TOKEN).validate(
        net.calls[entry["form"]["CallSid"]].last_request.url, {}, signature
    )


def test_a_message_is_signed_with_its_empty_fields(app, net, hotline):
    app.answers["/sms"] = ""
    net.phone(CALLER).text("", hotline, media=1)
    (form,) = app.asked_for("/sms")
    assert form["Body"] == ""
    signature = app.asked[0]["headers"]["X-Twilio-Signature"]
    assert RequestValidator(TOKEN).validate(f"{BASE}/sms", form, signature)
    without = {name: value for name, value in form.items() if value}
    assert not RequestValidator(TOKEN).validate(f"{BASE}/sms", without, signature)


def test_the_headers_are_twilios(app, net, hotline):
    app.answers["/voice"] = "<Gather/>"
    net.call(CALLER, hotline)
    headers = app.asked[0]["headers"]
    assert headers["User-Agent"] == "TwilioProxy/1.1"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"
