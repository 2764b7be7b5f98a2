"""What people and callers left in a case: notes, pictures, spoken messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, select

from bot.desk.case_frame import CaseFrame
from bot.errors import NotAllowed, NotPossible
from bot.handover.cases import Cases
from bot.handover.experts import STAFF
from bot.handover.packet_notes import notes_of
from bot.handover.voicemails import VOICEMAILS

LONGEST_NOTE = 2000
# People write these; of the others the words are a code of ours.
WRITTEN = ("note", "passed_on")


@dataclass(frozen=True)
class Note:
    """`who` is a name, None for the hotline itself; `words` are a code where `written` is not set."""

    kind: str
    words: str
    written: bool
    who: str | None
    at: datetime | None


@dataclass(frozen=True)
class Message:
    """Spoken instead of waiting; `url` is the carrier's, which asks for the operator's password."""

    at: datetime
    seconds: int | None
    url: str | None


class CasePapers:
    """Reads them; adds notes."""

    def __init__(self, engine: Engine, cases: Cases) -> None:
        self._engine = engine
        self._cases = cases

    def notes(self, frame: CaseFrame) -> list[Note]:
        """Newest first; raises NotAllowed where they are not for this person."""
        frame.must_see("notes")
        names = self._names()
        written = [_note(one, names) for one in notes_of(frame.packet.get("summary") or {})]
        return written[::-1]

    def add_note(self, frame: CaseFrame, words: str, key: str, now: datetime) -> None:
        """Once for every `key`; raises NotAllowed or NotPossible."""
        frame.must_see("notes")
        if not frame.sight.reveals:
            raise NotAllowed("not_yours")
        if not words.strip():
            raise NotPossible("note_empty")
        if len(words) > LONGEST_NOTE:
            raise NotPossible("note_too_long")
        self._cases.note(frame.id, frame.person.id, words.strip(), now, key or None)

    def pictures(self, frame: CaseFrame) -> list[str]:
        """Addresses at the carrier, in the order in which they came; the hotline never opens them."""
        frame.must_see("attachments")
        kept = (frame.packet.get("summary") or {}).get("pictures") or ()
        return [str(one) for one in kept if urlsplit(str(one)).scheme in ("https", "http")]

    def messages(self, frame: CaseFrame) -> list[Message]:
        """Spoken ones, newest first."""
        mine = select(VOICEMAILS).where(VOICEMAILS.c.handover_id == frame.id)
        with self._engine.connect() as db:
            rows = db.execute(mine.order_by(VOICEMAILS.c.at.desc())).mappings().all()
        return [Message(row["at"], row["seconds"], row["recording_url"]) for row in rows]

    def _names(self) -> dict[str, str]:
        with self._engine.connect() as db:
            return {row.id: row.name for row in db.execute(select(STAFF.c.id, STAFF.c.name))}


def _note(stored: Mapping[str, Any], names: Mapping[str, str]) -> Note:
    kind = str(stored.get("kind") or "note")
    at = datetime.fromisoformat(stored["at"]) if stored.get("at") else None
    who = names.get(str(stored.get("who")))
    return Note(kind, str(stored.get("words") or ""), kind in WRITTEN, who, at)
