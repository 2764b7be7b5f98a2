"""Loads tables and language models before the first caller has to wait for them."""

from datetime import date

from bot.understanding.control_words import control_word
from bot.understanding.entities import read_entities
from bot.understanding.language import other_language

SAMPLE = "eins zwei drei one two three"


def warm_up() -> None:
    """Understand a sample in both languages; takes about half a second once."""
    for language in ("de", "en"):
        control_word(SAMPLE, language)
        read_entities(SAMPLE, language, today=date.min.replace(year=2026))
        other_language(SAMPLE, language)
