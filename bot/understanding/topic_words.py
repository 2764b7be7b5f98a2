"""Which of a few things words are about, by sayings kept in files: the first list that has one decides."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.understanding.control_words import plain_words

FOLDER = Path(__file__).parent / "words"


def topic_in(topic: str, text: str, language: str) -> str | None:
    """The name of the first list of `words/<topic>.yml` that has a saying in the text; None for none."""
    said = f" {' '.join(plain_words(text))} "
    lists = _sayings(topic)[language].items()
    return next((name for name, sayings in lists if any(f" {words} " in said for words in sayings)), None)


def without(topic: str, name: str, text: str, language: str) -> str:
    """The text in plain words, without the sayings of one list of `words/<topic>.yml`."""
    said = f" {' '.join(plain_words(text))} "
    for words in _sayings(topic)[language][name]:
        said = said.replace(f" {words} ", " ")
    return said.strip()


@cache
def _sayings(topic: str) -> dict[str, dict[str, tuple[str, ...]]]:
    loaded = YAML(typ="safe").load((FOLDER / f"{topic}.yml").read_text("utf-8"))
    return {
        language: {
            name: tuple(" ".join(plain_words(words)) for words in sayings) for name, sayings in lists.items()
        }
        for language, lists in loaded.items()
    }
