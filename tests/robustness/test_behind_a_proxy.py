"""A public address with a path, over HTTPS; the proxy strips the path or leaves it, and all comes through."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bot.app import create_app
from bot.settings import Settings
from bot.store.migrate import upgrade
from carrier import Network, VirtualClock, WsgiTransport
from carrier.number import Number
from tests.stack import HOTLINE, NOW, webhooks

PATH = "/telefon/eins"
BASE = f"https://hotline.example{PATH}"
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Proxy:
    """What stands in front: takes the public path off, unless it is told to leave it."""

    def __init__(self, app: WsgiApp, strips: bool) -> None:
        self._app = app
        self._strips = strips

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        assert environ["PATH_INFO"].startswith(PATH)
        if self._strips:
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(PATH)
        # Inside, everything looks like plain HTTP to some other host; gunicorn names the target as it came.
        query = environ["QUERY_STRING"]
        target = environ["PATH_INFO"] + (f"?{query}" if query else "")
        environ |= {"HTTP_HOST": "127.0.0.1:8080", "wsgi.url_scheme": "http"}
        environ |= {"RAW_URI": target, "REQUEST_URI": target}
        return self._app(environ, start_response)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The web application alone: nobody else is running."""
    settings = {
        "PUBLIC_BASE_URL": BASE,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/hotline.db",
        "TWILIO_ACCOUNT_SID": "AC" + "7" * 32,
        "TWILIO_AUTH_TOKEN": "a-token-for-tests",
        "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
        "HOTLINE_NUMBER": HOTLINE,
        "HOTLINE_NOW": NOW.isoformat(),
        "RASA_URL": "http://127.0.0.1:9",
        "RASA_TOKEN": "none",
        "SECRET_KEY": "a-key-for-tests",
        "ACTIONS_URL": "http://127.0.0.1:9",
    }
    upgrade(settings["DATABASE_URL"])
    return create_app(Settings.from_environ(settings))


@pytest.fixture(params=[True, False], ids=["path stripped", "path left"])
def network(app: Flask, request: pytest.FixtureRequest) -> Network:
    """The telephone network in front of the proxy."""
    transport = WsgiTransport(Proxy(app.wsgi_app, request.param))
    return Network("AC" + "7" * 32, "a-token-for-tests", VirtualClock(NOW), transport=transport, seed=1)


@pytest.fixture
def number(network: Network) -> Number:
    """The hotline's number with its public webhooks."""
    return network.number(HOTLINE, **webhooks(BASE))


def test_a_call_is_answered_turn_after_turn(network: Network, number: Number) -> None:
    call = network.call("+4915100000001", number)
    assert "Computerprogramm" in call.heard_since_last_input
    assert "Vorgangsnummer" in call.say("Mitarbeiter")
    assert "Wir rufen Sie" in call.say("ja")
    call.hang_up()
    network.settle()
    assert not call.errors
    assert not call.warnings
    assert network.violations == []


def test_every_address_handed_out_is_public(network: Network, number: Number) -> None:
    call = network.call("+4915100000001", number)
    call.press("0")
    assert all(exchange.url.startswith(f"{BASE}/twilio/voice") for exchange in call.requests)
    assert "127.0.0.1" not in "".join(exchange.text for exchange in call.requests)


def test_a_text_message_is_answered(network: Network, number: Number) -> None:
    replies = network.phone("+491713928301").text("MITARBEITER", number)
    assert "Vorgangsnummer" in replies[0].body


def test_forged_webhooks_are_refused_there_too(network: Network, number: Number) -> None:
    network.faults.forge(1.0)
    call = network.call("+4915100000001", number)
    call.say("Mitarbeiter")
    assert network.violations == []
