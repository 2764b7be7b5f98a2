"""Which of several sizes or colours a caller means."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.shop.product_search import normalise


def variant_named(text: str, language: str, labels: Mapping[str, str]) -> str | None:
    """The article number of the one whose label is in the text; None when none or several are."""
    said = _said(text, language)
    found = []
    # The longest labels first, and each taken out: "xl" is not "l".
    for number, label in sorted(labels.items(), key=lambda item: -len(item[1])):
        for pattern in _patterns(normalise(label), language, len(said.split()) == 1):
            if re.search(pattern, said):
                found.append(number)
                said = re.sub(pattern, "  ", said)
                break
    return found[0] if len(found) == 1 else None


def step_named(text: str, language: str) -> int:
    """1 for "a size larger", -1 for "smaller", 0 when the words say neither."""
    said, words = _said(text, language), _words(language)
    for name, step in (("larger", 1), ("smaller", -1)):
        if any(f" {word} " in said for word in words[name]):
            return step
    return 0


def _said(text: str, language: str) -> str:
    """Plain words, without what is wrong with the present one: "too small" names no size."""
    too = "|".join(_words(language)["too"])
    return re.sub(rf" (?:{too}) \w+(?= )", " ", f" {normalise(text)} ")


def _patterns(label: str, language: str, alone: bool) -> tuple[str, ...]:
    """Ways to say a label, as patterns on plain words."""
    measures = re.fullmatch(r"(\d+) x (\d+)", label)
    if measures:
        width, length = measures.groups()
        # A bed's width is enough: "das 140er".
        return (rf" {width} ?(?:x|mal|by|auf|times)? ?{length} ", rf" {width}(?:er|ers|cm)? ")
    letters = _words(language)["letters"].get(label)
    if letters is None:
        return (rf" {re.escape(label)}(?:e|en|er|es|em)? ",)
    spoken = rf" (?:{'|'.join(letters)}) "
    if len(label) > 1 or alone:
        return (rf" {label} ", spoken)
    before = "|".join(_words(language)["before"])
    return (rf" (?:{before}) {label} ", spoken)


@cache
def _words(language: str) -> dict[str, Any]:
    text = (Path(__file__).parent / "sizes.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = YAML(typ="safe").load(text)
    return loaded[language]
