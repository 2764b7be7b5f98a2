"""Of several wishes in one breath: which cannot wait."""

from dataclasses import dataclass

from bot.understanding.topic_words import topic_in

URGENT = "urgent"
# Minutes later the parcel may be packed; and what costs money or health meanwhile.
PRESSING = frozenset(
    {"order_cancel", "order_change", "delivery_address_change", "recall_check", "dunning", "invoice_dispute"}
)


@dataclass(frozen=True)
class Wish:
    """A wish heard beside the first one, to be served later."""

    text: str
    intent: str
    confidence: float


def is_urgent(wish: Wish, language: str) -> bool:
    """The caller says so, or waiting does harm."""
    return wish.intent in PRESSING or topic_in(URGENT, wish.text, language) == URGENT
