"""Injury or fire in a caller's words; what merely sounds like it is left out first."""

from bot.understanding.topic_words import topic_in, without

TOPIC, SIGNS = "danger", "signs"


def tells_danger(text: str, language: str) -> bool:
    """Whether the words tell of an injury or of something burning, smoking, exploding."""
    return topic_in(TOPIC, past_harmless(text, language), language) == TOPIC


def may_be_danger(text: str, language: str) -> bool:
    """Danger told, or what a device does before it burns: nothing to cut apart or to ask twice about."""
    return topic_in(TOPIC, past_harmless(text, language), language) in (TOPIC, SIGNS)


def past_harmless(text: str, language: str) -> str:
    """The words without "nobody was hurt", "fireproof" and the like."""
    return without(TOPIC, "harmless", text, language)
