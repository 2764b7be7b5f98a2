"""Whether a caller says that they do not have what was asked for."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words
from bot.understanding.topic_words import topic_in

FILE = Path(__file__).parent / "words" / "dont_know.yml"
# What callers look up on paper; a day or a town they would simply name.
SHORT = 5
LOOKED_UP = frozenset({"order_number", "postcode", "article_number", "phone_number", "code"})
# Who never ordered has neither; elsewhere "neukunde" opens a question about a discount.
OF_AN_ORDER = frozenset({"order_number", "postcode"})
NEWCOMER = "newcomer"


def says_dont_know(text: str, language: str, expecting: str | None) -> bool:
    """Where something was asked that has to be looked up; elsewhere only if little else is said.

    "Mein Paket ist noch nicht da" is no such answer.
    """
    if expecting in OF_AN_ORDER and topic_in(NEWCOMER, text, language):
        return True
    if expecting not in LOOKED_UP and len(plain_words(text)) > SHORT:
        return False
    said = f" {' '.join(plain_words(text))} "
    return any(f" {words} " in said for words in _sayings(language))


@cache
def _sayings(language: str) -> tuple[str, ...]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return tuple(" ".join(plain_words(words)) for words in loaded[language])
