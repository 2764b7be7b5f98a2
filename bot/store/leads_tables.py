"""What the figures of the desk are counted from, and whom nobody may call for a while."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.handover_tables import StaffRow
from bot.store.tables import HandoverRow


class PresenceChangeRow(Base):
    """Append-only: somebody was in this status from then till then; only ever counted for all together."""

    __tablename__ = "presence_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id))
    status: Mapped[str] = mapped_column(String(12))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (Index(None, "staff_id", "since"),)


class OutboundHoldRow(Base):
    """A number that is not called until then, because a call came at the worst moment."""

    __tablename__ = "outbound_holds"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    phone: Mapped[str] = mapped_column(String(64), index=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey(HandoverRow.id), index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
