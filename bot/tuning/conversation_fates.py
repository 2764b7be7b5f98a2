"""What became of conversations in the inbox: they went to a person, somebody corrected the bot."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select, true, update

from bot.store.database import table_of
from bot.store.desk_tables import BotHintRow, CaseLabelRow
from bot.store.tables import HandoverRow
from bot.tuning.utterances import UTTERANCES

HANDOVERS, SAID, HINTS = table_of(HandoverRow), table_of(CaseLabelRow), table_of(BotHintRow)
# Written by others meanwhile: looked at once more.
OVERLAP = timedelta(minutes=2)
WRONG = ("wrong", "missing")
U = UTTERANCES.c


class ConversationFates:
    """Follows what is new since the last time; the first time everything."""

    def __init__(self) -> None:
        self._since: datetime | None = None

    def follow(self, db: Connection, now: datetime) -> None:
        """Bring the marks of older sentences up to date."""
        since, self._since = self._since, now - OVERLAP
        handed = _newer(select(HANDOVERS.c.conversation_id), HANDOVERS.c.created_at, since)
        mark_handed_over(db, handed)
        for about in (
            _newer(select(SAID.c.conversation_id), SAID.c.at, since),
            _newer(select(HINTS.c.conversation_id).where(HINTS.c.kind == "wish"), HINTS.c.created_at, since),
        ):
            mark_corrected(db, set(db.execute(about).scalars()))


def mark_handed_over(db: Connection, conversations: Select[Any]) -> None:
    """Sentences of these, before and after."""
    mine = U.conversation_id.in_(conversations)
    db.execute(update(UTTERANCES).where(mine, U.handed_over == false()).values(handed_over=true()))


def mark_corrected(db: Connection, conversation_ids: Iterable[str]) -> None:
    """Anew for each: what was said may have been taken back."""
    for conversation_id in conversation_ids:
        mine, turns = U.conversation_id == conversation_id, _corrected_turns(db, conversation_id)
        is_one = U.turn.in_(turns)
        db.execute(update(UTTERANCES).where(mine, is_one).values(corrected=true()))
        db.execute(update(UTTERANCES).where(mine, ~is_one, U.corrected).values(corrected=false()))


def was_handed_over(db: Connection, conversation_id: str) -> bool:
    """Whether there already is a case for a person."""
    mine = select(HANDOVERS.c.id).where(HANDOVERS.c.conversation_id == conversation_id)
    return db.execute(mine.limit(1)).first() is not None


def _newer(wanted: Select[Any], at: ColumnElement[Any], since: datetime | None) -> Select[Any]:
    return wanted if since is None else wanted.where(at >= since)


def _corrected_turns(db: Connection, conversation_id: str) -> set[int]:
    """The turns a verdict is about, all where it names none; before a hint the last one."""
    said = select(SAID).where(SAID.c.conversation_id == conversation_id).order_by(SAID.c.id)
    newest = {(row["kind"], row["code"], row["turn"]): row for row in db.execute(said).mappings()}
    wrong = [row for row in newest.values() if row["verdict"] in WRONG or row["corrected_to"]]
    wrong = [row for row in wrong if row["verdict"] != "undone"]
    turns = {row["turn"] for row in wrong if row["turn"] is not None}
    mine = U.conversation_id == conversation_id
    if any(row["turn"] is None for row in wrong):
        turns |= set(db.execute(select(U.turn).where(mine)).scalars())
    hints = select(HINTS.c.created_at, HINTS.c.used_turn).where(HINTS.c.conversation_id == conversation_id)
    for hint in db.execute(hints.where(HINTS.c.kind == "wish")):
        before = and_(mine, or_(U.at <= hint.created_at, U.turn == (hint.used_turn or -1) - 1))
        last = db.execute(select(func.max(U.turn)).where(before)).scalar()
        turns |= {last} if last is not None else set()
    return turns
