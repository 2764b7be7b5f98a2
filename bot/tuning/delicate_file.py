"""data/delicate/<flag>.yml and data/delicate/exam/<flag>.yml as text; every other character kept."""

import re
from collections.abc import Iterable

from bot.errors import NotPossible
from bot.tuning.nlu_file import EXAMPLE, end_of_lines, inserted, lines_of
from bot.understanding.delicate.examples import KINDS

LANGUAGE = re.compile(r"(\w\w):\s*$")
KIND = re.compile(r"(\s+)(\w+):\s*\|[+-]?\s*$")
# In the order in which the files have them.
ORDER = ("request", "hint", "clear", "acute", "not")


def path_of(flag: str, exam: bool) -> str:
    """Where a flag's sentences stand."""
    return f"data/delicate/{'exam/' if exam else ''}{flag}.yml"


def line_of(sentence: str, also: Iterable[str] = ()) -> str:
    """The sentence, with the other flags it carries."""
    return " ".join([sentence, *(f"[+{flag}]" for flag in also)])


def with_sentence(text: str, language: str, kind: str, line: str) -> str:
    """As the last of its level, which is made if there is none; raises NotPossible."""
    if kind not in KINDS:
        raise NotPossible("level")
    found = _levels(text, language)
    if kind not in found:
        text, found = _with_level(text, language, kind)
    first, last = found[kind]
    return inserted(text, first, last, line)


def without_sentence(text: str, language: str, kind: str, line: str) -> str:
    """Taken out of its level; the text as it was if it does not stand there."""
    first, last = _levels(text, language).get(kind, (0, 0))
    lines = lines_of(text)
    for number in range(first, last):
        found = EXAMPLE.match(lines[number])
        if found and found[2] == line:
            del lines[number]
            return "".join(lines)
    return text


def sentences(text: str) -> list[tuple[str, str, str]]:
    """Language, level and line, in their order."""
    lines = lines_of(text)
    return [
        (language, kind, found[2])
        for language in ("de", "en")
        for kind, (first, last) in _levels(text, language).items()
        for line in lines[first:last]
        if (found := EXAMPLE.match(line))
    ]


def _levels(text: str, language: str) -> dict[str, tuple[int, int]]:
    """Of one language: the lines of each level's sentences."""
    found: dict[str, tuple[int, int]] = {}
    here, kind = False, ""
    for number, line in enumerate(lines_of(text)):
        if top := LANGUAGE.match(line):
            here, kind = top[1] == language, ""
        elif here and (level := KIND.match(line)):
            kind = level[2]
            found[kind] = (number + 1, number + 1)
        elif here and kind and EXAMPLE.match(line):
            found[kind] = (found[kind][0], number + 1)
    return found


def _with_level(text: str, language: str, kind: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """After the levels that go before it."""
    found, lines = _levels(text, language), lines_of(text)
    if not found:
        raise NotPossible("no_such_block")
    before = [end for name, (_, end) in found.items() if ORDER.index(name) < ORDER.index(kind)]
    at = max(before) if before else min(first for first, _ in found.values()) - 1
    end = end_of_lines(text)
    if not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    lines.insert(at, f"  {kind}: |{end}")
    fresh = "".join(lines)
    return fresh, _levels(fresh, language)
