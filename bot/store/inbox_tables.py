"""What callers said, without personal data, for those who tune; and what they decide about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.tables import ID


class UtteranceGroupRow(Base):
    """Sentences of one language that say nearly the same."""

    __tablename__ = "utterance_groups"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    language: Mapped[str] = mapped_column(String(2))
    size: Mapped[int] = mapped_column(default=0)
    # The first sentence's vector, float16.
    centre: Mapped[bytes] = mapped_column(LargeBinary)


class UtteranceRow(Base):
    """One thing a caller said, redacted, with how it was understood and what became of it."""

    __tablename__ = "utterances"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ID, index=True)
    turn: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    # What the bot had asked for just before: the circumstances it was understood in.
    expecting: Mapped[str | None] = mapped_column(String(40))
    intent: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float | None]
    route: Mapped[str | None] = mapped_column(String(16))
    how: Mapped[str | None] = mapped_column(String(16))
    model_version: Mapped[int | None]
    flags: Mapped[list[str]] = mapped_column(JSON)
    # Asked what was meant; answered with an apology; this conversation went to a person; corrected there.
    clarified: Mapped[bool] = mapped_column(default=False)
    failed: Mapped[bool] = mapped_column(default=False)
    handed_over: Mapped[bool] = mapped_column(default=False)
    corrected: Mapped[bool] = mapped_column(default=False)
    # By the newest comparison: what the candidate would have understood, where it differs.
    candidate_intent: Mapped[str | None] = mapped_column(String(64))
    group_id: Mapped[int | None] = mapped_column(index=True)
    # open, disputed (two people disagree), half (one of two has decided), decided, written, unusable.
    status: Mapped[str] = mapped_column(String(10), default="open")

    # Everything that is filtered, counted and sorted by, so that no row need be read for it. The words of
    # `text` are in the table `utterances_text` (migration 0005), which follows by itself.
    __table_args__ = (
        UniqueConstraint("conversation_id", "turn"),
        Index(
            "ix_utterances_inbox",
            *("status", "language", "channel", "model_version", "intent", "at", "clarified", "failed"),
            *("handed_over", "corrected", "candidate_intent", "group_id", "confidence"),
        ),
    )


class UtteranceLabelRow(Base):
    """What one person says an utterance means; append-only, a mistake is taken back."""

    __tablename__ = "utterance_labels"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    utterance_id: Mapped[int] = mapped_column(ForeignKey(UtteranceRow.id), index=True)
    staff_id: Mapped[str] = mapped_column(ID)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    # right, intent, new_intent, out_of_scope, unusable.
    verdict: Mapped[str] = mapped_column(String(12))
    intent: Mapped[str | None] = mapped_column(String(64))
    # Delicate flags heard in it: {code: level}; None where nothing was said about them.
    flags: Mapped[dict[str, str] | None] = mapped_column(JSON)
    # Values marked in the text: [{"name", "value", "start", "end"}].
    values: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # Decisions made by one key press belong together, and are taken back together.
    deed: Mapped[str] = mapped_column(ID, index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LearntSentenceRow(Base):
    """A sentence of a caller that went, or is to go, into the data; where it came from, for its erasure."""

    __tablename__ = "learnt_sentences"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    utterance_id: Mapped[int | None] = mapped_column(index=True)
    conversation_id: Mapped[str] = mapped_column(ID, index=True)
    # intent, flag, value.
    kind: Mapped[str] = mapped_column(String(8))
    # The intent, or "crisis:acute", or the value's name.
    label: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    # training or test, never both.
    share: Mapped[str] = mapped_column(String(8))
    file: Mapped[str | None] = mapped_column(String(120))
    # waiting, written, refused (already known, too near the other share), withdrawn.
    status: Mapped[str] = mapped_column(String(10), index=True)
    why: Mapped[str | None] = mapped_column(String(60))
    # What its line in the file says besides: further flags, a value as it is kept; and what it is too near.
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    change_id: Mapped[int | None] = mapped_column(index=True)


class DataChangeRow(Base):
    """Append-only: somebody changed files that are tuned; enough to show it, and to take it back."""

    __tablename__ = "data_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[str | None] = mapped_column(ID)
    # sentences, responses, intent, test, settings.
    kind: Mapped[str] = mapped_column(String(12), index=True)
    # Which settings, which intent.
    area: Mapped[str] = mapped_column(String(80), default="")
    message: Mapped[str] = mapped_column(Text)
    files: Mapped[list[str]] = mapped_column(JSON)
    diff: Mapped[str] = mapped_column(Text)
    # The abbreviated commit, where the checkout is a repository.
    revision: Mapped[str | None] = mapped_column(String(40))
    # Why it was not committed; None where it was, or where there is no repository.
    fault: Mapped[str | None] = mapped_column(String(20))
    # The change it takes back.
    undoes: Mapped[int | None] = mapped_column(unique=True)

    __table_args__ = (Index(None, "kind", "area", "id"),)
