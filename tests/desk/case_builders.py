"""Cases in a database and a browser's view of them without a browser, for the tests of the case screen."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, select, update
from werkzeug.test import TestResponse

from bot.conversation.record import CONVERSATIONS, TURNS, Record
from bot.conversation.state import Conversation
from bot.desk.case_frame import CaseFrames
from bot.desk.look_pages import look_pages
from bot.handover.cases import HANDOVERS, Cases
from bot.handover.expert_calls import CALLS, SIDES
from bot.handover.experts import STAFF
from bot.handover.order_facts import OrderFacts
from bot.handover.waits import WAITS
from bot.staff.audit import AUDIT, Audit
from bot.staff.faults_shown import shown as fault_shown
from bot.staff.person import Person, as_person
from bot.staff.shown import Shown
from tests.builders import CALLER, NOW, conversation
from tests.handover.flagged import flag
from tests.handover.hall import MovingClock


def person(**more: Any) -> Person:
    """An agent of the house who can take anything ordinary."""
    able = {"id": "eva", "name": "Eva Weber", "role": "agent", "skills": frozenset({"care", "any"})}
    return Person(**{**able, "languages": ("de", "en"), "level": 2, "site": "main", **more})


def facts(**values: Any) -> dict[str, dict[str, Any]]:
    """What the caller gave, spoken."""
    return {
        name: {"value": value, "how": "spoken", "confidence": 0.9, "turn": 1}
        for name, value in values.items()
    }


@dataclass
class Office:
    """Cases and people in one database."""

    engine: Engine
    clock: MovingClock = field(default_factory=MovingClock)

    def __post_init__(self) -> None:
        self.audit = Audit(self.engine)
        self.record = Record(self.engine)
        self.frames = CaseFrames(self.engine, self.clock, self.audit)

    def hire(self, who: Person) -> Person:
        """They have an account."""
        values = {"id": who.id, "name": who.name, "role": who.role, "skills": sorted(who.skills)}
        values |= {"languages": list(who.languages), "level": who.level, "site": who.site}
        values |= {"password_hash": "-", "must_change": False, "created_at": NOW, "status": "free"}
        values |= {"phone": f"+49170{abs(hash(who.id)) % 10**7:07}", "status_since": NOW}
        with self.engine.begin() as db:
            db.execute(insert(STAFF).values(**values))
            row = db.execute(select(STAFF).where(STAFF.c.id == who.id)).mappings().one()
        return as_person(row)

    def person(self, staff_id: str) -> Person:
        """Somebody who has an account already."""
        with self.engine.connect() as db:
            return as_person(db.execute(select(STAFF).where(STAFF.c.id == staff_id)).mappings().one())

    def talk(self, *flags: dict[str, Any], **changes: Any) -> Conversation:
        """A conversation in the record."""
        memory = {name: changes.pop(name) for name in ("facts", "wish", "wish_words") if name in changes}
        made = conversation(**{"id": str(uuid.uuid4()), **changes})
        made.memory.flags = list(flags)
        for name, value in memory.items():
            setattr(made.memory, name, value)
        self.record.begin(made)
        return made

    def turn(self, talk: Conversation, heard: str | None, said: str | None = None, **more: Any) -> None:
        """One turn of it."""
        talk.turns += 1
        at = talk.started_at + timedelta(minutes=talk.turns)
        row = {"conversation_id": talk.id, "number": talk.turns, "at": at, "language": talk.language}
        row |= {"heard": heard, "said": said, "confidence": 0.9, "answered_at": at, "route": "bot"}
        with self.engine.begin() as db:
            db.execute(insert(TURNS).values(**{**row, **more}))
            mine = update(CONVERSATIONS).where(CONVERSATIONS.c.id == talk.id)
            db.execute(mine.values(turns=talk.turns, last_at=at))

    def case(
        self,
        talk: Conversation | None = None,
        reason: str = "asked_for_person",
        kind: str = "person",
        orders: tuple[OrderFacts, ...] = (),
        **summary: Any,
    ) -> str:
        """A case with its packet, as the handover opens it; its id."""
        about = talk or self.talk()
        cases = Cases(self.engine, self.record, orders_of=lambda _: orders)
        return cases.open(about, kind, reason, summary, self.clock.now()).id

    def bereaved(self, **changes: Any) -> str:
        """A case of somebody whose husband has died."""
        spoken = facts(name="Klein", postcode="20257", order_number="WM-104823", phone_number=CALLER)
        talk = self.talk(flag("bereavement"), **{"facts": spoken, "wish": "order_status", **changes})
        self.turn(
            talk, "mein Mann ist letzte Woche verstorben", "Mein herzliches Beileid.", intent="order_status"
        )
        return self.case(talk, "bereavement", "delicate")

    def waits(self, case_id: str, **more: Any) -> str:
        """Somebody waits for it; the wait's id."""
        with self.engine.begin() as db:
            case = db.execute(select(HANDOVERS).where(HANDOVERS.c.id == case_id)).mappings().one()
            row = {
                "id": str(uuid.uuid4()),
                "handover_id": case_id,
                "conversation_id": case["conversation_id"],
            }
            row |= {"channel": "voice", "language": "de", "priority": case["priority"], "status": "waiting"}
            row |= {
                "skill": case["packet"]["routing"]["skill"],
                "entered_at": self.clock.now(),
                "not_experts": [],
            }
            db.execute(insert(WAITS).values(**{**row, **more}))
        return str({**row, **more}["id"])

    def talks(self, case_id: str, who: Person, **more: Any) -> str:
        """This person talks with the caller; the wait's id."""
        taken = {"status": "talking", "last_expert_id": who.id, "answered_at": self.clock.now()}
        return self.waits(case_id, **{**taken, **more})

    def rings(self, wait_id: str, who: Person, status: str = "ringing", **more: Any) -> str:
        """Their phone rings for it; the id of the call."""
        row = {"id": str(uuid.uuid4()), "wait_id": wait_id, "staff_id": who.id, "room": uuid.uuid4().hex}
        with self.engine.begin() as db:
            db.execute(insert(CALLS).values(status=status, created_at=self.clock.now(), **row, **more))
        return row["id"]

    def asked_in(self, call_id: str, who: Person, status: str, **more: Any) -> None:
        """A colleague's phone beside the talk."""
        row = {"id": str(uuid.uuid4()), "expert_call_id": call_id, "staff_id": who.id, "asked_by": who.id}
        row |= {"kind": "colleague", "status": status, "created_at": self.clock.now(), **more}
        with self.engine.begin() as db:
            db.execute(insert(SIDES).values(**row))

    def over(self, wait_id: str) -> None:
        """The talk is over."""
        ended = {"status": "over", "outcome": "talked", "ended_at": self.clock.now()}
        with self.engine.begin() as db:
            db.execute(update(WAITS).where(WAITS.c.id == wait_id).values(**ended))

    def packet(self, case_id: str) -> dict[str, Any]:
        """As it stands."""
        with self.engine.connect() as db:
            found: dict[str, Any] = db.execute(
                select(HANDOVERS.c.packet).where(HANDOVERS.c.id == case_id)
            ).scalar_one()
        return found

    def store(self, case_id: str, packet: dict[str, Any]) -> None:
        """As if the bot had handed this over."""
        with self.engine.begin() as db:
            db.execute(update(HANDOVERS).where(HANDOVERS.c.id == case_id).values(packet=packet))

    def audited(self, what: str) -> list[dict[str, Any]]:
        """Entries of the audit trail."""
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(select(AUDIT).where(AUDIT.c.what == what)).mappings()]

    def now(self) -> datetime:
        """The moment."""
        return self.clock.now()


