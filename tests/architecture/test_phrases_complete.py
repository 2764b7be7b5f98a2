"""German and English owe each other every phrase, with the same values in it."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("de", "en")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(path.read_text("utf-8"))
    return loaded


def placeholders(entry: Any) -> set[str]:
    """The values named in a sentence, or in any wording of it."""
    if isinstance(entry, dict):
        entry = list(entry.values())
    return set(PLACEHOLDER.findall(" ".join(entry) if isinstance(entry, list) else str(entry)))


def language_of(variation: dict[str, Any]) -> str | None:
    """The language a response's variation is for: it is chosen by the slot of that name."""
    conditions = variation.get("condition", [])
    return next((c["value"] for c in conditions if c.get("name") == "language"), None)


@pytest.fixture(scope="module")
def phrases() -> dict[str, dict[str, Any]]:
    return {language: load(ROOT / "bot" / "phrases" / f"{language}.yml") for language in LANGUAGES}


@pytest.fixture(scope="module")
def responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = load(ROOT / "domain.yml")["responses"]
    return found


def test_every_phrase_is_there_in_both_languages(phrases: dict[str, dict[str, Any]]) -> None:
    assert set(phrases["de"]) ^ set(phrases["en"]) == set()


def test_a_phrase_has_the_same_kind_in_both_languages(phrases: dict[str, dict[str, Any]]) -> None:
    german, english = phrases["de"], phrases["en"]
    assert [key for key in german if type(german[key]) is not type(english.get(key))] == []


def test_a_phrase_names_the_same_values_in_both_languages(phrases: dict[str, dict[str, Any]]) -> None:
    german, english = phrases["de"], phrases["en"]
    assert [key for key in german if placeholders(german[key]) != placeholders(english.get(key))] == []


def test_no_phrase_is_empty(phrases: dict[str, dict[str, Any]]) -> None:
    empty = [
        (language, key) for language in LANGUAGES for key, entry in phrases[language].items() if not entry
    ]
    assert empty == []


def test_every_response_of_the_dialogue_is_there_in_both_languages(
    responses: dict[str, list[dict[str, Any]]],
) -> None:
    spoken = {name: {language_of(variation) for variation in responses[name]} for name in responses}
    assert {name: found for name, found in spoken.items() if not {*LANGUAGES} <= found} == {}


def test_a_response_names_the_same_values_in_both_languages(
    responses: dict[str, list[dict[str, Any]]],
) -> None:
    def values(name: str, language: str) -> set[str]:
        return placeholders(
            [v["text"] for v in responses[name] if language_of(v) == language and "text" in v]
        )

    assert [name for name in responses if values(name, "de") != values(name, "en")] == []
