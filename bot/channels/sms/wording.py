"""From a reply to one text message."""

import re

from bot.conversation.state import Reply
from bot.phrases.values import for_eye

# The carrier's own limit for a message is 1600 characters.
LONGEST = 1500
DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")
TO_GSM = str.maketrans(
    {"„": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "\xa0": " "}
)


def as_text(reply: Reply) -> str:
    """All sentences in one message; typographic signs that would double its price are made plain."""
    sentences = (*reply.legal, *reply.sentences)
    text = " ".join(for_eye(sentence.text, sentence.language).strip() for sentence in sentences)
    # "bis Mi., 25.11." brings a full stop of its own.
    return DOUBLE_STOP.sub(".", text.translate(TO_GSM))[:LONGEST]
