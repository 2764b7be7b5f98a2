"""What experts said of the bot's flags and guesses while they had the case: hints for whoever labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, update

from bot.store.database import table_of
from bot.store.desk_tables import BotHintRow, CaseLabelRow

SAID, HINTS = table_of(CaseLabelRow), table_of(BotHintRow)
MISSING, WRONG, UNDONE = "missing", "wrong", "undone"


@dataclass(frozen=True)
class Correction:
    """One of them; `kind` flag, need, reason, bot_should, or wish (the intent told to the bot)."""

    kind: str
    code: str | None
    verdict: str
    corrected_to: str | None = None


def of(db: Connection, utterance: RowMapping) -> list[Correction]:
    """About the utterance's conversation, but for other turns; the newest of each kind and code."""
    mine = SAID.c.conversation_id == utterance["conversation_id"]
    here = mine & (SAID.c.turn.is_(None) | (SAID.c.turn == utterance["turn"]))
    newest: dict[tuple[str, str | None], Correction] = {}
    for row in db.execute(select(SAID).where(here).order_by(SAID.c.id)).mappings():
        said = Correction(row["kind"], row["code"], row["verdict"], row["corrected_to"])
        newest[row["kind"], row["code"]] = said
    return [said for said in newest.values() if said.verdict != UNDONE] + _wishes(db, utterance)


def reviewed(db: Connection, utterances: Sequence[RowMapping], at: datetime) -> None:
    """What was said about these has been looked at."""
    for one in utterances:
        if one["corrected"] or one["handed_over"]:
            about = SAID.c.turn.is_(None) | (SAID.c.turn == one["turn"])
            mine = (SAID.c.conversation_id == one["conversation_id"]) & SAID.c.reviewed_at.is_(None) & about
            db.execute(update(SAID).where(mine).values(reviewed_at=at))


def _wishes(db: Connection, utterance: RowMapping) -> list[Correction]:
    """The wish an expert who read along told the bot after this turn, before the next."""
    mine = (HINTS.c.conversation_id == utterance["conversation_id"]) & (HINTS.c.kind == "wish")
    near = HINTS.c.used_turn.is_(None) | (HINTS.c.used_turn.in_([utterance["turn"], utterance["turn"] + 1]))
    rows = db.execute(select(HINTS.c.intent).where(mine & near).order_by(HINTS.c.id)).scalars()
    return [Correction("wish", intent, "right") for intent in dict.fromkeys(rows) if intent]
