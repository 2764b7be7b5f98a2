"""A busy day in virtual time: people call and text, some come back, some things go as they never should."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, insert, select, update

from bot.clock import system_time
from bot.store.database import Base, make_engine, table_of
from bot.store.desk_tables import CaseClosingRow
from bot.store.handover_tables import ExpertCallRow, VoicemailRow, WaitRow
from bot.store.migrate import upgrade
from bot.store.ordering_tables import ConfirmationRow
from bot.store.shop_tables import CustomerRow, OrderRow
from bot.store.tables import (
    ConversationRow,
    EventRow,
    HandoverRow,
    OptOutRow,
    OutgoingMessageRow,
    PromiseRow,
    TurnRow,
)
from tests.transfers.afternoon import START, Plan, played
from tests.transfers.afternoon_callers import WISH
from tests.virtual import VirtualHotline

PLAN = Plan(many=44, hours=0.5, seed=3)
CONVERSATIONS, TURNS, EVENTS = (table_of(row) for row in (ConversationRow, TurnRow, EventRow))
CASES, VOICEMAILS, CLOSINGS = (table_of(row) for row in (HandoverRow, VoicemailRow, CaseClosingRow))
PROMISES, WAITS, CALLS = (table_of(row) for row in (PromiseRow, WaitRow, ExpertCallRow))
SECOND, MOMENT = timedelta(seconds=1), timedelta(microseconds=1)
CUSTOMERS, ORDERS = table_of(CustomerRow), table_of(OrderRow)
TEXTS, STOPS, OWED = (table_of(row) for row in (OutgoingMessageRow, OptOutRow, ConfirmationRow))


@dataclass(frozen=True)
class BusyDay:
    """Where it is written down, when it was, and when it is looked at: once the seven days are over."""

    url: str
    since: datetime
    until: datetime
    now: datetime


@contextmanager
def busy_day() -> Iterator[BusyDay]:
    """On SQLite."""
    with played(PLAN) as afternoon:
        hotline = afternoon.hotline
        _come_back(hotline)
        until = hotline.clock.now() + timedelta(hours=1)
        _go_wrong(hotline.engine, hotline.clock.now())
        _close(hotline.engine, hotline.clock.now())
        url = hotline.engine.url.render_as_string(hide_password=False)
        yield BusyDay(url, START - timedelta(hours=1), until, until + timedelta(days=8))


def on_postgresql(day: BusyDay, url: str) -> BusyDay:
    """The same rows there."""
    upgrade(url)
    here, there = make_engine(day.url), make_engine(url)
    with here.connect() as source, there.begin() as target:
        for table in Base.metadata.sorted_tables:
            target.execute(table.delete())
            rows = [dict(row) for row in source.execute(select(table)).mappings()]
            if rows:
                target.execute(insert(table), rows)
    there.dispose()
    return BusyDay(url, day.since, day.until, day.now)


def _come_back(hotline: VirtualHotline) -> None:
    """Some who were served by phone write about the same; one of them calls again."""
    callers = hotline.rows(
        """SELECT DISTINCT c.caller FROM conversations c JOIN events e ON e.conversation_id = c.id
        WHERE c.channel = 'voice' AND e.what = 'wish_settled' ORDER BY c.caller LIMIT 4"""
    )
    for row in callers:
        hotline.network.phone(row["caller"]).text(WISH["de"], hotline.number)
    hotline.network.run_for(60)


def _go_wrong(engine: Engine, now: datetime) -> None:
    """What the law counts, and what is not understood: once each, as it never should be."""
    stopped = {"phone": "+4915100000001", "at": system_time(), "word": "STOP"}
    text: dict[str, Any] = {"to": stopped["phone"], "body": "-", "purpose": "receipt", "status": "sent"}
    text |= {"message_sid": "SM1", "created_at": now, "next_try_at": now, "attempts": 1}
    with engine.begin() as db:
        talks = (
            db.execute(select(CONVERSATIONS.c.id).order_by(CONVERSATIONS.c.started_at).limit(3))
            .scalars()
            .all()
        )
        db.execute(
            EVENTS.delete().where(EVENTS.c.what == "ai_disclosed", EVENTS.c.conversation_id == talks[0])
        )
        failing = TURNS.c.conversation_id == talks[1]
        db.execute(update(TURNS).where(failing).values(failure="DialogueUnavailable", route="clarify"))
        unserved = (TURNS.c.conversation_id == talks[2]) & (TURNS.c.number == 1)
        db.execute(update(TURNS).where(unserved).values(intent="invoice_copy", route="bot"))
        case = db.execute(select(CASES.c.id).where(~_left_message()).limit(1)).scalar_one()
        db.execute(insert(VOICEMAILS).values(handover_id=case, recording_sid="RE1", seconds=4, at=now))
        db.execute(insert(STOPS).values(**stopped | {"at": now - timedelta(minutes=5)}))
        db.execute(insert(TEXTS), [text, text | {"message_sid": "SM2", "to": "+4915100000002"}])
        _owe(db, now)
        _promise(db, now)
        _wait(db, now)
        about = {"wish": "order_status", "order": "WM-104823"}
        told = {"who": "hotline", "what": "contact_about", "data": about}
        db.execute(insert(EVENTS), [{"at": now, "conversation_id": talk, **told} for talk in talks])


def _left_message() -> Any:
    keyed = select(TURNS.c.id).where(
        TURNS.c.conversation_id == CASES.c.conversation_id, TURNS.c.keyed.startswith("*")
    )
    return keyed.exists()


def _owe(db: Any, now: datetime) -> None:
    """Two confirmations of an order by phone, of which one never went out."""
    home = {"street": "Musterweg 1", "postcode": "01067", "city": "Dresden", "country": "DE"}
    db.execute(insert(CUSTOMERS).values(customer_id="C1", name="A. B.", **home))
    order = {"order_number": "WM-104823", "customer_id": "C1", "status": "open", "payment": "invoice"}
    db.execute(insert(ORDERS).values(**order, **home, shipping=Decimal(0), paid=False, placed_at=now))
    owed = {"order_number": "WM-104823", "kind": "order", "channel": "email", "language": "de", "terms": "1"}
    owed |= {"conversation_id": "x", "created_at": now, "next_try_at": now, "tries": 1}
    db.execute(insert(OWED), [owed | {"state": "pending"}, owed | {"state": "confirmed"}])


def _promise(db: Any, now: datetime) -> None:
    """Kept, kept with nobody answering, broken, taken back; and one that is not due yet."""
    case = db.execute(select(CASES.c.id).limit(1)).scalar_one()
    hour = timedelta(hours=1)
    same = {"handover_id": case, "owner": "care", "due_from": now - 2 * hour, "due_by": now - hour}
    same |= {"created_at": now - 3 * hour, "attempts": 1, "settled_at": now - hour - SECOND}
    for kind, outcome, more in (
        ("callback", "kept", {}),
        ("callback", "unreached", {"settled_at": now + hour}),
        ("callback", "broken", {"attempts": 0}),
        ("callback", "cancelled", {}),
        ("callback", "open", {"due_by": now + 9 * hour, "settled_at": None, "attempts": 0}),
        ("answer", "kept", {"attempts": 0}),
        ("answer", "broken", {"attempts": 0}),
    ):
        db.execute(insert(PROMISES).values(kind=kind, outcome=outcome, **same | more))


def _wait(db: Any, now: datetime) -> None:
    """One who hangs up at once, one served just in time, one just too late; and a talk with a hold."""
    case, talk = db.execute(select(CASES.c.id, CASES.c.conversation_id).limit(1)).one()
    same = {"handover_id": case, "conversation_id": talk, "channel": "voice", "language": "de"}
    same |= {"skill": "care", "status": "over", "not_experts": [], "entered_at": now, "estimate_s": 119}
    for name, priority, ended, answered in (
        ("quick", "P1", 5 * SECOND - MOMENT, None),
        ("in-time", "P1", 300 * SECOND, 20 * SECOND),
        ("late", "P2", 300 * SECOND, 30 * SECOND + MOMENT),
        ("soon", "P0", 300 * SECOND, 10 * SECOND),
    ):
        over = {"ended_at": now + ended, "answered_at": now + answered if answered else None}
        outcome = "talked" if answered else "caller_hung_up"
        db.execute(insert(WAITS).values(id=name, priority=priority, outcome=outcome, **same | over))
    call = db.execute(select(CALLS.c.id).where(CALLS.c.joined_at.is_not(None)).limit(1)).scalar_one()
    db.execute(update(CALLS).where(CALLS.c.id == call).values(held_s=17))


def _close(engine: Engine, now: datetime) -> None:
    """Every third customer had to repeat something."""
    with engine.begin() as db:
        who = db.exec_driver_sql("SELECT id FROM staff LIMIT 1").scalar_one()
        talks = db.exec_driver_sql("SELECT id, handover_id FROM waits WHERE answered_at IS NOT NULL")
        for number, (wait, case) in enumerate(talks.all()):
            said = {"had_to_repeat": number % 3 == 0, "disposition": "resolved", "at": now}
            db.execute(insert(CLOSINGS).values(handover_id=case, wait_id=wait, staff_id=who, **said))
