"""What a contract says beside its items, read from data/knowledge/contract.yml."""

from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from ruamel.yaml import YAML

from bot.errors import SettingsInvalid

FILE = Path(__file__).resolve().parents[3] / "data" / "knowledge" / "contract.yml"


@cache
def wording() -> dict[str, Any]:
    """The whole file; raises SettingsInvalid."""
    try:
        loaded: dict[str, Any] = YAML(typ="safe").load(FILE.read_text("utf-8"))
        return {**loaded, "de": dict(loaded["de"]), "en": dict(loaded["en"])}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingsInvalid([f"{FILE.name}: {type(error).__name__} {error}"]) from error


def terms_version() -> str:
    """Which wording is in force; kept with every order."""
    return str(wording()["version"])


def filled(text: str, values: dict[str, str]) -> str:
    """Placeholders replaced once, so that a "$" in a name stays one."""
    return Template(text).safe_substitute(values)
