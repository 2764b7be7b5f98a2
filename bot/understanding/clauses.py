"""Two wishes in one breath: where a sentence may be cut so that the second is not forgotten."""

import re

# Cut before words that open a new wish, never at a bare "und" between nouns ("Teller und Tassen").
OPENERS = {
    "de": r"und (?:dann|außerdem|zweitens|noch|auch|ich|wann|wo|wie|was|ob|haben|habt|gibt|können|kann|die|eine|da)\b"
    r"|außerdem|zweitens|übrigens|ach und|dann (?:noch|hab|habe|wollt|wollte|möchte|möcht)\b|und",
    "en": r"and (?:then|also|secondly|i|when|where|how|what|do|can|could|is|are|the|my)\b|also|secondly|by the way"
    r"|oh and|then i\b|and",
}
SHORTEST = 3


def clauses(text: str, language: str) -> list[str]:
    """The parts a sentence falls into, at least three words each; the whole alone if it does not fall apart."""
    cut = re.compile(rf"(?:[.;!?]\s+|,?\s+(?=(?:{OPENERS[language]})))", re.IGNORECASE)
    parts = [part.strip(" ,.;!?") for part in cut.split(text)]
    parts = [part for part in parts if part]
    joined: list[str] = []
    for part in parts:
        if joined and (len(part.split()) < SHORTEST or len(joined[-1].split()) < SHORTEST):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined
