"""A receipt the law wants in writing must arrive: what cannot be texted is sent by a person."""

from bot.clock import Clock
from bot.conversation.record import Record
from bot.handover.cases import Cases

OWED = frozenset({"withdrawal_receipt"})


class UndeliveredReceipts:
    """Opens a case for every receipt that will not arrive."""

    def __init__(self, record: Record, cases: Cases, clock: Clock) -> None:
        self._record = record
        self._cases = cases
        self._clock = clock

    def __call__(self, conversation_id: str | None, purpose: str) -> None:
        """Told of a text message that will not arrive."""
        talk = self._record.by_id(conversation_id) if conversation_id and purpose in OWED else None
        if talk:
            self._cases.open(talk, "receipt", "receipt_by_hand", {}, self._clock.now())
