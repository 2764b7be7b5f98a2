"""What a call back is about, in words that harm nobody, whoever may be listening."""

from collections.abc import Mapping
from typing import Any

from bot.phrases.catalogue import Phrases

TOPICS = "callback_topics"
SENSITIVE = ("P0", "P1")
# A row of `handovers`.
Case = Mapping[Any, Any]


class CallbackTopics:
    """Coarse on purpose: "your order", never which; nothing at all of anything delicate."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def reason(self, case: Case, language: str) -> str:
        """The sentence that says why we call."""
        return self._worded(case, language, ("callback_reason", "callback_reason_plain"))

    def greeting(self, case: Case, language: str) -> str:
        """What a caller is asked who waits for a call back."""
        return self._worded(case, language, ("callback_greeting", "callback_greeting_plain"))

    def benefit(self, case: Case, language: str) -> str:
        """What the customer gets of the call; mandatory for every call and shown to the expert."""
        return self._worded(case, language, ("callback_benefit", "callback_benefit_plain"))

    def _worded(self, case: Case, language: str, keys: tuple[str, str]) -> str:
        topic = self._topic(case, language)
        if topic is None:
            return self._phrases.say(keys[1], language, "voice")
        return self._phrases.say(keys[0], language, "voice", topic=topic)

    def _topic(self, case: Case, language: str) -> str | None:
        packet = case["packet"]
        if packet["flags"] or case["priority"] in SENSITIVE:
            return None
        heard = [intent["name"] for intent in reversed(packet["intents"])]
        known = (
            self._named(name, language) for name in (packet["summary"].get("wish"), case["kind"], *heard)
        )
        return next((topic for topic in known if topic), None)

    def _named(self, wish: Any, language: str) -> str | None:
        try:
            return self._phrases.named(TOPICS, str(wish), language)
        except KeyError:
            return None
