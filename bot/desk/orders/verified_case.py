"""Writing down who is on the line: in the conversation, the packet, as an event, in the audit trail."""

import time
from collections.abc import Callable

from sqlalchemy import Engine, insert

from bot.clock import Clock
from bot.conversation.conversation_rows import save
from bot.conversation.record import EVENTS, Record
from bot.conversation.state import Conversation
from bot.desk.case_frame import CaseFrame
from bot.desk.orders.proof import Proof
from bot.handover.cases import Cases
from bot.staff.audit import append

VERIFIED = "caller_verified"
HELD_S, TRIES, WAIT_S = 5.0, 5, 0.2


class VerifiedCases:
    """Changes conversations from outside a turn: only while none runs."""

    def __init__(self, engine: Engine, record: Record, cases: Cases, clock: Clock) -> None:
        self._engine = engine
        self._record = record
        self._cases = cases
        self._clock = clock

    def changed(self, conversation_id: str, change: Callable[[Conversation], None]) -> Conversation | None:
        """The conversation with this change in its memory; None while a turn goes on and on."""
        for _ in range(TRIES):
            if self._record.hold(conversation_id, HELD_S):
                talk = self._record.by_id(conversation_id)
                assert talk is not None
                change(talk)
                with self._engine.begin() as db:
                    if save(db, talk):
                        talk.version += 1
                        return talk
                self._record.release(conversation_id)
            time.sleep(WAIT_S)
        return None

    def note(self, frame: CaseFrame, talk: Conversation, proof: Proof, document: str) -> None:
        """The packet says so from now on, and who found out."""
        now = self._clock.now()
        self._cases.refresh(frame.id, talk, str(frame.case["reason"]), {}, now)
        data = {"level": proof.level.value, "case": frame.case["case_number"]}
        data |= {"document": document} if document else {}
        event = {"at": now, "conversation_id": talk.id, "who": frame.person.id, "what": VERIFIED}
        with self._engine.begin() as db:
            db.execute(insert(EVENTS).values(data=data, **event))
            append(db, frame.person.id, VERIFIED, f"case:{frame.id}", now, **data)
