"""Receipts owed in writing: sent to the number that called, else left to a person to send."""

from datetime import datetime
from typing import Any

from bot.channels.outbox import Outbox
from bot.conversation.state import Sentence
from bot.conversation.turn import Turn
from bot.phrases.values import for_eye
from bot.shop.textable import can_text

WITHDRAWAL = "withdrawal_receipt"
WORDINGS = {"subscription_end": "subscription_end_receipt", "privacy": "privacy_receipt"}


class TextReceipts:
    """Sends receipts as text messages."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def send(self, turn: Turn, receipt: dict[str, Any]) -> Sentence | None:
        """Confirm a declaration with its content, date and time (for a withdrawal, BGB section 356)."""
        to = turn.conversation.caller
        sent = can_text(to) and self._outbox.put(
            str(to), _text(turn, receipt), _wording(receipt), turn.conversation.id
        )
        turn.note("receipt", {"reference": receipt["reference"], "by": "sms" if sent else "person"})
        if not sent and not receipt.get("mailed"):
            turn.services.handovers.request(turn, "receipt_by_hand", "receipt", receipt)
        return turn.say("receipt_by_text") if sent else None


def _text(turn: Turn, receipt: dict[str, Any]) -> str:
    at = datetime.fromisoformat(receipt["at"]).astimezone(turn.services.clock.now().tzinfo)
    number = receipt.get("order_number")
    language, phrases = turn.conversation.language, turn.services.phrases
    order = phrases.say("withdrawal_receipt_order", language, "sms", order_number=number) if number else ""
    values: dict[str, str] = {
        "day": at.date().isoformat(),
        "time": f"{at:%H:%M}",
        "reference": receipt["reference"],
        **({"order": order} if _wording(receipt) == WITHDRAWAL else {}),
    }
    return for_eye(phrases.say(_wording(receipt), language, "sms", **values), language)


def _wording(receipt: dict[str, Any]) -> str:
    return WORDINGS.get(receipt.get("kind", ""), WITHDRAWAL)
