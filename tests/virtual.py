"""The whole hotline in this process, in virtual time: its web application, its workers and its phones."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, text

from bot.app import create_app
from bot.clock import Clock
from bot.handover.delicate import Look
from bot.settings import Settings
from bot.store.database import make_engine, table_of
from bot.store.handover_tables import StaffRow
from bot.store.migrate import upgrade
from bot.understanding.delicate.flags import Flag
from bot.wiring import Hotline, build
from carrier import Network, VirtualClock, WsgiTransport
from carrier.number import Number
from tests.builders import NOW, ScriptedRasa, environ

BASE = "https://hotline.example"
HOTLINE = "+4930901820"
ACCOUNT, TOKEN = "AC" + "5" * 32, "a-token-for-tests"


def nothing_delicate(text: str, language: str) -> tuple[Flag, ...]:
    """A gate that raises nothing; loading the trained one takes longer than a call."""
    return ()


class CarriersClock:
    """The hotline's clock is the telephone network's."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """The moment, in the hotline's zone."""
        return self._clock.now().astimezone(NOW.tzinfo)


class Web:
    """The web application, which a restart replaces."""

    app: Any = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Ask the application that runs now."""
        return self.app(environ, start_response)


@dataclass
class VirtualHotline:
    """A running hotline whose time passes only when the network lets it."""

    network: Network
    number: Number
    engine: Engine
    parts: Hotline
    clock: Clock
    settings: Settings
    rasa: Any
    gate: Look
    web: "Web"
    hired: dict[str, str] = field(default_factory=dict)

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of its database."""
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(text(query), values).mappings()]

    def hire(self, who: str, phone: str, **more: Any) -> str:
        """Somebody on duty who takes cases; their id, and their name unless given."""
        now = self.clock.now()
        values: dict[str, Any] = {
            "id": who,
            "name": who,
            "role": "agent",
            "phone": phone,
            "skills": ["care", "any"],
        }
        values |= {"languages": ["de", "en"], "password_hash": "-", "created_at": now, "status": "free"}
        values |= {"status_since": now, "must_change": False, **more}
        with self.engine.begin() as db:
            db.execute(insert(table_of(StaffRow)).values(**values))
        self.hired[who] = phone
        return who

    def work(self) -> None:
        """What the workers do once a second, without their threads."""
        self.parts.experts.dispatcher.work()
        self.parts.callbacks.watch.work(self.clock.now())
        self.parts.desk.watch.work()
        self.parts.outbox.send_due()

    def restart(self) -> None:
        """The process dies and comes back: nothing is left but the database."""
        self.parts = build(self.settings, self.clock, self.rasa, self.gate)
        self.web.app = create_app(self.settings, self.parts, work=False)


@contextmanager
def virtual_hotline(
    folder: Path,
    rasa: Any = None,
    gate: Look = nothing_delicate,
    start: datetime = NOW,
    base_url: str = BASE,
) -> Iterator[VirtualHotline]:
    """Everything wired as in `hotline run`, with Rasa scripted and nothing delicate unless given.

    `base_url` is where a browser reaches it; the carrier's requests take a shorter way there.
    """
    clock = VirtualClock(start)
    understanding: Any = rasa or ScriptedRasa()
    shutil.copy(_empty_database(), folder / "hotline.db")
    url = f"sqlite:///{folder}/hotline.db"
    web = Web()
    network = Network(ACCOUNT, TOKEN, clock, transport=WsgiTransport(web), seed=1)
    with network.serve() as served:
        settings = Settings.from_environ(
            environ(
                PUBLIC_BASE_URL=base_url,
                DATABASE_URL=url,
                DATA_DIR=str(folder),
                HOTLINE_NUMBER=HOTLINE,
                TWILIO_ACCOUNT_SID=ACCOUNT,
                TWILIO_AUTH_TOKEN=TOKEN,
                TWILIO_API_BASE_URL=served.url,
            )
        )
        parts = build(settings, CarriersClock(clock), understanding, gate)
        web.app = create_app(settings, parts, work=False)
        number = network.number(HOTLINE, **_webhooks(base_url))
        hotline = VirtualHotline(
            network, number, make_engine(url), parts, CarriersClock(clock), settings, understanding, gate, web
        )
        network.every(1, lambda: hotline.work())
        yield hotline
        hotline.engine.dispose()


@cache
def _empty_database() -> Path:
    """A file with the current schema and nothing in it, made once; migrating takes longer than a call."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-virtual-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    upgrade(f"sqlite:///{folder}/empty.db")
    return folder / "empty.db"


def _webhooks(base_url: str) -> dict[str, str]:
    return {
        "voice_url": f"{base_url}/twilio/voice",
        "voice_fallback_url": f"{base_url}/twilio/voice/fallback",
        "voice_status_url": f"{base_url}/twilio/voice/status",
        "sms_url": f"{base_url}/twilio/sms",
    }
