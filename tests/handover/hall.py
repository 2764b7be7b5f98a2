"""Callers who wait and experts with phones, on a database, without a carrier; a test lets time pass."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Engine, RowMapping, insert, select, update

from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS, EVENTS, Record
from bot.conversation.state import Conversation, Sentence
from bot.errors import BackendError, CallGone
from bot.handover.cases import Cases
from bot.handover.conference import Seat
from bot.handover.expert_calls import CALLS, ExpertCalls
from bot.handover.experts import STAFF, Experts
from bot.handover.routing_people import Figures
from bot.handover.waits import WAITS, Place, Waits
from bot.phrases.catalogue import Phrases
from bot.wiring_experts import House, build_experts
from tests.builders import NOW, conversation

PHRASES = Phrases(company="Muster & Co.")
BASE = "https://hotline.example"


@dataclass
class MovingClock:
    """Stands still until told otherwise."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class FakeCarrier:
    """Phone and lines at once: remembers what was asked, fails with what is put into `fault`."""

    rung: list[tuple[str, str, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    hung_up: list[str] = field(default_factory=list)
    over: set[str] = field(default_factory=set)
    # What was done in rooms: (deed, call, what).
    rooms: list[tuple[str, str, Any]] = field(default_factory=list)
    fault: BackendError | None = None
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def call(self, to: str, url: str, status_url: str, timeout: int, machine_url: str | None = None) -> str:
        self._fail()
        self.rung.append((to, url, status_url))
        return f"CA{next(self.numbers)}"

    def to_room(self, talk: Conversation) -> None:
        self._move(talk, "room")

    def to_turn(self, talk: Conversation) -> None:
        self._move(talk, "turn")

    def to_step(self, call_sid: str, x: str) -> None:
        self._fail()
        if call_sid in self.over:
            raise CallGone("21220")
        self.moved.append((call_sid, "step"))

    def tell(self, call_sid: str, sentence: Sentence) -> None:
        self._fail()
        self.told.append((call_sid, sentence.text))

    def hang_up(self, call_sid: str) -> None:
        self._fail()
        self.hung_up.append(call_sid)

    def is_over(self, call_sid: str) -> bool:
        self._fail()
        return call_sid in self.over

    def mute(self, seat: Seat, muted: bool) -> None:
        self._in_room("mute", seat, muted)

    def hold(self, seat: Seat, x: str) -> None:
        self._in_room("hold", seat, x)

    def resume(self, seat: Seat) -> None:
        self._in_room("resume", seat, None)

    def play(self, seat: Seat, what: str, x: str) -> None:
        self._in_room("play", seat, what)

    def ends_with(self, seat: Seat, ends: bool) -> None:
        self._in_room("ends_with", seat, ends)

    def _in_room(self, deed: str, seat: Seat, what: Any) -> None:
        self._fail()
        if seat.call_sid in self.over:
            raise CallGone("20404")
        self.rooms.append((deed, seat.call_sid, what))

    def _move(self, talk: Conversation, to: str) -> None:
        self._fail()
        if talk.call_sid in self.over:
            raise CallGone("21220")
        self.moved.append((talk.call_sid or "", to))

    def _fail(self) -> None:
        if self.fault:
            raise self.fault


class Hall:
    """Everything between the waiting room and the experts' phones, as the server wires it."""

    def __init__(self, engine: Engine, **figures: Any) -> None:
        self.engine, self.clock, self.carrier = engine, MovingClock(), FakeCarrier()
        self.record = Record(engine)
        self.cases = Cases(engine, self.record)
        self.waits, self.experts, self.calls = Waits(engine), Experts(engine), ExpertCalls(engine)
        self.outcomes: list[str] = []
        self.died: list[int] = []
        self.restart(Figures(**figures))

    def restart(self, figures: Figures | None = None) -> None:
        """A new process: nothing is known but what is in the database."""
        house = House(
            self.engine, self.carrier, self.carrier, PHRASES, self.clock, BASE, figures or Figures()
        )
        counted = replace(house, ended=self.outcomes.append, died=lambda: self.died.append(1))
        counted = replace(counted, rooms=self.carrier)
        self.side = build_experts(counted)
        self.bridge, self.line, self.menu = self.side.bridge, self.side.line, self.side.menu
        self.dispatcher = self.side.dispatcher

    # --- people ---

    def expert(self, name: str, **facts: Any) -> str:
        """Somebody at work, free for a minute; their id is their name."""
        values: dict[str, Any] = {
            "id": name,
            "name": name,
            "role": "agent",
            "skills": ["care"],
            "languages": ["de"],
        }
        values |= {
            "phone": f"+49171{len(name)}{abs(hash(name)) % 10**7}",
            "password_hash": "x",
            "created_at": NOW,
        }
        values |= {"status": "free", "status_since": self.clock.now() - timedelta(minutes=1)}
        with self.engine.begin() as db:
            db.execute(insert(STAFF).values(**values | facts))
        return name

    def caller(self, name: str = "1", reason: str = "asked_for_person", **place: Any) -> str:
        """Somebody who waits; the id of the wait."""
        digits = f"{int(name):08d}"
        talk = conversation(
            id=f"{digits}-1111-4111-8111-111111111111",
            call_sid=f"CALLER{name}",
            owner=Owner.QUEUE,
            caller=f"+4917139{digits[3:]}",
            started_at=self.clock.now(),
            last_at=self.clock.now(),
            language=place.get("language", "de"),
        )
        self.record.begin(talk)
        case = self.cases.open(talk, "person", reason, {}, self.clock.now())
        asked = Place(**{"priority": "P3", "skill": "care", "language": "de"} | place)
        wait = self.waits.enter({"id": talk.id, "channel": "voice"}, case.id, asked, self.clock.now())
        return str(wait["id"])

    # --- what happens ---

    def pass_s(self, seconds: int) -> None:
        """Time passes, a second at a time; callers who wait come back every few seconds."""
        for _ in range(seconds):
            self.clock.pass_s(1)
            with self.engine.begin() as db:
                waiting = update(CONVERSATIONS).where(CONVERSATIONS.c.owner == Owner.QUEUE)
                db.execute(waiting.values(last_at=self.clock.now()))
            self.dispatcher.work()

    def work(self) -> float:
        return self.dispatcher.work()

    def ringing(self, wait_id: str) -> str | None:
        """The id of the expert's call under way."""
        call = self.calls.live_of(wait_id)
        return str(call["id"]) if call else None

    def accepted(self, wait_id: str) -> str:
        """Rung, picked up, accepted; the expert hears the brief. The id of the expert's call."""
        self.work()
        x = self.ringing(wait_id)
        assert x
        call = self.calls.get(x)
        assert call
        self.line.picked_up(x, call["call_sid"])
        assert self.line.key(x, "1", 0).then == "join"
        return x

    def talking(self, wait_id: str) -> str:
        """Both are in the room."""
        x = self.accepted(wait_id)
        assert self.line.join(x).then == "room"
        assert self.bridge.join(self.talk(wait_id).id)
        return x

    def in_menu(self, wait_id: str) -> str:
        """They talked, and the expert pressed the star."""
        x = self.talking(wait_id)
        self.line.left(x, self.bridge.is_gone)
        self.bridge.caller_back(self.talk(wait_id).id, x)
        return x

    def hangs_up(self, wait_id: str) -> None:
        """The caller; the carrier tells us."""
        talk = self.talk(wait_id)
        self.carrier.over.add(talk.call_sid or "")
        self.record.end(talk, "caller_hung_up", self.clock.now())
        self.bridge.caller_left(talk.id)

    # --- what is known ---

    def wait(self, wait_id: str) -> RowMapping:
        row = self.waits.get(wait_id)
        assert row
        return row

    def talk(self, wait_id: str) -> Conversation:
        found = self.record.by_id(self.wait(wait_id)["conversation_id"])
        assert found
        return found

    def status(self, expert_id: str) -> str:
        row = self.experts.get(expert_id)
        assert row
        return str(row["status"])

    def outcome(self, x: str) -> str | None:
        row = self.calls.get(x)
        assert row
        return row["outcome"]

    def who_rings(self) -> list[str]:
        """The experts whose phones ring, or who talk."""
        with self.engine.connect() as db:
            return sorted(db.execute(select(CALLS.c.staff_id).where(CALLS.c.status != "over")).scalars())

    def events(self, what: str) -> list[dict[str, Any]]:
        with self.engine.connect() as db:
            return list(db.execute(select(EVENTS.c.data).where(EVENTS.c.what == what)).scalars())

    def set_wait(self, wait_id: str, **values: Any) -> None:
        """As a process that died left it."""
        with self.engine.begin() as db:
            db.execute(update(WAITS).where(WAITS.c.id == wait_id).values(**values))

    def set_expert(self, expert_id: str, **values: Any) -> None:
        with self.engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == expert_id).values(**values))

    def set_call(self, x: str, **values: Any) -> None:
        with self.engine.begin() as db:
            db.execute(update(CALLS).where(CALLS.c.id == x).values(**values))
