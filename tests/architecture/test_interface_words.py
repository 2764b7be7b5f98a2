"""German and English owe each other every word of the staff's pages, and every word asked for is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.phrases.interface import FOLDER, known, words

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
ASKED = re.compile(r"""\bt\(\s*["']([a-z_0-9.]+)["']""")


def leaves(found: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if not isinstance(found, dict):
        yield path, str(found)
        return
    for key, inner in found.items():
        yield from leaves(inner, f"{path}.{key}" if path else str(key))


def placeholders(sentence: str) -> set[str]:
    return set(PLACEHOLDER.findall(sentence))


def test_every_area_is_there_in_both_languages() -> None:
    files = [{file.name for file in (FOLDER / language).glob("*.yml")} for language in ("de", "en")]
    assert files[0] == files[1] != set()


def test_the_same_words_with_the_same_values_in_both_languages() -> None:
    german, english = (
        {path: placeholders(text) for path, text in leaves(words(one))} for one in ("de", "en")
    )
    assert german == english


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_words_are_empty(language: str) -> None:
    assert [path for path, text in leaves(words(language)) if not text.strip() or text == "None"] == []


def asked_for() -> list[str]:
    pages = [file for part in ("desk", "staff", "console") for file in (ROOT / "bot" / part).rglob("*")]
    sources = [file.read_text("utf-8") for file in pages if file.suffix in (".html", ".py")]
    return sorted({path for source in sources for path in ASKED.findall(source)})


def is_there(path: str) -> bool:
    """A path that ends in a point is a table, and the rest of it is put there by code."""
    if not path.endswith("."):
        return known(path)
    return any(leaf.startswith(path) for leaf, _ in leaves(words("de")))


@pytest.mark.parametrize("path", asked_for())
def test_the_words_a_page_asks_for_are_there(path: str) -> None:
    assert is_there(path)
