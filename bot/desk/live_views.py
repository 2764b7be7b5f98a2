"""Every look at a delicate conversation is written down, once in ten minutes for each person."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from bot.desk.live_talks import LiveTalk
from bot.staff.audit import AUDIT, Audit

VIEWED = "live_viewed"
AGAIN = timedelta(minutes=10)


class LiveViews:
    """In the audit trail."""

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._engine = engine
        self._audit = audit

    def note(self, staff_id: str, live: LiveTalk, now: datetime) -> None:
        """This person reads along, where something delicate has been said."""
        if not live.flags:
            return
        about = f"conversation:{live.talk.id}"
        mine = (AUDIT.c.about == about) & (AUDIT.c.staff_id == staff_id)
        recent = select(AUDIT.c.id).where(mine, AUDIT.c.what == VIEWED, AUDIT.c.at >= now - AGAIN)
        with self._engine.connect() as db:
            known = db.execute(recent.limit(1)).first() is not None
        if not known:
            self._audit.note(staff_id, VIEWED, about, now)
