"""Three months of traffic as rows of the store: as many and as large as they are, though nobody said them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Table, insert

from bot.store.database import table_of
from bot.store.desk_tables import CaseClosingRow
from bot.store.handover_tables import ExpertCallRow, StaffRow, WaitRow
from bot.store.leads_tables import PresenceChangeRow
from bot.store.model_tables import ModelVersionRow
from bot.store.tables import (
    ConversationRow,
    EventRow,
    HandoverRow,
    PromiseRow,
    TurnRow,
)

INTENTS = (
    "order_status",
    "order_cancel",
    "return_how",
    "invoice_copy",
    "product_info_stock",
    "store_hours_location",
)
REASONS = ("asked_for", "not_understood", "complaint", "delicate", "dialogue_failed", "silence")
OUTCOMES = ("talked", "talked", "talked", "caller_hung_up", "callback")
PEOPLE = 20
# What a packet, a memory, an understanding and an answer take, in letters.
PACKET, MEMORY, UNDERSTOOD, ANSWER = "p" * 4000, "m" * 1500, "u" * 300, "<Response>" + "a" * 700
CHUNK = 2000
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Months:
    """How much of it; the last day is that of `until`."""

    until: datetime
    conversations: int = 40_000
    days: int = 91
    seed: int = 5


@dataclass
class Heap:
    """Rows by table, in the order they can be written."""

    rows: dict[Table, list[Row]] = field(default_factory=dict)

    def add(self, table: Table, **values: Any) -> None:
        """One more."""
        self.rows.setdefault(table, []).append(values)


CONVERSATIONS, TURNS, EVENTS = (table_of(row) for row in (ConversationRow, TurnRow, EventRow))
HANDOVERS, PROMISES, WAITS = (table_of(row) for row in (HandoverRow, PromiseRow, WaitRow))
CALLS, STAFF, PRESENCE = (table_of(row) for row in (ExpertCallRow, StaffRow, PresenceChangeRow))
CLOSINGS, VERSIONS = table_of(CaseClosingRow), table_of(ModelVersionRow)
FIRST: tuple[Table, ...] = (VERSIONS, STAFF, CONVERSATIONS, TURNS, EVENTS, HANDOVERS, PROMISES)
ORDER: tuple[Table, ...] = (*FIRST, WAITS, CALLS, CLOSINGS, PRESENCE)


def fill(engine: Engine, months: Months) -> None:
    """Write all of it; some minutes' work for the database."""
    dice, heap = Random(months.seed), Heap()
    _people(heap, months, dice)
    for number in range(months.conversations):
        _conversation(heap, months, number, dice)
    with engine.begin() as db:
        for table in ORDER:
            for chunk in _chunks(heap.rows.get(table, [])):
                db.execute(insert(table), chunk)


def _chunks(rows: list[Row]) -> Iterator[list[Row]]:
    for begin in range(0, len(rows), CHUNK):
        yield rows[begin : begin + CHUNK]


def _people(heap: Heap, months: Months, dice: Random) -> None:
    made = {"made_at": months.until, "made_from": {}, "note": ""}
    for number in (1, 2, 3):
        heap.add(VERSIONS, id=number, rasa_model=f"r{number}", gate_model=f"g{number}", **made)
    begin = months.until - timedelta(days=months.days)
    for number in range(PEOPLE):
        who = f"expert-{number}"
        same: Row = {
            "role": "agent",
            "skills": [],
            "languages": ["de"],
            "password_hash": "-",
            "created_at": begin,
        }
        heap.add(STAFF, id=who, name=who, status="off", status_since=months.until, **same)
        at = begin
        while at < months.until:
            span = timedelta(minutes=dice.uniform(2, 120))
            status = dice.choice(("free", "talking", "after_call", "paused", "off"))
            heap.add(PRESENCE, staff_id=who, status=status, since=at, until=at + span)
            at += span


