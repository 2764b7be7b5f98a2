"""Whole calls at the desk in virtual time: callers, experts with phones and browsers, and who hears what."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from bot.app import create_app
from bot.wiring import build
from carrier import Owner, Step, hears, then
from carrier.voice.call import Call
from carrier.voice.listening import Speech
from tests.channels.twiml_checks import faults
from tests.staff.browser import Browser
from tests.virtual import VirtualHotline, nothing_delicate, virtual_hotline

CALLER, EVA, IDA, LEA = "+491713920001", "+4915170000001", "+4915170000002", "+4915170000003"
PHONES = {"eva": EVA, "ida": IDA, "lea": LEA}
# Looked up after everything that can be clicked, so that a bar always shows what is so.
BAR = "/desk/cases/{}/call"


@dataclass
class PhoneDesk:
    """One hotline; the people at its desk pick up, press what their script says, and listen."""

    hotline: VirtualHotline

    # --- people ---

    def hire(self, *names: str, **facts: Any) -> None:
        """Free experts who pick up after two seconds and press nothing."""
        for name in names:
            self.hotline.hire(name, PHONES[name], **{"name": name.capitalize(), **facts})
            self.owner(name)

    def owner(self, name: str, *script: Step, **does: Any) -> None:
        """What this person does when their phone rings from now on."""
        self.hotline.network.phone(PHONES[name]).owner = Owner(after=2, script=script, **does)

    def caller(self, *script: Step, number: str = CALLER) -> Call:
        """Somebody calls and asks for a person at once."""
        asked = (then(16, press="0"), *script)
        return self.hotline.network.call(number, self.hotline.number, asked)

    def browser(self, name: str) -> Browser:
        return Browser(self.hotline.web.app, self.hotline.engine, self.hotline.clock).sign_in(name)

    # --- what happens ---

    def run(self, seconds: float) -> None:
        self.hotline.network.run_for(seconds)

    def say(self, call: Call, words: str) -> None:
        """Whoever has this phone at the ear says something."""
        call.begin_to.begin_to_say(Speech(words))
        self.run(2)

    def click(self, name: str, what: str, choice: str = "", **more: str) -> TestResponse:
        """On the call bar of the only case there is."""
        address = f"{BAR.format(self.case)}/{what}"
        return self.browser(name).post(address, {"choice": choice, **more}, htmx=True)

    def talking(self, *script: Step) -> tuple[Call, Call]:
        """Eva has clicked, picked up and heard the brief, and the caller is with her: both calls."""
        caller = self.caller(*script)
        assert self.hotline.network.run_until(lambda: bool(self.rows("SELECT id FROM waits")), 60)
        self.accept("eva")
        assert self.hotline.network.run_until(lambda: self.wait["status"] == "talking", 60)
        self.run(2)
        return caller, self.call("eva")

    def accept(self, name: str) -> TestResponse:
        return self.browser(name).post(f"/desk/waits/{self.wait['id']}/accept")

    # --- what is known ---

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        return self.hotline.rows(query, **values)

    @property
    def wait(self) -> dict[str, Any]:
        return self.rows("SELECT * FROM waits ORDER BY entered_at DESC LIMIT 1")[0]

    @property
    def case(self) -> str:
        return str(self.rows("SELECT id FROM handovers ORDER BY created_at DESC LIMIT 1")[0]["id"])

    def expert_call(self, name: str) -> dict[str, Any]:
        """The newest of this person."""
        mine = "SELECT * FROM expert_calls WHERE staff_id = :who ORDER BY created_at DESC LIMIT 1"
        return self.rows(mine, who=name)[0]

    def status(self, name: str) -> str:
        return str(self.rows("SELECT status FROM staff WHERE id = :who", who=name)[0]["status"])

    def call(self, name: str) -> Call:
        return self.hotline.network.phone(PHONES[name]).call

    def bar(self, name: str) -> str:
        answer = self.browser(name).get(BAR.format(self.case), htmx=True)
        assert answer.status_code == 200, answer.status
        return answer.get_data(as_text=True)

    def events(self, what: str) -> list[dict[str, Any]]:
        return self.rows("SELECT who, data FROM events WHERE what = :what", what=what)

    def audited(self) -> list[str]:
        return [row["what"] for row in self.rows("SELECT what FROM audit ORDER BY id")]


@contextmanager
def phone_desk(folder: Path, listen_in: str = "off") -> Iterator[PhoneDesk]:
    """A hotline with nobody at it yet; afterwards nothing the carrier was told may have been wrong."""
    with virtual_hotline(folder) as hotline:
        if listen_in != "off":
            hotline.settings = replace(hotline.settings, listen_in=listen_in)
            hotline.parts = build(hotline.settings, hotline.clock, hotline.rasa, nothing_delicate)
            hotline.web.app = create_app(hotline.settings, hotline.parts, work=False)
        yield PhoneDesk(hotline)
        assert hotline.network.violations == []
        for call in hotline.network.calls.values():
            assert call.errors == []
            _judge(call)


def _judge(call: Call) -> None:
    """Every document by the published grammar."""
    for exchange in call.requests:
        if exchange.content_type.startswith("text/xml"):
            assert faults(exchange.text) == [], exchange.url


def words(call: Call, since: int = 0) -> str:
    """Everything heard on a phone but the others' voices."""
    return " ".join(one.text for one in call.heard[since:] if one.kind != "person")


def voices(call: Call) -> list[str]:
    """What the others said that was heard here."""
    return [one.text for one in call.heard if one.kind == "person"]


ACCEPTS = hears("drücken Sie die Eins", press="1")
