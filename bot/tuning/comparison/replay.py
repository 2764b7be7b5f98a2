"""The last turns of callers, to be understood once more in the circumstances they were heard in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, Subquery, func, select

from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceLabelRow, UtteranceRow
from bot.store.tables import TurnRow
from bot.tuning.comparison.asked import Asked
from bot.understanding.intent_kinds import OUT_OF_SCOPE

TURNS = table_of(TurnRow)
UTTERANCES = table_of(UtteranceRow)
LABELS = table_of(UtteranceLabelRow)
# What each verdict says the sentence means; None: what was understood, or is named beside it.
TELLING = {"right": None, "intent": None, "out_of_scope": OUT_OF_SCOPE}
# As the conversation itself shortens what it understands.
LONGEST = 1000


@dataclass(frozen=True)
class Replay:
    """The turns to ask, how many there were to choose from, and from when to when."""

    asked: list[Asked]
    there: int
    span: tuple[datetime, datetime] | None


def replay(engine: Engine, most: int) -> Replay:
    """The newest first. A turn whose words are gone is left out, and counts as there all the same."""
    newest = select(UTTERANCES).order_by(UTTERANCES.c.id.desc()).limit(most).subquery()
    heard = (TURNS.c.conversation_id == newest.c.conversation_id) & (TURNS.c.number == newest.c.turn)
    turns = select(newest, TURNS.c.heard).join(TURNS, heard).where(TURNS.c.heard.is_not(None))
    with engine.connect() as db:
        there = db.execute(select(func.count()).select_from(newest)).scalar_one()
        rows = list(db.execute(turns.order_by(newest.c.id.desc())).mappings())
        told = _told(db, newest)
    span = (rows[-1]["at"], rows[0]["at"]) if rows else None
    return Replay([_asked(row, told) for row in rows], there, span)


def _asked(row: RowMapping, told: Mapping[int, str]) -> Asked:
    return Asked(
        text=row["heard"][:LONGEST],
        language=row["language"],
        channel=row["channel"],
        source="replay",
        expected=told.get(row["id"]),
        expecting=row["expecting"],
        utterance_id=row["id"],
        redacted=row["text"],
    )


def _told(db: Connection, newest: Subquery) -> dict[int, str]:
    """What people say these utterances mean, unless they disagree; the last word counts."""
    standing = (
        (LABELS.c.undone_at.is_(None)) & LABELS.c.verdict.in_(TELLING) & (newest.c.status != "disputed")
    )
    label = select(LABELS.c.utterance_id, LABELS.c.verdict, LABELS.c.intent, newest.c.intent.label("heard"))
    joined = label.join(newest, newest.c.id == LABELS.c.utterance_id).where(standing)
    rows = db.execute(joined.order_by(LABELS.c.id)).mappings()
    meanings = {row["utterance_id"]: TELLING[row["verdict"]] or row["intent"] or row["heard"] for row in rows}
    return {utterance: meaning for utterance, meaning in meanings.items() if meaning}
