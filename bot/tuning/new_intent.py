"""A new intent as somebody fills it in: nothing is written before all of it is right."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.phrases.catalogue import LANGUAGES
from bot.tuning.sentences import one_line

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_NAME = 40
# Rasa's own, and addresses of the console.
RESERVED = frozenset({"nlu_fallback", "new", "responses", "null", "session_start", "restart", "back"})


@dataclass(frozen=True)
class NewIntent:
    """By language: how callers, staff and call backs name it, what teaches and measures it, its answers."""

    name: str
    topic: str
    wish: Mapping[str, str]
    staff: Mapping[str, str]
    callback: Mapping[str, str]
    examples: Mapping[str, tuple[str, ...]]
    tests: Mapping[str, tuple[str, ...]]
    answer: Mapping[str, str]
    # Empty: as on the phone.
    text_message: Mapping[str, str]
    # What callers said that it was made from, as it was offered, by utterance.
    offered: Mapping[int, str] = field(default_factory=dict)

    @property
    def response(self) -> str:
        """What answers it."""
        return f"utter_{self.name}"

    def sentences(self) -> Iterator[tuple[str, str]]:
        """All sentences with their language."""
        for language in LANGUAGES:
            for text in (*self.examples[language], *self.tests[language]):
                yield text, language


def read_form(form: Mapping[str, str], offered: Mapping[int, str] | None = None) -> NewIntent:
    """From fields like `wish_de`; lines of a text area are sentences, list marks and blank lines are none."""
    return NewIntent(
        name=form.get("name", "").strip(),
        topic=form.get("topic", "").strip(),
        wish=_texts(form, "wish"),
        staff={code: text or _texts(form, "wish")[code] for code, text in _texts(form, "staff").items()},
        callback=_texts(form, "callback"),
        examples=_lists(form, "examples"),
        tests=_lists(form, "tests"),
        answer=_texts(form, "answer"),
        text_message=_texts(form, "text_message"),
        offered=offered or {},
    )


def _texts(form: Mapping[str, str], field: str) -> dict[str, str]:
    return {code: " ".join(form.get(f"{field}_{code}", "").split()) for code in LANGUAGES}


def _lists(form: Mapping[str, str], field: str) -> dict[str, tuple[str, ...]]:
    lines = {code: form.get(f"{field}_{code}", "").splitlines() for code in LANGUAGES}
    return {code: tuple(text for line in found if (text := one_line(line))) for code, found in lines.items()}
