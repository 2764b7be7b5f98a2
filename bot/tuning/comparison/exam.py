"""The sentences whose meaning is known, which no model is taught: `tests/nlu`."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.tuning.comparison.asked import Asked, channel_of
from bot.tuning.values_file import read_checks

LANGUAGES = ("de", "en")
CONFUSIONS = "confusions.yml"


def exam(root: Path) -> list[Asked]:
    """One file an intent and language."""
    return [
        Asked(text, language, channel_of(text), "exam", file.stem)
        for language in LANGUAGES
        for file in sorted((root / "tests" / "nlu" / language).glob("*.yml"))
        for text in _loaded(file)
    ]


def confusions(root: Path) -> list[Asked]:
    """Sentences whose words point to one wish and whose meaning is another."""
    return [
        Asked(one["text"], group["language"], channel_of(one["text"]), "confusions", one["intent"])
        for group in _loaded(root / "tests" / "nlu" / CONFUSIONS)
        for one in group["sentences"]
    ]


def identifiers(root: Path) -> list[Asked]:
    """Numbers, dates and the like as callers say them, alone in answer to a question or within a wish."""
    return [
        Asked(one.text, language, one.channel, "values", one.value, one.expecting, one.kind)
        for language, one in read_checks(root)
    ]


def _loaded(file: Path) -> list[Any]:
    return (YAML(typ="safe").load(file.read_text("utf-8")) or []) if file.exists() else []
