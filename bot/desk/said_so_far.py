"""The whole conversation of a case, across calls and threads, and what of it is new since somebody looked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from bot.conversation.conversation_rows import held
from bot.conversation.record import CONVERSATIONS, TURNS
from bot.conversation.state import Conversation
from bot.desk.bubbles import Bubble, Reading, Told
from bot.handover.thread_texts import MESSAGES, PURPOSES
from bot.handover.waits import WAITS

# So many of the last bubbles may still change: understood later, delivered meanwhile.
RECENT = 12


@dataclass(frozen=True)
class Section:
    """One call or thread."""

    talk: Conversation
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True)
class Item:
    """What stands in the list: the head of a section, or a bubble."""

    id: str
    talk: Conversation
    bubble: Bubble | None = None


@dataclass(frozen=True)
class News:
    """What came since, and the last of what was there before: it may look different now."""

    fresh: list[Item]
    known: list[Item]


@dataclass(frozen=True)
class SaidSoFar:
    """Everything, oldest first."""

    sections: tuple[Section, ...]

    @property
    def items(self) -> list[Item]:
        """All sections with their heads."""
        return [item for section in self.sections for item in _items(section)]

    @property
    def bubbles(self) -> list[Bubble]:
        """Of all sections."""
        return [item.bubble for item in self.items if item.bubble]

    @property
    def newest(self) -> int:
        """The customer's newest turn in the last section; 0 without one."""
        last = self.sections[-1].bubbles if self.sections else ()
        return max((bubble.turn for bubble in last if bubble.side == "caller"), default=0)

    @property
    def version(self) -> str:
        """How many items there are, which, and in what state."""
        found = self.items
        states = [(one.delivery, one.parts, one.meant, one.flags) for one in self.bubbles]
        return f"{len(found)}.{_short([item.id for item in found])}.{_short(states)}"

    def since(self, seen: str) -> News | None:
        """What came after the version somebody has; None when it does not go on from there."""
        count, _, rest = seen.partition(".")
        if not (count.isascii() and count.isdigit()):
            return None
        found, known = self.items, int(count)
        as_before = rest.partition(".")[0] == _short([item.id for item in found[:known]])
        return News(found[known:], found[max(0, known - RECENT) : known]) if known and as_before else None


class Conversations:
    """Reads them for the desk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_case(self, case: RowMapping, reading: Reading) -> SaidSoFar:
        """The conversation that made the case, and every call back and later wait about it."""
        with self._engine.connect() as db:
            waits = select(WAITS.c.conversation_id).where(WAITS.c.handover_id == case["id"])
            ids = {case["conversation_id"], *db.execute(waits).scalars()}
            return SaidSoFar(tuple(_section(db, row, reading) for row in _talks(db, ids)))

    def of_talk(self, conversation_id: str, reading: Reading) -> SaidSoFar:
        """One conversation; nothing for an id there is not."""
        with self._engine.connect() as db:
            return SaidSoFar(tuple(_section(db, row, reading) for row in _talks(db, {conversation_id})))


def _talks(db: Connection, ids: set[str]) -> Sequence[RowMapping]:
    mine = select(CONVERSATIONS).where(CONVERSATIONS.c.id.in_(ids))
    return db.execute(mine.order_by(CONVERSATIONS.c.started_at, CONVERSATIONS.c.id)).mappings().all()


def _section(db: Connection, row: RowMapping, reading: Reading) -> Section:
    mine = select(TURNS).where(TURNS.c.conversation_id == row["id"]).order_by(TURNS.c.number)
    turns = db.execute(mine).mappings().all()
    talk = held(row)
    return Section(talk, tuple(Told(talk, turns, _deliveries(db, talk, turns)).bubbles(reading)))


def _deliveries(db: Connection, talk: Conversation, turns: Sequence[RowMapping]) -> dict[int, str]:
    """Turn and message were written together; the same words twice are told apart by their order."""
    written = [turn for turn in turns if turn["route"] in PURPOSES]
    if not written:
        return {}
    mine = (MESSAGES.c.conversation_id == talk.id) & MESSAGES.c.purpose.in_(PURPOSES.values())
    owed = list(db.execute(select(MESSAGES.c.body, MESSAGES.c.status).where(mine).order_by(MESSAGES.c.id)))
    found: dict[int, str] = {}
    for turn in written:
        message = next((one for one in owed if one.body == turn["said"]), None)
        if message is not None:
            owed.remove(message)
            found[turn["number"]] = message.status
    return found


def _items(section: Section) -> list[Item]:
    talk = section.talk
    return [Item(talk.id[:8], talk), *(Item(one.id, talk, one) for one in section.bubbles)]


def _short(what: Any) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:10] if what else "-"
