"""What people do at the desk: signed in, seen, decided, closed; and what they tell the bot and the ops."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.handover_tables import ExpertCallRow, StaffRow
from bot.store.tables import ID, HandoverRow, PromiseRow


class StaffSessionRow(Base):
    """Somebody signed in with one browser; `id` is a hash of the token the browser keeps."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The last thing they did themselves; what the page asks for on its own does not count.
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_because: Mapped[str | None] = mapped_column(String(20))


class AuditRow(Base):
    """Append-only: which member of staff did or looked at what, when. No content, only references."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    staff_id: Mapped[str | None] = mapped_column(ID, index=True)
    what: Mapped[str] = mapped_column(String(60))
    # "case:…", "conversation:…", "staff:…", "order:…".
    about: Mapped[str | None] = mapped_column(String(80), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class CaseClosingRow(Base):
    """How an expert's part in a case ended, with what they thought of how it came to them."""

    __tablename__ = "case_closings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey(HandoverRow.id), index=True)
    # The wait it was talked about in; empty for a case closed without one.
    wait_id: Mapped[str] = mapped_column(ID, default="")
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    disposition: Mapped[str] = mapped_column(String(24))
    promise_id: Mapped[int | None] = mapped_column(ForeignKey(PromiseRow.id))
    # None where the expert did not say.
    bot_should: Mapped[bool | None]
    reason_right: Mapped[bool | None]
    had_to_repeat: Mapped[bool | None]

    __table_args__ = (UniqueConstraint("handover_id", "wait_id", "staff_id"),)


class CaseLabelRow(Base):
    """What an expert says of the bot's work, for those who tune it; append-only, the newest counts."""

    __tablename__ = "case_labels"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey(HandoverRow.id), index=True)
    conversation_id: Mapped[str] = mapped_column(ID, index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    # flag, need, reason, bot_should, repeat; `code` is the flag's, the need's or the reason's.
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str | None] = mapped_column(String(60))
    # right, wrong, missing (a flag nobody raised); yes or no for bot_should and repeat.
    verdict: Mapped[str] = mapped_column(String(12))
    corrected_to: Mapped[str | None] = mapped_column(String(60))
    # The turn it is about, where there is one.
    turn: Mapped[int | None]
    # Set by those who tune, once they have looked at it.
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "kind", "at"),)


class BotHintRow(Base):
    """What an expert who reads along tells the bot: words to pass on, or the wish it does not see."""

    __tablename__ = "bot_hints"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ID, index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id))
    kind: Mapped[str] = mapped_column(String(8))
    words: Mapped[str | None] = mapped_column(Text)
    intent: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_turn: Mapped[int | None]


class SideCallRow(Base):
    """A colleague's phone beside a talk: asked to join it, or a lead who listens in as coach."""

    __tablename__ = "side_calls"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    expert_call_id: Mapped[str] = mapped_column(ForeignKey(ExpertCallRow.id), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id), index=True)
    asked_by: Mapped[str] = mapped_column(ID)
    # colleague or coach.
    kind: Mapped[str] = mapped_column(String(10))
    call_sid: Mapped[str | None] = mapped_column(String(64), index=True)
    # dialling, ringing, answered, joined, over.
    status: Mapped[str] = mapped_column(String(10), index=True)
    outcome: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
