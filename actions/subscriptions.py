"""Which of his subscriptions a caller means."""

from actions.talk import Talk
from bot.shop.subscriptions.models import Subscription
from bot.understanding.control_words import plain_words
from bot.understanding.topic_words import topic_in

# Words of names that say nothing of which one it is.
OF_ANY = frozenset({"abo", "subscription", "box"})


def named(talk: Talk, text: str, among: tuple[Subscription, ...]) -> tuple[Subscription, ...]:
    """Those whose name is in the words; all of them when the caller says so."""
    said = " ".join(plain_words(text))
    found = tuple(each for each in among if any(word in said for word in _own_words(talk, each)))
    if not found and len(among) > 1 and topic_in("subscription_all", text, talk.turn.language):
        return among
    return found


def names(talk: Talk, among: tuple[Subscription, ...]) -> str:
    """As they are listed in a question."""
    return ", ".join(each.name(talk.turn.language) for each in among)


def _own_words(talk: Talk, each: Subscription) -> list[str]:
    words = plain_words(each.name(talk.turn.language).replace("-", " "))
    return [word for word in words if word not in OF_ANY]
