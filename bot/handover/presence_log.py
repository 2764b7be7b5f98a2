"""What somebody was doing until now, kept when they begin something else; for figures of all together."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, literal, select

from bot.store.database import table_of
from bot.store.handover_tables import StaffRow
from bot.store.leads_tables import PresenceChangeRow

STAFF = table_of(StaffRow)
PRESENCE = table_of(PresenceChangeRow)


def keep_span(db: Connection, which: ColumnElement[bool], now: datetime) -> int:
    """Whoever is as `which` says leaves their status now; says how many. They are locked until the commit."""
    ended = literal(now, PRESENCE.c.until.type)
    theirs = select(STAFF.c.id, STAFF.c.status, STAFF.c.status_since, ended).where(which)
    columns = ("staff_id", "status", "since", "until")
    # Without the lock a second process could count the same span again.
    kept = insert(PRESENCE).from_select(columns, theirs.with_for_update())
    return db.execute(kept).rowcount
