"""Words that end text messages at once: the carrier's English ones and the German ones it does not know."""

from dataclasses import dataclass

# Handled and answered by the carrier itself on ordinary numbers.
CARRIERS_OWN = frozenset({"stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel"})
OURS = frozenset({"stopp", "abmelden", "abbestellen", "ende", "keine sms", "keine nachrichten"})
START = frozenset({"start", "unstop", "anmelden"})


@dataclass(frozen=True)
class StopWord:
    """A stop word as written, and whether the carrier answers it."""

    text: str
    carriers_own: bool


def stop_word(body: str) -> StopWord | None:
    """The stop word the whole message consists of; "bitte stoppen Sie die Lieferung" is none."""
    plain = _plain(body)
    return StopWord(plain, plain in CARRIERS_OWN) if plain in CARRIERS_OWN | OURS else None


def start_word(body: str) -> bool:
    """Whether the whole message asks for messages again."""
    return _plain(body) in START


def _plain(body: str) -> str:
    return body.strip().strip(".!").lower()
