"""Notes experts and the hotline leave in a case for whoever goes on with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select, update

from bot.store.database import table_of
from bot.store.tables import HandoverRow

HANDOVERS = table_of(HandoverRow)


class CaseNotes:
    """Kept in the packet's summary, which outlives every refresh of the packet."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def packet(self, case_id: str) -> dict[str, Any]:
        """The case's packet as it is now."""
        with self._engine.connect() as db:
            content: dict[str, Any] = db.execute(
                select(HANDOVERS.c.packet).where(HANDOVERS.c.id == case_id)
            ).scalar_one()
        return content

    def add(self, case_id: str, kind: str, words: str, expert_call: str, at: datetime) -> bool:
        """One note of this kind for an expert's call; False when it is there already."""
        with self._engine.begin() as db:
            locked = select(HANDOVERS).where(HANDOVERS.c.id == case_id).with_for_update()
            row = db.execute(locked).mappings().one()
            summary = row["packet"]["summary"]
            notes = summary.get("notes", [])
            if any((note["kind"], note["expert_call"]) == (kind, expert_call) for note in notes):
                return False
            note = {"kind": kind, "words": words, "expert_call": expert_call, "at": at.isoformat()}
            content = row["packet"] | {"summary": summary | {"notes": [*notes, note]}}
            changed = update(HANDOVERS).where(HANDOVERS.c.id == case_id)
            db.execute(changed.values(packet=content, packet_version=row["packet_version"] + 1))
        return True
