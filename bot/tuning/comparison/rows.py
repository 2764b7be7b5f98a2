"""Comparisons in the store: written in one piece, read by the console and the gate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, bindparam, insert, select, update

from bot.errors import NotThere
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow
from bot.store.model_tables import ChangedSentenceRow, ComparisonRow
from bot.tuning.comparison.asked import Both

COMPARISONS = table_of(ComparisonRow)
SENTENCES = table_of(ChangedSentenceRow)
UTTERANCES = table_of(UtteranceRow)


@dataclass(frozen=True)
class Comparison:
    """One as written; `reasons` as they were by the limits of that day."""

    id: int
    candidate_id: int
    live_id: int
    at: datetime
    job_id: int | None
    result: dict[str, Any] = field(hash=False)
    reasons: list[dict[str, Any]] = field(hash=False)


@dataclass(frozen=True)
class Changed:
    """A sentence both versions understand differently, as it is to be written."""

    source: str
    change: str
    language: str
    text: str
    expected: str | None
    before: str | None
    after: str | None
    utterance_id: int | None = None


def write(
    db: Connection, values: Mapping[str, Any], changed: Iterable[Changed], replayed: Sequence[Both]
) -> int:
    """The comparison, its sentences, and what the candidate would have understood; the comparison's id."""
    written = int(db.execute(insert(COMPARISONS).values(**values).returning(COMPARISONS.c.id)).scalar_one())
    rows = [{"comparison_id": written, **vars(one)} for one in changed]
    if rows:
        db.execute(insert(SENTENCES), rows)
    _note_disagreements(db, replayed)
    return written


def newest_of(engine: Engine, candidate_id: int) -> Comparison | None:
    """The newest comparison of a candidate."""
    return _first(engine, COMPARISONS.c.candidate_id == candidate_id)


def newest(engine: Engine) -> Comparison | None:
    """The newest of all; its result["mistaken"]["live"] says what is taken for what."""
    return _first(engine, COMPARISONS.c.id > 0)


def one(engine: Engine, comparison_id: int) -> Comparison:
    """Raises NotThere."""
    found = _first(engine, COMPARISONS.c.id == comparison_id)
    if found is None:
        raise NotThere("no_such_comparison")
    return found


def latest(engine: Engine, most: int) -> list[RowMapping]:
    """The newest ones without their results: id, candidate_id, live_id, at, reasons."""
    columns = (COMPARISONS.c[name] for name in ("id", "candidate_id", "live_id", "at", "reasons"))
    with engine.connect() as db:
        found = db.execute(select(*columns).order_by(COMPARISONS.c.id.desc()).limit(most))
        return list(found.mappings())


def _first(engine: Engine, which: Any) -> Comparison | None:
    with engine.connect() as db:
        row = (
            db.execute(select(COMPARISONS).where(which).order_by(COMPARISONS.c.id.desc())).mappings().first()
        )
    return Comparison(**row) if row else None


def _note_disagreements(db: Connection, replayed: Sequence[Both]) -> None:
    """Of the newest comparison alone: what an earlier one noted is forgotten."""
    noted = UTTERANCES.c.candidate_intent.is_not(None)
    db.execute(update(UTTERANCES).where(noted).values(candidate_intent=None))
    differ = [
        {"this": both.asked.utterance_id, "heard_as": (both.after.intent or "nothing")[:64]}
        for both in replayed
        if both.before.shown != both.after.shown
    ]
    if differ:
        this = update(UTTERANCES).where(UTTERANCES.c.id == bindparam("this"))
        db.execute(this.values(candidate_intent=bindparam("heard_as")), differ)
