"""All sentences the server itself says or shows, by key, in every language."""

import string
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.current import Current
from bot.errors import TuningInvalid

LANGUAGES = ("de", "en")

Entry = str | list[str] | dict[str, str]
# Names of intents: one that has never answered anybody is removed with them.
BY_INTENT = frozenset({"wishes", "callback_topics"})


def phrases_file(language: str) -> str:
    """Where the catalogue of one language lies below the root."""
    return f"bot/phrases/{language}.yml"


def entries(language: str) -> dict[str, Entry]:
    """The catalogue of one language, as written in its file at this moment."""
    return current_entries(language)()


@cache
def current_entries(language: str) -> Current[dict[str, Entry]]:
    """What watches that file; sentences the running code says can be worded anew, but not be gone."""
    spoken: dict[Path, dict[str, Entry]] = {}

    def read(root: Path) -> dict[str, Entry]:
        found = read_entries(root, language)
        if faults := unlike(spoken.get(root, {}), found):
            raise TuningInvalid(f"{language}.yml: {'; '.join(faults)}")
        spoken[root] = found
        return found

    return Current([phrases_file(language)], read)


def read_entries(root: Path, language: str) -> dict[str, Entry]:
    """As written below this root; raises TuningInvalid where something there is no phrase."""
    loaded = YAML(typ="safe").load((root / phrases_file(language)).read_text("utf-8"))
    if not isinstance(loaded, dict) or not loaded:
        raise TuningInvalid(f"{language}.yml holds no phrases")
    strange = [str(key) for key, entry in loaded.items() if not _is_entry(entry)]
    if strange:
        raise TuningInvalid(f"{language}.yml: {', '.join(strange)}: neither a sentence, a list nor a table")
    return loaded


def unlike(before: dict[str, Entry], after: dict[str, Entry]) -> list[str]:
    """What a turn would stumble over: sentences that are gone, and values nobody fills in."""
    gone = [
        f"{key} is gone"
        for key, entry in before.items()
        if not _as_long({} if key in BY_INTENT else entry, after.get(key))
    ]
    strange = [
        f"{key}: nobody fills in {{{name}}}"
        for key, entry in before.items()
        for name in sorted(_filled_in(after.get(key, "")) - _filled_in(entry))
    ]
    return gone + strange


def _as_long(before: Entry, after: Entry | None) -> bool:
    """Of the same kind, with every name of a table and every word of a list."""
    if isinstance(before, dict):
        return isinstance(after, dict) and set(before) <= set(after)
    if isinstance(before, list):
        return isinstance(after, list) and len(after) == len(before)
    return isinstance(after, str | dict) and not (isinstance(after, dict) and "voice" not in after)


def _filled_in(entry: Entry) -> set[str]:
    return {name for text in _texts(entry) for _, name, _, _ in string.Formatter().parse(text) if name}


def _texts(entry: Entry) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict | list | str) or not entry:
        return False
    return all(isinstance(one, str) for one in _texts(entry))


def foreign_sentences() -> dict[str, str]:
    """By language code, as written in the file."""
    return _foreign()()


@cache
def _foreign() -> Current[dict[str, str]]:
    def read(root: Path) -> dict[str, str]:
        loaded: dict[str, str] = YAML(typ="safe").load((root / phrases_file("foreign")).read_text("utf-8"))
        return loaded

    return Current([phrases_file("foreign")], read)


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
