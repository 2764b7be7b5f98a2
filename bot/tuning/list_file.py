"""Plain lists in YAML (tests/nlu/<language>/<intent>.yml) as text: items put at the end, and taken out."""

import json
import re

from bot.tuning.nlu_file import end_of_lines

ITEM = re.compile(r"- (.*?)\s*$")


def quoted(sentence: str) -> str:
    """As YAML reads it back, whatever is in it."""
    return json.dumps(sentence, ensure_ascii=False)


def with_item(text: str | None, item: str) -> str:
    """With one more at the end; `item` is YAML already. A file that is not there yet begins with it."""
    before = text or ""
    end = end_of_lines(before)
    if before and not before.endswith("\n"):
        before += end
    return f"{before}- {item}{end}"


def without_item(text: str, item: str) -> str:
    """Without this item; the text as it was if it is not there."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    for number, line in enumerate(lines):
        found = ITEM.match(line)
        if found and found[1] == item:
            del lines[number]
            return "".join(lines)
    return text
