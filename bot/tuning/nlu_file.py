"""data/nlu.yml and data/nlu/*.yml as text: sentences put in and taken out, every other character kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.errors import NotPossible

PATHS = ("data/nlu.yml", "data/nlu/*.yml")
INTENT = re.compile(r"\s*-\s+intent:\s*(\S+)\s*$")
LANGUAGE = re.compile(r"\s+language:\s*(\w+)\s*$")
EXAMPLES = re.compile(r"\s+examples:\s*\|[+-]?\s*$")
EXAMPLE = re.compile(r"(\s+)-\s+(\S.*?)\s*$")
INDENT = "    "


@dataclass(frozen=True)
class Block:
    """The examples of an intent in one language: the numbers of its lines, and what they say."""

    intent: str
    language: str
    # The line after "examples: |", and the line after the last example.
    first: int
    last: int
    sentences: tuple[str, ...]


def lines_of(text: str) -> list[str]:
    """With their ends."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def end_of_lines(text: str) -> str:
    """As the file has it."""
    return "\r\n" if "\r\n" in text else "\n"


def blocks(text: str) -> Iterator[Block]:
    """All blocks in their order."""
    lines = lines_of(text)
    intent = language = ""
    for number, line in enumerate(lines):
        if found := INTENT.match(line):
            intent, language = found[1], ""
        elif found := LANGUAGE.match(line):
            language = found[1]
        elif EXAMPLES.match(line) and intent:
            yield _block(lines, number + 1, intent, language)


def _block(lines: list[str], first: int, intent: str, language: str) -> Block:
    last, sentences = first, []
    for number in range(first, len(lines)):
        found = EXAMPLE.match(lines[number])
        if found:
            last = number + 1
            sentences.append(found[2])
        elif lines[number].strip() and not lines[number].startswith("   "):
            break
    return Block(intent, language, first, last, tuple(sentences))


def with_example(text: str, intent: str, language: str, sentence: str) -> str:
    """As the last of its block; raises NotPossible when there is no such block."""
    return with_examples(text, [(intent, language, sentence)])


def with_examples(text: str, added: Sequence[tuple[str, str, str]]) -> str:
    """Intent, language, sentence; in their order, as the last of their blocks; raises NotPossible."""
    places: dict[tuple[str, str], Block] = {}
    for block in blocks(text):
        places.setdefault((block.intent, block.language), block)
    if any((intent, language) not in places for intent, language, _ in added):
        raise NotPossible("no_such_block")
    # From the end, so that the numbers of the lines before stay what they are.
    wanted = [(places[intent, language], sentence) for intent, language, sentence in reversed(added)]
    for block, sentence in sorted(wanted, key=lambda one: -one[0].last):
        text = inserted(text, block.first, block.last, sentence)
    return text


def inserted(text: str, first: int, last: int, sentence: str) -> str:
    """A list item after line `last`, indented and ended like the one before it."""
    lines = lines_of(text)
    model = EXAMPLE.match(lines[last - 1]) if last > first else None
    indent = model[1] if model else INDENT
    end = end_of_lines(text)
    if last and not lines[last - 1].endswith("\n"):
        lines[last - 1] += end
    lines.insert(last, f"{indent}- {sentence}{end}")
    return "".join(lines)


def without_example(text: str, intent: str, language: str, sentence: str) -> str:
    """Taken out wherever it stands in its block; the text as it was if it stands nowhere."""
    lines = lines_of(text)
    for block in blocks(text):
        if (block.intent, block.language) != (intent, language):
            continue
        for number in range(block.first, block.last):
            found = EXAMPLE.match(lines[number])
            if found and found[2] == sentence:
                del lines[number]
                return "".join(lines)
    return text
