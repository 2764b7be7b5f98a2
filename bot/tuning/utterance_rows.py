"""What the inbox keeps of a turn: the words without the person, how they were understood and answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, exists, func, select

from bot.store.database import table_of
from bot.store.tables import ConversationRow, TurnRow
from bot.tuning.inbox_redaction import InboxRedaction
from bot.tuning.person_known import known_of
from bot.tuning.utterances import UTTERANCES

TURNS, CONVERSATIONS = table_of(TurnRow), table_of(ConversationRow)
# A turn that is not answered by then will not be.
GIVEN_UP = timedelta(minutes=10)
# Nothing of ours: the caller is told so.
BEYOND_US = "out_of_scope"
OF_TALK = ("channel", "caller", "memory", "model_version")


def turns_from(first: int, most: int, now: datetime) -> Select[Any]:
    """Settled turns with words that the inbox does not have, from this one on, each with its conversation."""
    known = exists().where(
        UTTERANCES.c.conversation_id == TURNS.c.conversation_id, UTTERANCES.c.turn == TURNS.c.number
    )
    of_talk = [CONVERSATIONS.c[name].label(f"talk_{name}") for name in OF_TALK]
    wanted = select(TURNS, *of_talk).join(CONVERSATIONS, CONVERSATIONS.c.id == TURNS.c.conversation_id)
    wanted = wanted.where(TURNS.c.id >= first, func.length(TURNS.c.heard) > 0, ~known, _settled(now))
    return wanted.order_by(TURNS.c.id).limit(most)


def first_open(first: int, now: datetime) -> Select[Any]:
    """The oldest turn from this one on of which it is not yet known what becomes of it."""
    return select(func.min(TURNS.c.id)).where(TURNS.c.id >= first, ~_settled(now))


def _settled(now: datetime) -> ColumnElement[bool]:
    return TURNS.c.answered_at.is_not(None) | (TURNS.c.at < now - GIVEN_UP)


def for_the_bot(turn: RowMapping) -> bool:
    """Whether the bot was meant; what is written to an expert it only passes on."""
    flagged = any(flag.get("turn") == turn["number"] for flag in turn["talk_memory"].get("flags", ()))
    return bool(turn["intent"] or turn["failure"] or turn["said"] or flagged or turn["answered_at"] is None)


def utterance(db: Connection, turn: RowMapping, redaction: InboxRedaction) -> dict[str, Any]:
    """A row of `utterances`, but for its group and what is told of the whole conversation."""
    understood: Mapping[str, Any] = turn["understood"] or {}
    memory, expecting = turn["talk_memory"], understood.get("expecting")
    known = known_of(db, turn["talk_caller"], memory)
    how, version = understood.get("how"), turn["model_version"]
    flags = [flag["code"] for flag in memory.get("flags", ()) if flag.get("turn") == turn["number"]]
    return {
        "conversation_id": turn["conversation_id"],
        "turn": turn["number"],
        "at": turn["at"],
        "channel": turn["talk_channel"],
        "language": turn["language"],
        "text": redaction(turn["heard"], turn["language"], expecting, known),
        "expecting": expecting,
        "intent": turn["intent"],
        "confidence": turn["confidence"],
        "route": turn["route"],
        "how": how,
        "model_version": version if version is not None else turn["talk_model_version"],
        "flags": list(dict.fromkeys(flags)),
        "clarified": turn["route"] == "clarify" and how != BEYOND_US,
        "failed": bool(turn["failure"]) or turn["answered_at"] is None or how == BEYOND_US,
    }
