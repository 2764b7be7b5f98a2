"""Everything an intent consists of, put into the files it belongs in and taken out of them again."""

import re
from collections.abc import Callable, Iterator, Mapping

from bot.errors import NotPossible
from bot.phrases.catalogue import LANGUAGES
from bot.tuning.data_files import Edit
from bot.tuning.domain_text import PATH as DOMAIN
from bot.tuning.domain_text import read_domain, without_response
from bot.tuning.list_file import quoted as list_quoted
from bot.tuning.list_file import with_item as with_list_item
from bot.tuning.new_intent import NewIntent
from bot.tuning.nlu_file import lines_of
from bot.tuning.yaml_blocks import (
    quoted,
    with_entry,
    with_item,
    with_lines,
    without_entry,
    without_item,
)

RULES = "data/rules.yml"
PHRASES = "bot/phrases/{language}.yml"
CODES = "bot/phrases/interface/{language}/codes.yml"
TOPIC = "data/nlu/{topic}.yml"
TESTS = "tests/nlu/{language}/{name}.yml"
HEADING = "  # --- Made in the console "
# How domain.yml's first response writes them; a file without these anchors gets them written out.
CONDITIONS = {
    code: (f"&{code} {{type: slot, name: language, value: {code}}}", f"*{code}") for code in LANGUAGES
}

Read = Callable[[str], str | None]


def edits_for(wanted: NewIntent, read: Read) -> list[Edit]:
    """Intent, response, rule, names, examples and test sentences, in eight or more files."""
    changed = {
        DOMAIN: lambda text: _domain(text, wanted),
        RULES: lambda text: with_lines(text, "rules", _rule(wanted)),
        TOPIC.format(topic=wanted.topic): lambda text: _taught(text, wanted),
    }
    for language in LANGUAGES:
        changed[PHRASES.format(language=language)] = _named(
            {"wishes": wanted.wish, "callback_topics": wanted.callback}, wanted.name, language
        )
        changed[CODES.format(language=language)] = _named({"wishes": wanted.staff}, wanted.name, language)
        changed[TESTS.format(language=language, name=wanted.name)] = _measured(wanted, language)
    return [_edit(path, read, change) for path, change in changed.items()]


def edits_without(name: str, topic: str, read: Read) -> list[Edit]:
    """The same files without it; its test sentences' files go."""
    changed: dict[str, Callable[[str], str]] = {
        DOMAIN: lambda text: _without(text, name),
        RULES: lambda text: without_rule(text, name),
        TOPIC.format(topic=topic): lambda text: _not_taught(text, name),
    }
    for language in LANGUAGES:
        changed[PHRASES.format(language=language)] = lambda text: without_entry(
            without_entry(text, "wishes", name), "callback_topics", name
        )
        changed[CODES.format(language=language)] = lambda text: without_entry(text, "wishes", name)
    edits = [_edit(path, read, change) for path, change in changed.items()]
    tests = (TESTS.format(language=language, name=name) for language in LANGUAGES)
    return [*edits, *(Edit(path, text, None) for path in tests if (text := read(path)) is not None)]


def without_rule(text: str, intent: str) -> str:
    """Without the rules that begin with this intent."""
    wanted = re.compile(rf"intent:\s*{re.escape(intent)}\s*[,}}]")
    lines, gone = lines_of(text), set[int]()
    for first, last in _rules(lines):
        if wanted.search("".join(lines[first:last])):
            gone |= set(range(first, last))
    return "".join(line for number, line in enumerate(lines) if number not in gone)


def _edit(path: str, read: Read, change: Callable[[str], str]) -> Edit:
    """A file that is not there yet begins empty, where it may."""
    before = read(path)
    if before is None and not path.startswith("tests/"):
        raise NotPossible("not_a_data_file")
    return Edit(path, before, change(before or ""))


def _named(tables: Mapping[str, Mapping[str, str]], name: str, language: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        for table, words in tables.items():
            text = with_entry(text, table, name, words[language])
        return text

    return change


def _measured(wanted: NewIntent, language: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        for sentence in wanted.tests[language]:
            text = with_list_item(text, list_quoted(sentence))
        return text

    return change


def _domain(text: str, wanted: NewIntent) -> str:
    """The intent as the last one, the response behind all others under a heading of its own."""
    domain = read_domain(text)
    end = max(response.lines[1] for response in domain.responses.values())
    heading = "" if HEADING in text else f"\n{HEADING}{'-' * (100 - len(HEADING))}\n"
    entry = heading + "\n" + "".join(_response(text, wanted))
    return with_item(text[:end] + entry + text[end:], "intents", wanted.name)


def _response(text: str, wanted: NewIntent) -> Iterator[str]:
    yield f"  {wanted.response}:\n"
    for said, channel in ((wanted.answer, None), (wanted.text_message, "sms")):
        for language in LANGUAGES:
            if not said[language]:
                continue
            defined, alias = CONDITIONS[language]
            yield f"  - condition: [{alias if defined in text else defined.partition(' ')[2]}]\n"
            yield f"    channel: {channel}\n" if channel else ""
            yield f"    text: {quoted(said[language])}\n"
            # The wish is settled with the answer: the bot asks whether there is anything else.
            yield f"    custom: {{done: {wanted.name}}}\n"


def _rule(wanted: NewIntent) -> str:
    steps = f"[{{intent: {wanted.name}}}, {{action: {wanted.response}}}]"
    return f"- rule: Made in the console, {wanted.name}\n  steps: {steps}\n"


def _taught(text: str, wanted: NewIntent) -> str:
    blocks = (
        f"\n- intent: {wanted.name}\n  metadata:\n    language: {language}\n  examples: |\n"
        + "".join(f"    - {sentence}\n" for sentence in wanted.examples[language])
        for language in LANGUAGES
    )
    return text.rstrip("\n") + "\n" + "".join(blocks)


def _not_taught(text: str, name: str) -> str:
    """Without the blocks of this intent and the blank lines before them."""
    lines = lines_of(text)
    starts = [number for number, line in enumerate(lines) if line.startswith("- intent:")]
    gone = set[int]()
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if lines[start].split(":", 1)[1].strip() == name:
            gone |= set(range(start, end))
    kept = "".join(line for number, line in enumerate(lines) if number not in gone)
    return kept.rstrip("\n") + "\n"


def _without(text: str, name: str) -> str:
    response = f"utter_{name}"
    domain = read_domain(text)
    if response in domain.responses:
        text = without_response(domain, response)
    if text.rstrip().endswith("-") and HEADING in text.rstrip().splitlines()[-1]:
        # Nothing is left under the heading.
        text = text[: text.rindex(HEADING)].rstrip("\n") + "\n"
    return without_item(text, "intents", name)


def _rules(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The lines of each rule, comments and blank lines behind it left out."""
    starts = [number for number, line in enumerate(lines) if line.startswith("- rule:")]
    for start in starts:
        end = start + 1
        while end < len(lines) and lines[end].startswith("  "):
            end += 1
        yield start, end