class Screen:
    """What one person's browser gets of some pages."""

    def __init__(self, office: Office, who: Person, *areas: Blueprint) -> None:
        self.who = who
        app = Flask("case", static_folder=None)
        app.config |= {"SECRET_KEY": "k", "TESTING": True}
        app.register_blueprint(look_pages(office.clock))
        for area in areas:
            app.register_blueprint(area)
        Shown(office.clock, NOW.tzinfo).on(app)  # type: ignore[arg-type]
        app.context_processor(lambda: {"csrf_token": lambda: "token", "presence_now": lambda: ""})
        app.register_error_handler(Exception, fault_shown)
        app.before_request(self._sign_in)
        self.client: FlaskClient = app.test_client()

    def _sign_in(self) -> None:
        g.person = self.who

    def get(self, path: str, **headers: str) -> str:
        """A page as text."""
        return self.ask(path, **headers).get_data(as_text=True)

    def ask(self, path: str, **headers: str) -> TestResponse:
        """A page as it is answered."""
        return self.client.get(
            path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    def post(self, path: str, by_htmx: bool = False, **form: str) -> TestResponse:
        """A form sent."""
        headers = {"HX-Request": "true"} if by_htmx else {}
        return self.client.post(path, data=form, headers=headers)


def words_of(page: str) -> str:
    """What can be read on a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
