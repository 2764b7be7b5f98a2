"""Understanding many sentences, one JSON object a line, by the code a live first turn runs through."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.understanding.delicate.flags import Flag
from bot.understanding.delicate.route import flagged_route
from bot.understanding.language import other_language
from bot.understanding.understand import Question, Understand, Understanding

DEFAULT_LANGUAGE = "de"
PATIENCE_S = 30.0


Gate = Callable[[str, str], tuple[Flag, ...]]


def understand_lines(lines: Iterable[str], understand: Understand, gate: Gate, today: date) -> Iterator[str]:
    """For each line with `id`, `text`, and optionally `lang`, `channel`, `expecting`: what was understood."""
    for line in lines:
        if line.strip():
            asked = json.loads(line)
            yield json.dumps(_answer(asked, understand, gate, today), ensure_ascii=False)


def _answer(asked: dict[str, Any], understand: Understand, gate: Gate, today: date) -> dict[str, Any]:
    text = asked["text"]
    # A live call follows a caller who speaks the other language; so does a line that names none.
    language = asked.get("lang") or other_language(text, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE
    question = Question(language, asked.get("channel", "voice"), today, asked.get("expecting"))
    meant = as_first_turn(text, question, understand, gate(text, language))
    return {"id": asked.get("id"), **_as_json(meant)}


def as_first_turn(
    text: str, question: Question, understand: Understand, flags: Sequence[Flag]
) -> Understanding:
    """With what the delicate gate has heard in it; raises DialogueUnavailable."""
    meant = understand(text, question, PATIENCE_S)
    return replace(meant, flags=tuple(flag.code for flag in flags), route=flagged_route(flags, meant.route))


def _as_json(meant: Understanding) -> dict[str, Any]:
    return {
        "intent": meant.intent,
        "confidence": round(meant.confidence, 4),
        "entities": {item.name: item.value for item in reversed(meant.entities)},
        "flags": list(meant.flags),
        "route": meant.route,
    }
