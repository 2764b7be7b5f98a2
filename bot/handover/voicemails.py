"""Messages spoken for the experts instead of waiting; the sound stays with the carrier."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select

from bot.handover.outcomes import WaitOutcome
from bot.handover.waits import Waits
from bot.store.database import table_of
from bot.store.handover_tables import VoicemailRow

VOICEMAILS = table_of(VoicemailRow)
# Shorter ones are a click, or somebody who changed their mind.
SHORTEST_S = 1


@dataclass(frozen=True)
class Recording:
    """What the carrier recorded; without a sid nothing was said."""

    sid: str | None
    url: str | None
    seconds: int


class Voicemails:
    """Stores messages and lets their callers go."""

    def __init__(self, engine: Engine, waits: Waits) -> None:
        self._engine = engine
        self._waits = waits

    def take(self, conversation_id: str, recording: Recording, now: datetime) -> bool:
        """Keep a message; its caller no longer waits. False when nothing was said.

        The next turn tells them (`news`: voicemail_kept, voicemail_empty). Who is in danger goes on waiting.
        """
        wait = self._waits.open_of(conversation_id)
        if wait is None:
            return False
        if recording.sid is None or recording.seconds < SHORTEST_S:
            self._waits.change(wait["id"], ("waiting", "ringing"), news="voicemail_empty")
            return False
        self._keep(wait["handover_id"], recording, now)
        if wait["priority"] != "P0":
            settled = {"status": "talking", "outcome": WaitOutcome.VOICEMAIL.value, "news": "voicemail_kept"}
            self._waits.change(wait["id"], ("waiting", "ringing"), **settled)
        return True

    def _keep(self, case_id: str, recording: Recording, now: datetime) -> None:
        known = select(VOICEMAILS.c.id).where(VOICEMAILS.c.recording_sid == recording.sid)
        values = {"handover_id": case_id, "recording_sid": recording.sid, "recording_url": recording.url}
        with self._engine.begin() as db:
            if db.execute(known).first() is None:
                db.execute(insert(VOICEMAILS).values(seconds=recording.seconds, at=now, **values))
