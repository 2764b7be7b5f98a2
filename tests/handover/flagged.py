"""Conversations in which something delicate was said, for the tests of the packet."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.conversation.state import Conversation
from bot.handover.order_facts import OrderFacts
from bot.handover.packet import Need, packet
from tests.builders import NOW, conversation

WORDS = "mein Mann ist letzte Woche verstorben und da kommt noch ein Paket"


def flag(code: str, level: str = "clear", turn: int = 1, **more: Any) -> dict[str, Any]:
    """As the gate leaves it in the conversation's memory."""
    kept = {"code": code, "level": level, "quote": WORDS, "seen_by": "both", "confidence": 0.93}
    return kept | {"turn": turn, "at": minute(turn), "text": f"{WORDS}, sagte sie"} | more


def minute(turn: int) -> str:
    """When a turn was, ISO."""
    return (NOW + timedelta(minutes=turn)).isoformat()


def talk_with(*flags: dict[str, Any], settled: tuple[str, ...] = (), **talk: Any) -> Conversation:
    """A conversation that remembers these flags."""
    made = conversation(**talk)
    made.memory.flags, made.memory.flags_settled = list(flags), list(settled)
    return made


def turn(number: int, heard: str | None, intent: str | None = None, **more: Any) -> Any:
    """A turn as it stands in the record."""
    row = {"number": number, "heard": heard, "intent": intent, "confidence": 0.9, "failure": None}
    return row | {"said": None, "at": NOW} | more


def packed(
    talk: Conversation,
    *turns: Any,
    orders: tuple[OrderFacts, ...] = (),
    reason: str = "x",
    at: datetime = NOW,
    **summary: Any,
) -> dict[str, Any]:
    """The conversation's packet."""
    return packet(talk, turns, Need("person", reason, summary), at, orders)


def order(**changes: Any) -> OrderFacts:
    """An order delivered a week ago, but for the changes."""
    values: dict[str, Any] = {"order_number": "WM-104823", "status": "delivered", "known_by": "verified"}
    values |= {"is_open": False, "is_cancellable": False}
    return OrderFacts(**{**values, **changes})


def day(offset: int) -> date:
    """So many days from the tests' today."""
    return NOW.date() + timedelta(days=offset)
