"""A customer who texts, experts at their desks and all between, on a database; a test lets time pass."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, insert, select, update

from bot.channels.outbox import MESSAGES, Outbox
from bot.channels.sms.threads import Threads
from bot.channels.staff_alerts import StaffAlerts
from bot.conversation.record import CONVERSATIONS, EVENTS, TURNS, Record
from bot.conversation.state import Conversation
from bot.handover.cases import HANDOVERS, Cases
from bot.handover.experts import STAFF, Experts
from bot.handover.routing_file import load_routing
from bot.handover.waits import WAITS, Waits
from bot.shop.knowledge import load_knowledge
from bot.understanding.delicate.flags import Flag
from bot.wiring import OWN_QUESTIONS
from bot.wiring_handover import Bridge, build_handover
from bot.wiring_threads import Messages, build_threads
from tests.builders import CALLER, NOW, ScriptedRasa, runner_on, services
from tests.handover.hall import PHRASES, MovingClock

HOTLINE = "+4930901820"
ASK = "MITARBEITER"
BOSS = "+4915112340000"


class ThreadHall:
    """`gate` says which flag a text raises, `sent` is what left the outbox; no thread works by itself."""

    def __init__(self, engine: Engine, rasa: ScriptedRasa | None = None, at: datetime = NOW) -> None:
        self.engine, self.clock, self.rasa = engine, MovingClock(at), rasa or ScriptedRasa()
        self.record, self.waits = Record(engine), Waits(engine)
        self.gate: dict[str, tuple[str, Any]] = {}
        self.sent: list[tuple[str, str]] = []
        self.count = 0
        self.restart()

    def restart(self) -> None:
        """A new process: nothing is known but what is in the database."""
        cases = Cases(self.engine, self.record)
        self.outbox = Outbox(self.engine, self._send)
        alert = StaffAlerts(self.outbox, Experts(self.engine), PHRASES)
        nothing = Bridge(lambda conversation_id: None, lambda: None)
        people = build_handover(self.engine, cases, nothing, self._look, alert)
        self.given = services(
            self.rasa,
            handovers=people.requests,
            questions={**OWN_QUESTIONS, **people.questions},
            delicate=people.delicate,
            waiting=people.waiting,
            clock=self.clock,
        )
        runner = runner_on(self.engine, self.given)
        self.threads = Threads(self.record, runner, self.given, self.engine, timedelta(hours=12))
        routing = load_routing(load_knowledge().experts)
        messages = Messages(self.outbox.worker.wake, alert)
        self.side = build_threads(self.engine, cases, self.given, routing, messages)
        self.desk = self.side.takeover

    # --- people ---

    def expert(self, name: str, **facts: Any) -> str:
        """Somebody at work, free for a minute; their id is their name."""
        values: dict[str, Any] = {"id": name, "name": name, "role": "agent", "skills": ["care"]}
        values |= {"phone": None, "languages": ["de", "en"], "password_hash": "x", "created_at": NOW}
        values |= {"status": "free", "status_since": self.clock.now() - timedelta(minutes=1)}
        with self.engine.begin() as db:
            db.execute(insert(STAFF).values(**values | facts))
        return name

    def boss(self) -> None:
        """A supervisor off duty, with a phone that takes alerts."""
        self.expert("boss", role="lead", phone=BOSS, status="off")

    def write(self, body: str, sid: str | None = None, **fields: str) -> str:
        """What the customer is answered at once; empty when nothing."""
        self.count += 1
        message = {"MessageSid": sid or f"SM{self.count:032d}", "From": CALLER, "To": HOTLINE, "Body": body}
        twiml = self.threads.incoming(message | fields).removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
        found = ET.fromstring(twiml).find("Message")
        return (found.text or "") if found is not None else ""

    def asked(self) -> str:
        """A customer has asked for a person; the id of the wait."""
        self.write(ASK)
        return str(self.wait["id"])

    def taken(self, by: str = "anna") -> str:
        """The same, and an expert has the thread; the id of the conversation."""
        wait_id = self.asked()
        return self.desk.take(wait_id, by)

    # --- what happens ---

    def pass_s(self, seconds: int, step: int = 1) -> None:
        """Time passes, and the worker works."""
        for _ in range(0, seconds, step):
            self.clock.pass_s(step)
            self.work()

    def work(self) -> None:
        """The threads' worker and the outbox."""
        self.side.watch.work()
        self.outbox.send_due()

    # --- what is known ---

    @property
    def wait(self) -> RowMapping:
        """The newest wait."""
        return self._rows(WAITS)[-1]

    @property
    def talk(self) -> Conversation:
        """The newest conversation."""
        found = self.record.by_id(self._rows(CONVERSATIONS)[-1]["id"])
        assert found
        return found

    @property
    def packet(self) -> dict[str, Any]:
        """The newest case's."""
        content: dict[str, Any] = self._rows(HANDOVERS)[-1]["packet"]
        return content

    @property
    def case(self) -> str:
        """Its number."""
        return str(self._rows(HANDOVERS)[-1]["case_number"])

    @property
    def said(self) -> list[str]:
        """What went out to the customer of somebody's own accord."""
        return [body for to, body in self.sent if to == CALLER]

    @property
    def alerts(self) -> list[str]:
        """What those in charge were told."""
        return [body for to, body in self.sent if to == BOSS]

    def turns(self) -> list[tuple[str | None, str | None, str | None]]:
        """Who said what: heard, said, by whom."""
        return [(row["heard"], row["said"], row["route"]) for row in self._rows(TURNS)]

    def events(self, what: str) -> list[dict[str, Any]]:
        """The data of all events of this kind."""
        return [row["data"] for row in self._rows(EVENTS) if row["what"] == what]

    def owed(self) -> list[str]:
        """What is in the outbox, sent or not."""
        return [row["body"] for row in self._rows(MESSAGES)]

    def status(self, expert: str) -> str:
        """What they do now."""
        return str(self.row_of(expert)["status"])

    def row_of(self, expert: str) -> RowMapping:
        """Everything about them."""
        row = Experts(self.engine).get(expert)
        assert row
        return row

    def set_expert(self, expert: str, **values: Any) -> None:
        """As the desk, or a process that died, left them."""
        with self.engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == expert).values(**values))

    def _rows(self, table: Any) -> list[RowMapping]:
        by_time = {WAITS: WAITS.c.entered_at, CONVERSATIONS: CONVERSATIONS.c.started_at}
        order = (by_time | {HANDOVERS: HANDOVERS.c.created_at}).get(table, table.c.id)
        with self.engine.connect() as db:
            return list(db.execute(select(table).order_by(order)).mappings())

    def _look(self, text: str, language: str) -> tuple[Flag, ...]:
        found = self.gate.get(text)
        return (Flag(found[0], found[1], text, "model", 0.9),) if found else ()

    def _send(self, to: str, body: str) -> str:
        self.sent.append((to, body))
        return f"SMout{len(self.sent)}"
