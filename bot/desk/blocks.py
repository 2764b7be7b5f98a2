"""The seven blocks a person reads before the first word, made of a packet of any version. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from bot.desk.blocks_caller import Reach, Who, Wish, reach, who, wish
from bot.desk.blocks_facts import Fact, facts
from bot.desk.blocks_flags import Flags, flags
from bot.desk.blocks_work import Done, Orders, done, orders
from bot.desk.case_access import Sight
from bot.desk.masking import Veil

SIGNS = 10


@dataclass(frozen=True)
class Reader:
    """Who reads, when and in which language: what they see and had shown, how many contacts there were."""

    sight: Sight
    shown: frozenset[str]
    before: int
    now: datetime
    language: str = "de"


@dataclass(frozen=True)
class Blocks:
    """In the order in which they are read."""

    who: Who
    wish: Wish
    flags: Flags
    done: Done
    facts: tuple[Fact, ...]
    orders: Orders
    reach: Reach

    def marks(self) -> dict[str, str]:
        """By block a mark that changes with what it shows."""
        return {item.name: mark(getattr(self, item.name)) for item in fields(self)}


def blocks_of(packet: Mapping[str, Any], reader: Reader) -> Blocks:
    """What this person reads of the case."""
    veil = Veil(reader.sight, reader.shown)
    return Blocks(
        who=who(packet, veil, reader.before),
        wish=wish(packet, veil),
        flags=flags(packet, veil),
        done=done(packet, veil),
        facts=facts(packet, veil, reader.language),
        orders=orders(packet, veil, reader.now.date()),
        reach=reach(packet, veil),
    )


def mark(block: Any) -> str:
    """Short, and another for every other content."""
    return hashlib.sha256(repr(block).encode()).hexdigest()[:SIGNS]
