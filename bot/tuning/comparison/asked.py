"""What both versions are asked: a sentence, its circumstances, and what it means where that is known."""

import re
from dataclasses import dataclass

PUNCTUATION = re.compile(r"[.,!?;:]")


@dataclass(frozen=True)
class Asked:
    """One sentence; `expected` is an intent, or a value's canonical form where `value_of` names its kind.

    `shown` is what may be kept of it: the sentence itself, or a caller's words without personal data.
    """

    text: str
    language: str
    channel: str
    source: str
    expected: str | None = None
    expecting: str | None = None
    value_of: str | None = None
    utterance_id: int | None = None
    redacted: str | None = None

    @property
    def shown(self) -> str:
        """What people may read."""
        return self.text if self.redacted is None else self.redacted


@dataclass(frozen=True)
class Answer:
    """How one version understood it; `flags` are the delicate ones it raised, with their levels."""

    intent: str | None
    route: str
    how: str
    values: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def shown(self) -> str | None:
        """For the lists: the intent, "?intent" where the caller is asked back, "flag:…" for a person."""
        if self.flags and self.route == "human":
            return f"flag:{','.join(self.flags)}"[:80]
        return f"?{self.intent}" if self.route == "clarify" else self.intent


@dataclass(frozen=True)
class Both:
    """One sentence and how each version understood it: the one in use before, the candidate after."""

    asked: Asked
    before: Answer
    after: Answer


def channel_of(text: str) -> str:
    """ "voice" for lower case without punctuation, as a recogniser writes; "sms" for the rest."""
    spoken = text == text.lower() and not PUNCTUATION.search(text)
    return "voice" if spoken else "sms"