def _conversation(heap: Heap, months: Months, number: int, dice: Random) -> None:
    at = months.until - timedelta(seconds=dice.uniform(60, months.days * 86400))
    who, end = str(UUID(int=dice.getrandbits(128))), at + timedelta(seconds=dice.uniform(20, 600))
    wish, voice = dice.choice(INTENTS), dice.random() < 0.8
    heap.add(
        CONVERSATIONS,
        id=who,
        channel="voice" if voice else "sms",
        language=dice.choice(("de", "de", "de", "en")),
        owner="closed",
        caller=f"+49151{dice.randrange(20_000):08}",
        called="+4930901820",
        call_sid=f"CA{number:032}" if voice else None,
        started_at=at,
        last_at=end,
        closed_at=end,
        closed_because="said_goodbye",
        turns=5,
        version=5,
        model_version=dice.choice((1, 2, 3)),
        memory={"wish": wish, "facts": MEMORY},
    )
    _turns(heap, (who, at, end), wish, dice)
    _event(heap, who, at, "conversation_started", {"channel": "voice"})
    _event(heap, who, at, "ai_disclosed", {"language": "de"})
    if dice.random() < 0.4:
        _event(heap, who, end, "contact_about", {"wish": wish, "order": f"WM-{dice.randrange(30_000):06}"})
    if dice.random() < 0.6:
        _event(heap, who, end, "wish_settled", {"wish": wish})
    if dice.random() < 0.05:
        _event(heap, who, at, "flag_raised", {"code": "illness", "level": "clear", "seen_by": "cue"})
    if dice.random() < 0.3:
        _case(heap, (who, at, end), voice, dice)


def _turns(heap: Heap, talk: tuple[str, datetime, datetime], wish: str, dice: Random) -> None:
    who, at, end = talk
    for number in range(5):
        moment = at + (end - at) * number / 5
        route = None if number == 0 else dice.choice(("bot",) * 9 + ("clarify",))
        heap.add(
            TURNS,
            conversation_id=who,
            number=number,
            at=moment,
            heard=None if number == 0 else "wo bleibt denn eigentlich meine Bestellung",
            answered_at=moment,
            said="Ihre Bestellung ist unterwegs und kommt morgen bei Ihnen an.",
            language="de",
            intent=None if number == 0 else dice.choice((wish, "affirm", "inform")),
            confidence=0.9,
            route=route,
            understood={"how": "model", "ranking": UNDERSTOOD},
            failure="DialogueUnavailable" if dice.random() < 0.004 else None,
            model_version=1,
            timings={"answer": 200.0},
            answer=ANSWER,
        )


def _case(heap: Heap, talk: tuple[str, datetime, datetime], voice: bool, dice: Random) -> None:
    who, _, end = talk
    case, wait = (str(UUID(int=dice.getrandbits(128))) for _ in range(2))
    heap.add(
        HANDOVERS,
        id=case,
        case_number=f"{len(heap.rows.get(HANDOVERS, ())) + 100_000}",
        conversation_id=who,
        turn=3,
        kind="person",
        reason=dice.choice(REASONS),
        priority=dice.choice(("P1", "P2", "P3", "P3")),
        status="closed",
        language="de",
        created_at=end,
        packet={"all": PACKET},
    )
    _event(heap, who, end, "handover_requested", {"reason": "asked_for", "kind": "person"})
    outcome, waited = dice.choice(OUTCOMES), timedelta(seconds=dice.uniform(3, 200))
    met = outcome == "talked"
    heap.add(
        WAITS,
        id=wait,
        handover_id=case,
        conversation_id=who,
        channel="voice" if voice else "sms",
        language="de",
        priority=dice.choice(("P1", "P2", "P3", "P3")),
        skill="care",
        entered_at=end,
        status="over",
        outcome=outcome,
        not_experts=[],
        estimate_s=dice.choice((None, 60, 150, 400)),
        answered_at=end + waited if met else None,
        ended_at=end + waited + timedelta(minutes=4 if met else 0),
    )
    if outcome == "callback":
        same: Row = {"kind": "callback", "owner": "care", "created_at": end, "attempts": 1}
        due = end + timedelta(hours=dice.uniform(1, 30))
        heap.add(PROMISES, handover_id=case, due_from=end, due_by=due, outcome="kept", settled_at=due, **same)
    if met and voice:
        _talk(heap, wait, case, end + waited, dice)


def _talk(heap: Heap, wait: str, case: str, met: datetime, dice: Random) -> None:
    over, expert = met + timedelta(minutes=4), f"expert-{dice.randrange(PEOPLE)}"
    heap.add(
        CALLS,
        id=str(UUID(int=dice.getrandbits(128))),
        wait_id=wait,
        staff_id=expert,
        room="room",
        status="over",
        outcome=dice.choice(("completed",) * 19 + ("transferred",)),
        created_at=met,
        joined_at=met,
        ended_at=over,
        held_s=dice.randrange(20),
    )
    said: Row = {"disposition": "resolved", "at": over, "had_to_repeat": dice.random() < 0.08}
    heap.add(CLOSINGS, handover_id=case, wait_id=wait, staff_id=expert, **said)


def _event(heap: Heap, who: str, at: datetime, what: str, data: Row) -> None:
    heap.add(EVENTS, at=at, conversation_id=who, who="hotline", what=what, data=dict(data))
