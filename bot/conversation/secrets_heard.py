"""Codes a caller says or keys: used in their turn, never written down."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from bot.conversation.state import Heard, Language, Memory
from bot.understanding.entities import read_entities
from bot.understanding.understand import Understanding

CODE = "code"
MARK = "[code]"


def awaits_secret(memory: Memory) -> bool:
    """Whether the caller has been asked for a code."""
    return memory.expecting == CODE


def without_secret(text: str, language: Language, today: date) -> str:
    """The words with every code, and every digit that is not part of another value, taken out."""
    parts, at = [], 0
    for item in read_entities(text, language, expecting=CODE, today=today):
        kept = MARK if item.name == CODE else text[item.start : item.end]
        parts += [_no_digits(text[at : item.start]), kept]
        at = item.end
    return "".join([*parts, _no_digits(text[at:])])


def as_written(heard: Heard, memory: Memory, language: Language, today: date) -> Heard:
    """What may be kept of what was heard."""
    if not awaits_secret(memory):
        return heard
    text = without_secret(heard.text, language, today) if heard.text else heard.text
    # No key that could be pressed: taken up again after a crash, it must not mean anything.
    return replace(heard, text=text, keys="x" * len(heard.keys) if heard.keys else heard.keys)


def understood_as_written(meant: Understanding) -> dict[str, Any]:
    """The understanding for the record, its codes left out."""
    stored = meant.to_json()
    for item in stored["entities"]:
        if item["name"] == CODE:
            item["value"] = MARK
    return stored


def _no_digits(text: str) -> str:
    return re.sub(r"\d+", MARK, text)
