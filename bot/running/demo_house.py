"""The hotline in this process and in virtual time, on its own database: for weeks that pass in minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import create_app
from bot.running.launch import Launch
from bot.settings import Settings
from bot.wiring import Hotline, build
from carrier import Network, VirtualClock, WsgiTransport
from carrier.number import Number

# Seconds of virtual time between two looks of the workers: while somebody is on the line, and otherwise.
SOON_S, SELDOM_S = 2.0, 120.0


class SharedClock:
    """The hotline's time is the telephone network's."""

    def __init__(self, clock: VirtualClock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def now(self) -> datetime:
        """The moment, in the hotline's zone."""
        return self._clock.now().astimezone(self._zone)


class Web:
    """The web application, which is there only after the network that calls it."""

    app: Any = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Ask it."""
        return self.app(environ, start_response)


@dataclass
class DemoHouse:
    """A running hotline whose time passes only when the network lets it."""

    network: Network
    number: Number
    parts: Hotline
    clock: SharedClock

    def work(self) -> None:
        """What the workers do, without their threads."""
        self.parts.experts.dispatcher.work()
        self.parts.callbacks.watch.work(self.clock.now())
        self.parts.desk.watch.work()
        self.parts.outbox.send_due()


@contextmanager
def demo_house(launch: Launch, start: datetime) -> Iterator[DemoHouse]:
    """Wired as in `hotline run`, with a telephone network of its own; Rasa and actions must be running."""
    clock = VirtualClock(start)
    given = launch.settings
    web = Web()
    account, token = given.twilio_account_sid, given.twilio_auth_token
    network = Network(account, token, clock, transport=WsgiTransport(web), seed=1)
    network.patient = True
    with network.serve() as served:
        settings = Settings.from_environ({**launch.environ, "TWILIO_API_BASE_URL": served.url})
        shared = SharedClock(clock, settings.timezone)
        parts = build(settings, shared)
        web.app = create_app(settings, parts, work=False)
        number = network.number(settings.hotline_number, **_webhooks(settings.public_base_url))
        yield DemoHouse(network, number, parts, shared)


def _webhooks(base_url: str) -> dict[str, str]:
    hooks = f"{base_url}/twilio"
    return {
        "voice_url": f"{hooks}/voice",
        "voice_fallback_url": f"{hooks}/voice/fallback",
        "voice_status_url": f"{hooks}/voice/status",
        "sms_url": f"{hooks}/sms",
    }
