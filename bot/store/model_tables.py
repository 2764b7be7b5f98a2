"""Which models there are, which of them answers whom, and the work that makes and compares them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.tables import ID


class ModelVersionRow(Base):
    """One pair of models, for dialogue and delicate gate; its number is what people call it by."""

    __tablename__ = "model_versions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    # File names in models/, without their endings.
    rasa_model: Mapped[str] = mapped_column(String(80))
    gate_model: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # None for what came with the checkout.
    made_by: Mapped[str | None] = mapped_column(ID)
    # Commit, fingerprints of sentences and release, counts by language.
    made_from: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")


class ModelSwitchRow(Base):
    """Append-only: from this moment on these versions answer new conversations; the newest row counts."""

    __tablename__ = "model_switches"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    # The row it follows: of two people who switch at once, the second is too late.
    follows: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[str | None] = mapped_column(ID)
    # started, released, promoted, rolled_back, canary_started, _changed, _stopped, _returned.
    what: Mapped[str] = mapped_column(String(20))
    live_id: Mapped[int] = mapped_column(ForeignKey(ModelVersionRow.id))
    canary_id: Mapped[int | None] = mapped_column(ForeignKey(ModelVersionRow.id))
    # Of new conversations, from 0 to 1.
    canary_share: Mapped[float] = mapped_column(default=0.0, server_default="0")
    # What somebody wrote, or what the hotline measured.
    reason: Mapped[str] = mapped_column(Text, default="")
    overridden: Mapped[bool] = mapped_column(default=False)
    comparison_id: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class TuningJobRow(Base):
    """Work done in the background: a training, a comparison."""

    __tablename__ = "tuning_jobs"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    # train, compare.
    kind: Mapped[str] = mapped_column(String(12))
    # queued, running, done, failed, cancelled.
    status: Mapped[str] = mapped_column(String(12), index=True)
    # What there may be one of at a time, while it is queued or running: "train", "compare:12".
    open_as: Mapped[str | None] = mapped_column(String(40), unique=True)
    # Which tuner has it: machine and data folder.
    runner: Mapped[str | None] = mapped_column(String(200))
    asked_by: Mapped[str | None] = mapped_column(ID)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Renewed by whoever does it; a running one not renewed for a minute was interrupted.
    alive_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_asked: Mapped[bool] = mapped_column(default=False, server_default="0")
    version_id: Mapped[int | None] = mapped_column(ForeignKey(ModelVersionRow.id))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    # {"stage": code, "done": n, "of": n}
    progress: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    # A code for the words, and what else is known.
    fault: Mapped[str | None] = mapped_column(String(200))


class ComparisonRow(Base):
    """What a candidate does differently from the version in use, measured; with the gate's verdict."""

    __tablename__ = "comparisons"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey(ModelVersionRow.id), index=True)
    live_id: Mapped[int] = mapped_column(ForeignKey(ModelVersionRow.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    job_id: Mapped[int | None] = mapped_column(ForeignKey(TuningJobRow.id))
    # Tables of numbers; sentences stand in changed_sentences.
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Why it may not be promoted: [{"code": …, …}]; empty when it may.
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ChangedSentenceRow(Base):
    """One sentence the two versions of a comparison understand differently."""

    __tablename__ = "changed_sentences"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    comparison_id: Mapped[int] = mapped_column(ForeignKey(ComparisonRow.id))
    # exam, confusions, delicate, replay.
    source: Mapped[str] = mapped_column(String(12))
    # fixed, broken, other (both wrong, or nobody knows what is right).
    change: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    expected: Mapped[str | None] = mapped_column(String(80))
    before: Mapped[str | None] = mapped_column(String(80))
    after: Mapped[str | None] = mapped_column(String(80))
    utterance_id: Mapped[int | None]

    __table_args__ = (Index(None, "comparison_id", "source", "change"),)
