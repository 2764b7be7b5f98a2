"""Receipts owed in writing: sent to the number that called, else left to a person to send."""

from datetime import datetime
from typing import Any

import phonenumbers

from bot.channels.outbox import Outbox
from bot.conversation.state import Sentence
from bot.conversation.turn import Turn
from bot.phrases.values import for_eye

REACHED_BY_TEXT = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


class TextReceipts:
    """Sends receipts as text messages."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def withdrawal(self, turn: Turn, receipt: dict[str, Any]) -> Sentence | None:
        """Confirm a withdrawal with its content, date and time (BGB section 356)."""
        to = turn.conversation.caller
        sent = can_text(to) and self._outbox.put(
            str(to), _text(turn, receipt), "withdrawal_receipt", turn.conversation.id
        )
        turn.note("receipt", {"reference": receipt["reference"], "by": "sms" if sent else "person"})
        if not sent and not receipt.get("mailed"):
            turn.services.handovers.request(turn, "receipt_by_hand", "receipt", receipt)
        return turn.say("receipt_by_text") if sent else None


def can_text(number: str | None) -> bool:
    """Whether a text message can reach this number."""
    if not number:
        return False
    try:
        return phonenumbers.number_type(phonenumbers.parse(number)) in REACHED_BY_TEXT
    except phonenumbers.NumberParseException:
        return False


def _text(turn: Turn, receipt: dict[str, Any]) -> str:
    at = datetime.fromisoformat(receipt["at"]).astimezone(turn.services.clock.now().tzinfo)
    number = receipt.get("order_number")
    language, phrases = turn.conversation.language, turn.services.phrases
    order = phrases.say("withdrawal_receipt_order", language, "sms", order_number=number) if number else ""
    values = {
        "day": at.date().isoformat(),
        "time": f"{at:%H:%M}",
        "reference": receipt["reference"],
        "order": order,
    }
    return for_eye(phrases.say("withdrawal_receipt", language, "sms", **values), language)
