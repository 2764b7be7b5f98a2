"""What the hotline itself remembers: conversations, turns, cases, promises and what went in and out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime

ID = String(36)


class ConversationRow(Base):
    """One phone call, or one SMS thread until it rests."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    owner: Mapped[str] = mapped_column(String(8))
    caller: Mapped[str | None] = mapped_column(String(64))
    called: Mapped[str] = mapped_column(String(64))
    call_sid: Mapped[str | None] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_because: Mapped[str | None] = mapped_column(String(40))
    turns: Mapped[int] = mapped_column(default=0)
    # Grows by one with every change, so that a change made on stale knowledge is noticed.
    version: Mapped[int] = mapped_column(default=0)
    # The models it began with, which it keeps (model_versions); None for what began before there were any.
    model_version: Mapped[int | None]
    # A turn holds the conversation until this moment; whoever finds it passed may take over.
    busy_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # From and to of an SMS thread while it runs: two first messages at once must not open two.
    thread: Mapped[str | None] = mapped_column(String(140), unique=True)
    memory: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        Index(None, "channel", "caller", "last_at"),
        Index(None, "last_at"),
        Index(None, "started_at"),
    )


class TurnRow(Base):
    """What was heard and what was said, written down as it happens; turn 0 of a call is its greeting."""

    __tablename__ = "turns"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    heard: Mapped[str | None] = mapped_column(Text)
    keyed: Mapped[str | None] = mapped_column(String(64))
    speech_confidence: Mapped[float | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    intent: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float | None]
    route: Mapped[str | None] = mapped_column(String(16))
    understood: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    failure: Mapped[str | None] = mapped_column(String(80))
    # The models that understood it: the conversation's, unless they could not be used.
    model_version: Mapped[int | None]
    timings: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    message_sid: Mapped[str | None] = mapped_column(String(64), unique=True)
    # What the webhook answered, so that a repeated request gets the same and the turn runs once.
    answer: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        # All that figures are counted from, so that months of turns need not be read themselves.
        Index("ix_turns_figures", "at", "route", "intent", "failure", "model_version", "conversation_id"),
    )


class EventRow(Base):
    """Append-only: who did what to which conversation or case, when."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    conversation_id: Mapped[str | None] = mapped_column(ID, index=True)
    who: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(60))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index(None, "what", "at", "conversation_id"),)


class HandoverRow(Base):
    """A case for a person, with everything known attached."""

    __tablename__ = "handovers"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_number: Mapped[str] = mapped_column(String(12), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    # The turn that asked for it: taken up again after a crash, it must not open a second case.
    turn: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(60))
    priority: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(20), index=True)
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    packet: Mapped[dict[str, Any]] = mapped_column(JSON)
    packet_version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (UniqueConstraint("conversation_id", "turn", "kind"),)


class PromiseRow(Base):
    """Something a caller was promised: by whom, until when, and what became of it."""

    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str | None] = mapped_column(String(64))
    due_from: Mapped[datetime] = mapped_column(UtcDateTime)
    due_by: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    owner: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(20))
    # Calls made to keep it, when the next one is due, and when it was settled either way.
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutgoingMessageRow(Base):
    """A text message we owe someone, and how its delivery went."""

    __tablename__ = "outgoing_messages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str | None] = mapped_column(ID, index=True)
    to: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    message_sid: Mapped[str | None] = mapped_column(String(64), index=True)
    error_code: Mapped[str | None] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OptOutRow(Base):
    """A number that asked for no more text messages."""

    __tablename__ = "opt_outs"

    phone: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    word: Mapped[str] = mapped_column(String(20))


class CallStatusRow(Base):
    """The last word of the carrier about a call; earlier words that come late do not overwrite it."""

    __tablename__ = "call_statuses"

    call_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    sequence: Mapped[int]
    seconds: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
