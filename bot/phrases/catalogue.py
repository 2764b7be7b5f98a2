"""All sentences the server itself says or shows, by key, in every language."""

import string
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "en")

Entry = str | list[str] | dict[str, str]


@cache
def entries(language: str) -> dict[str, Entry]:
    """The catalogue of one language, as written in its file."""
    loaded: dict[str, Entry] = YAML(typ="safe").load((FOLDER / f"{language}.yml").read_text("utf-8"))
    return loaded


@cache
def foreign_sentences() -> dict[str, str]:
    """By language code, as written in the file."""
    loaded: dict[str, str] = YAML(typ="safe").load((FOLDER / "foreign.yml").read_text("utf-8"))
    return loaded


class Phrases:
    """Gives the sentence for a key; `standing` values (the company's name) are filled in everywhere."""

    def __init__(self, **standing: str) -> None:
        self._standing = standing

    def say(self, key: str, language: str, channel: str, **values: Any) -> str:
        """The sentence for `key` as worded for the channel; KeyError for a key nobody wrote."""
        entry = entries(language)[key]
        if isinstance(entry, dict):
            entry = entry[channel] if channel in entry else entry["voice"]
        if isinstance(entry, list):
            raise TypeError(f"{key} is a list, not a sentence")
        return _PlainFormatter().format(entry, **self._standing, **values)

    @staticmethod
    def has(key: str) -> bool:
        """Whether there is such a phrase."""
        return key in entries(LANGUAGES[0])

    def words(self, key: str, language: str) -> list[str]:
        """A list of words, such as digits or wish names."""
        entry = entries(language)[key]
        if not isinstance(entry, list):
            raise TypeError(f"{key} is a sentence, not a list")
        return entry

    def foreign(self, code: str | None) -> str | None:
        """The one sentence we have in a language we do not speak, None where we have none."""
        return foreign_sentences().get(code or "")

    def wish(self, intent: str, language: str) -> str | None:
        """How a wish is named to the caller ("den Stand einer Bestellung"), None for what is not a wish."""
        named = entries(language)["wishes"]
        return named.get(intent) if isinstance(named, dict) else None

    def named(self, table: str, name: str, language: str) -> str:
        """One wording of a table by its name; KeyError for one nobody wrote."""
        named = entries(language)[table]
        if not isinstance(named, dict):
            raise TypeError(f"{table} is no table")
        return named[name]


def plainly(words: str, values: dict[str, Any]) -> str:
    """Fill {placeholders}, and nothing but them."""
    return _PlainFormatter().format(words, **values)


class _PlainFormatter(string.Formatter):
    """Fills {placeholders} only: what a caller said can never reach attributes or indexes."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return kwargs[field_name], field_name
