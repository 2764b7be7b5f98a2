"""A hotline in virtual time whose desk a browser can open: the people at it, and those who call and text."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text, update
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.handover.experts import STAFF
from bot.running.ports import LOOPBACK, free_port
from bot.shop.demo import seed_if_empty
from bot.staff.passwords import hashed
from carrier import Call, Network, Owner, Step, connected, hears, then
from carrier.phone import Phone
from carrier.voice.listening import Speech
from tests.desk.callers import BEREAVED, DeskRasa, delicate
from tests.desk.people import PASSWORD, Colleague
from tests.virtual import VirtualHotline, virtual_hotline

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# So much virtual time passes at every look, and so long a look waits: five times as quick as real time.
STEP_S, LOOK_S = 0.25, 0.05
# Only ever waited for in full where something is wrong; a machine that is busy besides takes its time.
LONGEST_S = 40.0


@dataclass
class DeskWorld:
    """The hotline, its desk's address, and whoever works there."""

    hotline: VirtualHotline
    url: str
    lines: dict[str, Phone] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The telephone network, which owns the time."""
        return self.hotline.network

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of the database."""
        return self.hotline.rows(query, **values)

    def row(self, query: str, **values: Any) -> dict[str, Any]:
        """The only row."""
        (found,) = self.rows(query, **values)
        return found

    def hire(self, *people: Colleague, status: str = "off", **more: Any) -> None:
        """These people have accounts and phones."""
        for one in people:
            self.hotline.hire(one.id, one.phone, status=status, **one.row(), **self._account(), **more)
            self.lines[one.id] = self.network.phone(one.phone)
            self.lines[one.id].owner = picks_up()

    def set_status(self, one: Colleague, status: str) -> None:
        """What somebody is doing now, as if they had said so."""
        self.set_account(one, status=status, status_since=self.hotline.clock.now(), free_at=None)

    def set_account(self, one: Colleague, **values: Any) -> None:
        """Change their row."""
        with self.hotline.engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == one.id).values(**values))

    def interface(self, **chosen: Any) -> None:
        """How everybody's pages look from now on."""
        with self.hotline.engine.begin() as db:
            db.execute(update(STAFF).values(interface=chosen))

    def _account(self) -> dict[str, Any]:
        return {"password_hash": stored_password(), "must_change": False}

    def all_quiet(self) -> None:
        """Whoever calls hangs up, and nobody waits any more."""
        for call in list(self.network.calls.values()):
            call.hang_up()
        self.run_for(5)
        with self.hotline.engine.begin() as db:
            db.execute(text("UPDATE waits SET status = 'over' WHERE status <> 'over'"))
            db.execute(text("UPDATE staff SET status = 'off'"))

    def run_for(self, seconds: float) -> None:
        """Time passes for everybody at once, while the browser goes on asking."""
        self.network.run_for(seconds)

    def until(self, true: Callable[[], object], at_most_s: float = LONGEST_S) -> None:
        """Let time pass until it is true; fails after so many seconds of the clock on the wall."""
        deadline = time.monotonic() + at_most_s
        while not true():
            assert time.monotonic() < deadline, "it did not come true in time"
            self.run_for(STEP_S)
            time.sleep(LOOK_S)

    def call(self, number: str, *steps: Step, then_waits: tuple[Step, ...] = ()) -> Call:
        """Somebody calls the hotline."""
        scripts = [list(steps)] + ([list(then_waits)] if then_waits else [])
        return self.network.call(number, self.hotline.number, *scripts)

    def bereaved(self) -> Call:
        """A widower calls about an order of his wife's, and says so once he is asked for its number."""
        return self.call(BEREAVED.number, *BEREAVED.steps)

    def ordinary(self, number: str) -> Call:
        """Somebody presses 0 for a person as soon as the greeting is over."""
        return self.call(number, then(16, press="0"))

    def text(self, number: str, words: str) -> Phone:
        """Somebody texts the hotline; their phone."""
        phone = self.network.phone(number)
        phone.text(words, self.hotline.number)
        return phone

    def say(self, call: Call, words: str) -> None:
        """Whoever has this phone at the ear says something, and everybody hears it out."""
        call.begin_to.begin_to_say(Speech(words))
        self.run_for(0.5 + len(words) / 14)

    def conversation_of(self, number: str) -> str:
        """The id of this caller's latest conversation."""
        query = "SELECT id FROM conversations WHERE caller = :number ORDER BY started_at DESC LIMIT 1"
        return str(self.row(query, number=number)["id"])

    def case_of(self, number: str) -> str:
        """The id of the case of this caller's latest conversation."""
        query = "SELECT id FROM handovers WHERE conversation_id = :talk ORDER BY created_at DESC LIMIT 1"
        return str(self.row(query, talk=self.conversation_of(number))["id"])


def picks_up(*script: Step, after: float = 4) -> Owner:
    """Answers after some rings and takes the case by key where it is asked to; then does as told."""
    by_key = [hears("Annehmen mit der Eins", press="1")]
    return Owner(after=after, script=list(script), meanwhile=by_key)


def greets(words: str = "Weber, guten Tag.", *more: Step) -> Owner:
    """Picks up and greets whoever is there once they are connected."""
    return picks_up(connected(1, say=words), *more)


@cache
def stored_password() -> str:
    """The hash of everybody's password, made once: hashing is slow on purpose."""
    return hashed(PASSWORD)


@contextmanager
def desk_world(folder: Path, rasa: Any = None, gate: Any = delicate) -> Iterator[DeskWorld]:
    """The hotline with the demo shop, served to a browser on loopback."""
    port = free_port()
    url = f"http://{LOOPBACK}:{port}"
    with virtual_hotline(folder, rasa or DeskRasa(), gate, base_url=url) as hotline:
        seed_if_empty(hotline.engine, hotline.clock)
        with served(hotline.web, port):
            yield DeskWorld(hotline, url)


@contextmanager
def served(web: "WSGIApplication", port: int) -> Iterator[None]:
    """Listens on loopback as long as it lasts."""
    server = make_server(LOOPBACK, port, web, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]  # a page may still hold a connection
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


class _Quiet(WSGIRequestHandler):
    """Tests look at what was answered, not at a log."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Nothing."""
