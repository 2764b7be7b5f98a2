"""A scripted application and a network that calls it."""

from datetime import UTC, datetime

import pytest
from flask import Response

from carrier import Network, VirtualClock, WsgiTransport
from carrier.number import Number
from tests.carrier.scripted import ACCOUNT, BASE, HOTLINE, TOKEN, ScriptedApp


@pytest.fixture
def app() -> ScriptedApp:
    return ScriptedApp({"/status": Response("", 204), "/sms-status": Response("", 204)})


@pytest.fixture
def net(app: ScriptedApp) -> Network:
    clock = VirtualClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    return Network(ACCOUNT, TOKEN, clock, transport=WsgiTransport(app.wsgi()), seed=7)


@pytest.fixture
def hotline(net: Network) -> Number:
    return net.number(
        HOTLINE,
        voice_url=f"{BASE}/voice",
        voice_status_url=f"{BASE}/status",
        sms_url=f"{BASE}/sms",
        sms_status_url=f"{BASE}/sms-status",
    )
