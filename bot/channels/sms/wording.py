"""From a reply to one text message."""

from bot.conversation.state import Reply
from bot.phrases.values import for_eye

# The carrier's own limit for a message is 1600 characters.
LONGEST = 1500
TO_GSM = str.maketrans(
    {"„": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "\xa0": " "}
)


def as_text(reply: Reply) -> str:
    """All sentences in one message; typographic signs that would double its price are made plain."""
    sentences = (*reply.legal, *reply.sentences)
    text = " ".join(for_eye(sentence.text, sentence.language).strip() for sentence in sentences)
    return text.translate(TO_GSM)[:LONGEST]
