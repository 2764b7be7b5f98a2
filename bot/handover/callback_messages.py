"""What is left for somebody who was not reached: one message without content, where that harms nobody."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, RowMapping, select

from bot.conversation.record import EVENTS, Record
from bot.conversation.state import Conversation, Sentence
from bot.handover.case_notes import CaseNotes
from bot.handover.cases import HANDOVERS
from bot.phrases.catalogue import Phrases
from bot.phrases.values import for_eye
from bot.shop.textable import can_text
from bot.store.contact_safety import is_protected

LEFT = "mailbox_message"
PURPOSE = "callback_unreached"

# To, body, purpose, conversation.
SendText = Callable[[str, str, str, str | None], object]


class CallbackMessages:
    """At most one in a mailbox for every case; a text only for who wanted texts."""

    def __init__(self, engine: Engine, phrases: Phrases, send: SendText) -> None:
        self._engine = engine
        self._record = Record(engine)
        self._notes = CaseNotes(engine)
        self._phrases = phrases
        self._send = send

    def for_mailbox(self, leg: Conversation, case: RowMapping, now: datetime) -> Sentence | None:
        """What to say to the machine, written down as said; None for silence."""
        if self._was_left(case["case_number"]) or not self._may_leave(leg, case):
            return None
        leg.last_at = now
        self._record.event(leg, "hotline", LEFT, {"case": case["case_number"]})
        return Sentence(self._phrases.say("callback_mailbox", leg.language, "voice"), leg.language)

    def text(self, promise: RowMapping) -> None:
        """After the last try, unless the mailbox has told them already."""
        with self._engine.connect() as db:
            case = db.execute(select(HANDOVERS).where(HANDOVERS.c.id == promise["handover_id"])).mappings()
            row = case.one()
        wanted = row["packet"]["permissions"]["sms"] and can_text(promise["phone"])
        if wanted and not self._was_left(row["case_number"]):
            words = self._phrases.say("callback_text", row["language"], "sms", case=row["case_number"])
            body = for_eye(words, row["language"])
            self._send(promise["phone"], body, PURPOSE, row["conversation_id"])

    def is_protected(self, leg: Conversation, case: RowMapping) -> bool:
        """Whether somebody else might hear it who must not."""
        with self._engine.connect() as db:
            return is_protected(db, leg.caller, case["conversation_id"])

    def _may_leave(self, leg: Conversation, case: RowMapping) -> bool:
        allowed = self._notes.packet(case["id"])["permissions"]["voicemail"] is not False
        return allowed and not self.is_protected(leg, case)

    def _was_left(self, case_number: str) -> bool:
        mine = (EVENTS.c.what == LEFT) & (EVENTS.c.data["case"].as_string() == case_number)
        with self._engine.connect() as db:
            return db.execute(select(EVENTS.c.id).where(mine).limit(1)).first() is not None
