"""A promised call back with everything around it: expert, customer, clock, a carrier that only notes."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, RowMapping, select

from bot.conversation.record import EVENTS, TURNS
from bot.handover.calling_hours import CallingHours
from bot.handover.cases import HANDOVERS, PROMISES, Window
from bot.handover.outbound_facts import DIALS
from bot.handover.promises import Promises
from bot.handover.routing_people import Figures
from bot.handover.waits import WAITS, Place
from bot.shop.knowledge import load_knowledge
from bot.understanding.delicate.flags import Flag
from bot.wiring_callbacks import Customers, build_callbacks
from bot.wiring_experts import House, build_experts
from tests.builders import NOW, conversation
from tests.handover.hall import BASE, PHRASES, Hall

CUSTOMER, OWN_NUMBER = "+4915228817386", "+4930901820"
START, END = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
FLAGGED = {
    "mein Mann ist von uns gegangen": ("bereavement", 0.99),
    "ich will nicht mehr": ("crisis", 0.95),
    "er darf das nicht hören": ("abuse_safety", 0.9),
}


@cache
def hours() -> CallingHours:
    """Those of the demo shop."""
    knowledge = load_knowledge()
    return CallingHours(knowledge.experts, knowledge.callbacks)


def look(text: str, language: str) -> tuple[Flag, ...]:
    """A gate that knows three sentences."""
    found = FLAGGED.get(text)
    return (Flag(found[0], "clear", text, "model", found[1]),) if found else ()


class Recall(Hall):
    """A hall whose experts also call back; `texts` are what was sent."""

    def __init__(self, engine: Engine, more_numbers: tuple[str, ...] = ()) -> None:
        self.more_numbers = more_numbers
        self.texts: list[tuple[str, str, str, str | None]] = []
        self.settled: list[str] = []
        super().__init__(engine)

    def restart(self, figures: Figures | None = None) -> None:
        """A new process."""
        house = House(self.engine, self.carrier, self.carrier, PHRASES, self.clock, BASE, Figures())
        late = {"callback": lambda wait: self.back.rings.fetch(wait)}
        more = dict.fromkeys(self.more_numbers, self.carrier)
        house = replace(house, fetch=late, ended=self.outcomes.append, more_phones=more)
        self.side = build_experts(house)
        self.bridge, self.line, self.menu = self.side.bridge, self.side.line, self.side.menu
        self.dispatcher, self.house = self.side.dispatcher, house
        self.promises = Promises(self.engine, self.record, lambda kind, how: self.settled.append(how))
        send = lambda *message: self.texts.append(message)  # noqa: E731
        given = Customers(self.promises, self.cases, hours(), look, send, OWN_NUMBER)
        self.back = build_callbacks(house, self.side, given)
        app = Flask("recall")
        for pages in (*self.side.blueprints, self.back.blueprint):
            app.register_blueprint(pages)
        self.web: FlaskClient = app.test_client()

    # --- what was before ---

    def promise(self, name: str = "1", **told: Any) -> int:
        """Somebody who waited, asked to be called back and hung up an hour before the window; the id."""
        start, end = told.pop("window", (START, END))
        phone, reason = told.pop("phone", CUSTOMER), told.pop("reason", "asked_for_callback")
        place, language = told.pop("place", {}), told.get("language", "de")
        digits = f"{int(name):08d}"
        talk = conversation(
            id=f"{digits}-2222-4222-8222-222222222222", call_sid=f"EARLIER{name}", caller=phone, **told
        )
        self.record.begin(talk)
        case = self.cases.open(talk, told.get("kind", "callback"), reason, {"wish": "order_status"}, NOW)
        asked = Place(**{"priority": "P3", "skill": "care", "language": language} | place)
        wait = self.waits.enter({"id": talk.id, "channel": "voice"}, case.id, asked, NOW)
        self.cases.queued(case.id, asked)
        self.set_wait(wait["id"], status="over", outcome="callback", ended_at=NOW)
        self.cases.promise(case.id, talk, "callback", Window(start, end), phone)
        self.record.end(talk, "caller_hung_up", NOW)
        return max(row["id"] for row in self.promises.open())

    # --- what happens ---

    def at(self, moment: datetime) -> "Recall":
        """It is now this time, and everybody looks what is to be done."""
        self.clock.at = moment
        self.look()
        return self

    def look(self) -> None:
        self.back.watch.work(self.clock.now())
        self.dispatcher.work()

    def pass_s(self, seconds: int) -> None:
        """A second at a time."""
        for _ in range(seconds):
            self.clock.pass_s(1)
            self.look()

    def expert_in_room(self) -> str:
        """The expert picks up, accepts, hears the brief and goes into the room; what they hear there."""
        x = self.ringing(self.line_up()["id"])
        assert x
        call = self.calls.get(x)
        assert call
        self.line.picked_up(x, call["call_sid"])
        self.line.key(x, "1", 0)
        return self.line.join(x).sentences[0].text

    def dialled(self, moment: datetime = START) -> str:
        """The customer's phone rings; the id of the record of this call."""
        self.at(moment)
        self.expert_in_room()
        return str(self.line_up()["conversation_id"])

    def answered(self, moment: datetime = START) -> str:
        """And is answered; what is said first."""
        leg = self.dialled(moment)
        return self.post("", leg)

    def post(self, page: str, leg: str, **fields: str) -> str:
        """A page of the customer's call."""
        joint = "&" if "?" in page else "?"
        talk = self.record.by_id(leg)
        fields = {"CallSid": (talk.call_sid if talk else None) or "CA9", **fields}
        answer = self.web.post(f"/twilio/voice/callback{page}{joint}c={leg}", data=fields)
        assert answer.status_code in (200, 204)
        return answer.get_data(as_text=True)

    def says(self, words: str, number: int = 1) -> str:
        """The customer; what they hear then."""
        return self.post(f"/turn?n={number}", self.leg_id, SpeechResult=words)

    def ends(self, status: str) -> None:
        """The carrier's last word of the customer's call."""
        self.post("/status", self.leg_id, CallStatus=status, SequenceNumber="3")

    # --- what is known ---

    @property
    def leg_id(self) -> str:
        """The newest call back's record."""
        return str(self.waits_of()[-1]["conversation_id"])

    def waits_of(self) -> list[RowMapping]:
        """Everybody lined up for a call back, oldest first."""
        mine = select(WAITS).where(WAITS.c.promise_id.is_not(None))
        with self.engine.connect() as db:
            rows = db.execute(mine).mappings().all()
        return sorted(rows, key=lambda row: row["ended_at"] or NOW + timedelta(days=99))

    def line_up(self) -> RowMapping:
        """The one wait for a call back that is not over."""
        (row,) = [row for row in self.waits_of() if row["status"] != "over"]
        return row

    def row(self, promise_id: int) -> RowMapping:
        with self.engine.connect() as db:
            return db.execute(select(PROMISES).where(PROMISES.c.id == promise_id)).mappings().one()

    def case(self) -> RowMapping:
        with self.engine.connect() as db:
            return db.execute(select(HANDOVERS)).mappings().one()

    def dials(self) -> list[RowMapping]:
        """Calls to customers, made or refused."""
        mine = select(DIALS).where(DIALS.c.purpose == "callback").order_by(DIALS.c.id)
        with self.engine.connect() as db:
            return list(db.execute(mine).mappings())

    def rung_customers(self) -> int:
        """How often the customer's phone was rung."""
        return sum(to == CUSTOMER for to, *_ in self.carrier.rung)

    def said(self) -> list[str]:
        """All turns of the newest call back."""
        mine = select(TURNS.c.said).where(TURNS.c.conversation_id == self.leg_id).order_by(TURNS.c.number)
        with self.engine.connect() as db:
            return [str(said) for said in db.execute(mine).scalars()]

    def events_of(self, leg: str) -> list[str]:
        with self.engine.connect() as db:
            mine = select(EVENTS.c.what).where(EVENTS.c.conversation_id == leg).order_by(EVENTS.c.id)
            return list(db.execute(mine).scalars())
