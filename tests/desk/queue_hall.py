"""A queue with people before it: callers and threads that wait, and a browser for everybody at the desk."""

from types import SimpleNamespace
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from bot.channels.outbox import Outbox
from bot.channels.staff_alerts import StaffAlerts
from bot.conversation.owner import Owner
from bot.desk.look_pages import look_pages
from bot.handover.cases import HANDOVERS
from bot.handover.experts import Experts
from bot.handover.routing_file import RoutingTerms, load_routing
from bot.handover.routing_people import Figures
from bot.handover.waits import Place
from bot.shop.knowledge import load_knowledge
from bot.staff.audit import AUDIT, Audit
from bot.staff.faults_shown import shown
from bot.staff.person import Person, as_person
from bot.wiring_desk_queue import build
from bot.wiring_staff import build_staff
from bot.wiring_threads import Messages, build_threads
from tests.builders import ScriptedRasa, conversation, services, settings
from tests.handover.hall import PHRASES, Hall
from tests.staff.browser import Browser

BOSS = "+4915112340000"


class QueueHall(Hall):
    """`boards` reads the queue anew every time; nobody is rung unless `work` is called."""

    def restart(self, figures: Figures | None = None) -> None:
        super().restart(figures)
        self.terms: RoutingTerms = load_routing(load_knowledge().experts)
        self.sent: list[tuple[str, str]] = []
        self.outbox = Outbox(self.engine, self._send)
        given = services(ScriptedRasa(), clock=self.clock)
        alert = StaffAlerts(self.outbox, Experts(self.engine), PHRASES)
        messages = Messages(self.outbox.worker.wake, alert)
        self.threads = build_threads(self.engine, self.cases, given, self.terms, messages)
        self.audit = Audit(self.engine)
        self.app = self._application()

    def _application(self) -> Flask:
        app = Flask("queue", static_folder=None)
        house: Any = SimpleNamespace(engine=self.engine, clock=self.clock, audit=self.audit)
        house.routing, house.threads, house.experts = self.terms, self.threads, self.side
        house.phones = SimpleNamespace(lines=self.carrier)
        build_staff(self.engine, self.clock, settings()).on(app)
        app.register_blueprint(look_pages(self.clock))
        app.register_blueprint(build(house))
        app.register_error_handler(Exception, shown)
        return app

    # --- people ---

    def expert(self, name: str, **facts: Any) -> str:
        """Somebody at work, free for a minute, signed up with a name of their own."""
        super().expert(name, **{"must_change": False, **facts})
        self.set_expert(name, name=name.capitalize())
        return name

    def boss(self, **facts: Any) -> str:
        """A supervisor, whose phone takes alerts."""
        return self.expert("boss", **{"role": "lead", "phone": BOSS, "skills": ["care"], **facts})

    def person(self, staff_id: str) -> Person:
        row = self.experts.get(staff_id)
        assert row
        return as_person(row)

    def browser(self, staff_id: str) -> Browser:
        """Their browser, signed in."""
        return Browser(self.app, self.engine, self.clock).sign_in(staff_id)

    # --- who waits ---

    def thread(self, name: str, reason: str = "asked_for_person", **place: Any) -> str:
        """Somebody who has texted and waits for an answer; the id of the wait."""
        digits = f"{int(name):08d}"
        talk = conversation(
            id=f"{digits}-2222-4222-8222-222222222222",
            channel="sms",
            call_sid=None,
            owner=Owner.QUEUE,
            caller=f"+4917228{digits[3:]}",
            started_at=self.clock.now(),
            last_at=self.clock.now(),
            language=place.get("language", "de"),
        )
        self.record.begin(talk)
        case = self.cases.open(talk, "person", reason, {}, self.clock.now())
        asked = Place(**{"priority": "P3", "skill": "care", "language": "de"} | place)
        wait = self.waits.enter({"id": talk.id, "channel": "sms"}, case.id, asked, self.clock.now())
        return str(wait["id"])

    def flagged(self, wait_id: str, code: str, **more: Any) -> str:
        """A delicate situation in its packet."""
        case_id = self.wait(wait_id)["handover_id"]
        heard = {"code": code, "level": "clear", "settled": False, "quote": "ganz geheime Worte"}
        with self.engine.begin() as db:
            row = db.execute(select(HANDOVERS).where(HANDOVERS.c.id == case_id)).mappings().one()
            packet = {**row["packet"], "flags": [heard], **more}
            changed = update(HANDOVERS).where(HANDOVERS.c.id == case_id)
            db.execute(changed.values(packet=packet, packet_version=row["packet_version"] + 1))
        return wait_id

    # --- what is known ---

    def number(self, wait_id: str) -> str:
        """The case's."""
        case = select(HANDOVERS.c.case_number).where(HANDOVERS.c.id == self.wait(wait_id)["handover_id"])
        with self.engine.connect() as db:
            return str(db.execute(case).scalar_one())

    def audited(self) -> list[tuple[str | None, str]]:
        """Who did what."""
        with self.engine.connect() as db:
            rows = db.execute(select(AUDIT).order_by(AUDIT.c.id)).mappings()
            return [(row["staff_id"], row["what"]) for row in rows]

    @property
    def alerts(self) -> list[str]:
        """What those in charge were told."""
        self.outbox.send_due()
        return [body for to, body in self.sent if to == BOSS]

    def _send(self, to: str, body: str) -> str:
        self.sent.append((to, body))
        return f"SMout{len(self.sent)}"
