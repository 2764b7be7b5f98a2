"""Who waits for a person, who may come, and every attempt to bring the two together."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.tables import ID, HandoverRow, PromiseRow


class StaffRow(Base):
    """Somebody who works here: account, skills, and what they are doing now."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(10))
    phone: Mapped[str | None] = mapped_column(String(64), unique=True)
    skills: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    level: Mapped[int] = mapped_column(default=2)
    site: Mapped[str] = mapped_column(String(40), default="main")
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(12), index=True, default="off")
    status_since: Mapped[datetime] = mapped_column(UtcDateTime)
    # The end of after-call work or of the pause after a heavy case.
    free_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What they have asked to be once they would be free again: paused or off.
    afterwards: Mapped[str | None] = mapped_column(String(12))
    heavy_last: Mapped[bool] = mapped_column(default=False)
    last_case_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=0)
    # "phone": their own telephone rings; "browser": text threads only, nothing rings.
    reached_by: Mapped[str] = mapped_column(String(8), default="phone", server_default="phone")
    # How the pages look to them: language, theme, sound, notifications.
    interface: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    failed_sign_ins: Mapped[int] = mapped_column(default=0, server_default="0")
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Encrypted; a step once used is not taken again.
    totp_secret: Mapped[str | None] = mapped_column(String(240))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None]


class WaitRow(Base):
    """A caller or thread waiting for a person; the place in the queue is kept over drops and call backs."""

    __tablename__ = "waits"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey(HandoverRow.id), index=True)
    conversation_id: Mapped[str] = mapped_column(ID, index=True)
    # Set while the promised call back is what is waited for.
    promise_id: Mapped[int | None] = mapped_column(ForeignKey(PromiseRow.id), index=True)
    channel: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    priority: Mapped[str] = mapped_column(String(2))
    skill: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    # Before everybody else of the same priority: the expert's line dropped.
    first: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    last_expert_id: Mapped[str | None] = mapped_column(ID)
    not_experts: Mapped[list[str]] = mapped_column(JSON)
    spoken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What the caller was told at first, to be compared with what became true.
    estimate_s: Mapped[int | None]
    place: Mapped[int | None]
    # What the caller must be told at the next turn: expert_gone, transferred, handed_back, …
    news: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index(None, "status", "priority", "entered_at"),)


class ExpertCallRow(Base):
    """One call of one expert's phone for one waiting caller, from dialling to how it ended."""

    __tablename__ = "expert_calls"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    wait_id: Mapped[str] = mapped_column(ForeignKey(WaitRow.id), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id), index=True)
    call_sid: Mapped[str | None] = mapped_column(String(64), index=True)
    # The conference both legs meet in; a random id, nothing personal.
    room: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(10), index=True)
    outcome: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    # What the expert said for whoever goes on: the colleague, or the bot.
    note: Mapped[str | None] = mapped_column(Text)
    # "phone" by key, "desk" by click, which may come before anybody picks up.
    accepted_on: Mapped[str | None] = mapped_column(String(8))
    muted: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The caller is on hold since then, told why; and for how long before in this call.
    held_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold_reason: Mapped[str | None] = mapped_column(String(40))
    held_s: Mapped[int] = mapped_column(default=0, server_default="0")


class ContactRuleRow(Base):
    """How somebody may be reached without being put in danger; checked before every message and call."""

    __tablename__ = "contact_rules"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    phone: Mapped[str | None] = mapped_column(String(64), index=True)
    conversation_id: Mapped[str] = mapped_column(ID, index=True)
    handover_id: Mapped[str | None] = mapped_column(ForeignKey(HandoverRow.id))
    # A number and window the caller set; nothing else is allowed, and nothing at all while empty.
    callback: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConsentRow(Base):
    """Append-only proof that somebody agreed to be called or written to (UWG section 7a)."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    phone: Mapped[str] = mapped_column(String(64), index=True)
    scope: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(8))
    wording: Mapped[str] = mapped_column(String(40))
    evidence: Mapped[str] = mapped_column(String(80))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DialRow(Base):
    """Every call the hotline wanted to make, with what allowed it or why it was refused."""

    __tablename__ = "dials"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    purpose: Mapped[str] = mapped_column(String(20))
    to: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str | None] = mapped_column(String(40))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey(ConsentRow.id))
    benefit: Mapped[str | None] = mapped_column(String(120))
    refused: Mapped[str | None] = mapped_column(String(40))
    call_sid: Mapped[str | None] = mapped_column(String(64), index=True)


class VoicemailRow(Base):
    """A message spoken for the experts instead of waiting; the sound stays with the carrier until fetched."""

    __tablename__ = "voicemails"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey(HandoverRow.id), index=True)
    recording_sid: Mapped[str | None] = mapped_column(String(64))
    recording_url: Mapped[str | None] = mapped_column(String(400))
    seconds: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
