"""Reads what the figures are counted from; definitions are in figures.py."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, or_, select

from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.desk.closing_rows import CLOSINGS
from bot.desk.figures import Facts, was_passed_on
from bot.desk.had_case import LEFT
from bot.handover.expert_calls import CALLS
from bot.handover.experts import STAFF
from bot.handover.kept_rate import kept_rates
from bot.handover.outbound_facts import DIALS
from bot.handover.presence_log import PRESENCE
from bot.handover.thread_pass import PASSED_ON
from bot.handover.waits import WAITS

Rows = Sequence[Any]


def facts_of(engine: Engine, since: datetime, until: datetime) -> Facts:
    """Everything that counts between these two moments."""
    with engine.connect() as db:
        waits = _waits(db, since, until)
        calls = _calls(db, since, until)
        ids = [row["id"] for row in waits]
        return Facts(
            since,
            until,
            waits,
            calls,
            _spans(db, since, until),
            _inbound(db, since, until),
            _passed_on(db, ids, calls, since),
            _repeated(db, since),
            kept_rates(engine, since, until),
        )


def _waits(db: Connection, since: datetime, until: datetime) -> Rows:
    """Who entered the queue or was answered."""
    entered, answered = _within(WAITS.c.entered_at, since, until), _within(WAITS.c.answered_at, since, until)
    return db.execute(select(WAITS).where(or_(entered, answered))).mappings().all()


def _calls(db: Connection, since: datetime, until: datetime) -> Rows:
    """Calls of experts' phones that ended."""
    return db.execute(select(CALLS).where(_within(CALLS.c.ended_at, since, until))).mappings().all()


def _spans(db: Connection, since: datetime, until: datetime) -> Rows:
    """What everybody did, and does; in order of time."""
    columns = (PRESENCE.c.staff_id, PRESENCE.c.status, PRESENCE.c.since, PRESENCE.c.until)
    over = select(*columns).where(PRESENCE.c.until > since, PRESENCE.c.since < until)
    ended = db.execute(over.order_by(PRESENCE.c.since, PRESENCE.c.id)).mappings()
    going_on = select(STAFF.c.id, STAFF.c.status, STAFF.c.status_since).where(STAFF.c.active)
    now = [
        {"staff_id": who, "status": status, "since": begun, "until": until, "open": True}
        for who, status, begun in db.execute(going_on)
        if begun < until
    ]
    return sorted([{**row, "open": False} for row in ended] + now, key=lambda span: span["since"])


def _inbound(db: Connection, since: datetime, until: datetime) -> frozenset[str]:
    """Calls that customers made, not those we made to them."""
    mine = _within(CONVERSATIONS.c.started_at, since, until) & (CONVERSATIONS.c.channel == "voice")
    ours = exists().where(DIALS.c.call_sid == CONVERSATIONS.c.call_sid)
    called = select(CONVERSATIONS.c.id).where(mine, CONVERSATIONS.c.call_sid.is_not(None), ~ours)
    return frozenset(db.execute(called).scalars())


def _passed_on(db: Connection, wait_ids: list[str], calls: Rows, since: datetime) -> frozenset[str]:
    """By phone the call says so, in a thread the change of hands."""
    by_phone = {call["wait_id"] for call in calls if was_passed_on(call)}
    mine = and_(EVENTS.c.what == LEFT, EVENTS.c.at >= since, EVENTS.c.who == "expert")
    told = db.execute(select(EVENTS.c.data).where(mine)).scalars()
    by_text = {data["wait"] for data in told if data["because"] == PASSED_ON}
    return frozenset((by_phone | by_text) & set(wait_ids))


def _repeated(db: Connection, since: datetime) -> frozenset[str]:
    mine = CLOSINGS.c.had_to_repeat & (CLOSINGS.c.at >= since)
    return frozenset(db.execute(select(CLOSINGS.c.wait_id).where(mine)).scalars())


def _within(column: ColumnElement[Any], since: datetime, until: datetime) -> ColumnElement[bool]:
    return (column >= since) & (column < until)
