"""What the customer receives, in a line for the expert to say."""

from bot.desk.orders.wanted import Line
from bot.shop.models import SentCopy

NOTHING_SENT = Line("did.sent_nothing")


def sent_line(sent: SentCopy | None) -> Line:
    """Which way something goes out; the recipient only masked."""
    if sent is None:
        return NOTHING_SENT
    return Line(f"did.sent_{sent.channel}", {"document": sent.document, "to": sent.to})
