"""What a caller said where the inbox shows a placeholder: looked at to say the like, never shown."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Engine, RowMapping, select

from bot.privacy.spans import PLACEHOLDER
from bot.store.database import table_of
from bot.store.tables import TurnRow
from bot.tuning.stand_ins import Original

TURNS = table_of(TurnRow)


class Gap(NamedTuple):
    """A placeholder of a redacted text, and what stood there."""

    start: int
    end: int
    original: Original


class Originals:
    """From the turns, which are kept apart from the inbox."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def gaps(self, utterance: RowMapping) -> list[Gap]:
        """Of one row of `utterances`, in order."""
        if not PLACEHOLDER.search(utterance["text"]):
            return []
        turn = (TURNS.c.conversation_id == utterance["conversation_id"]) & (
            TURNS.c.number == utterance["turn"]
        )
        with self._engine.connect() as db:
            row = db.execute(select(TURNS.c.heard, TURNS.c.understood).where(turn)).mappings().first()
        return gaps(utterance["text"], row["heard"] if row else None, (row and row["understood"]) or {})


def gaps(redacted: str, heard: str | None, understood: dict[str, object]) -> list[Gap]:
    """The placeholders with what stood there, as far as both texts agree around them."""
    said = _said(redacted, heard or "")
    values = _values(understood)
    found = []
    for number, place in enumerate(PLACEHOLDER.finditer(redacted)):
        name = place[1]
        value = values[name].pop(0) if values.get(name) else None
        words = said[number] if said and not PLACEHOLDER.search(said[number]) else None
        original = Original(name, words, value)
        found.append(Gap(place.start(), place.end(), original))
    return found


def _said(redacted: str, heard: str) -> list[str] | None:
    parts = PLACEHOLDER.split(redacted)[::2]
    pattern = r"\s*(.+?)\s*".join(r"\s+".join(re.escape(word) for word in part.split()) for part in parts)
    found = re.fullmatch(rf"\s*{pattern}\s*", heard, re.DOTALL | re.IGNORECASE)
    return list(found.groups()) if found else None


def _values(understood: dict[str, object]) -> dict[str, list[str]]:
    """Canonical values by name, in the order in which they were said."""
    known: dict[str, list[str]] = {}
    for name, value in _entities(understood):
        known.setdefault(name, []).append(value)
    return known


def _entities(understood: dict[str, object]) -> Iterator[tuple[str, str]]:
    entities = understood.get("entities")
    for one in entities if isinstance(entities, list) else ():
        yield str(one["name"]), str(one["value"])
