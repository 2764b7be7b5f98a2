"""The wording of what the shop sends, per language."""

from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from ruamel.yaml import YAML


def compose(document: str, language: str, values: dict[str, str]) -> tuple[str, str]:
    """Subject and body of a document in "de" or "en"."""
    wording = wordings(language)[document]
    # Substitution is not repeated, so a "$" in what a caller said stays a "$".
    return Template(wording["subject"]).substitute(values), Template(wording["body"]).substitute(values)


@cache
def wordings(language: str) -> dict[str, Any]:
    """All documents of one language."""
    text = (Path(__file__).parent / f"{language}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded
