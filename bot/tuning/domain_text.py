"""domain.yml as text: where every response's wordings stand in it, and how one is changed there.

Order, comments and all other lines stay as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import NotPossible
from bot.tuning.yaml_blocks import quoted

PATH = "domain.yml"
SECTION = re.compile(r"  # --- (.+?) -+$")
ANCHOR = re.compile(r"&(\w+) (?:\{[^}]*\})?")


@dataclass(frozen=True)
class Wording:
    """One variation of a response. `channel` None: for both; `wording`: of a question asked again.

    `start` and `end` frame its text in the file, quotes included; `lines` the whole entry.
    """

    place: int
    language: str
    channel: str | None
    wording: str | None
    text: str
    custom: bool
    start: int
    end: int
    lines: tuple[int, int]
    condition: str

    @property
    def circumstances(self) -> tuple[str, str | None]:
        """What it is for, but for the channel."""
        return self.language, self.wording


@dataclass(frozen=True)
class Response:
    """A sentence of the dialogue in all its variations; `section` is the heading it stands under."""

    name: str
    section: str
    wordings: tuple[Wording, ...]
    lines: tuple[int, int]

    def values(self) -> frozenset[str]:
        """The names of what is filled in."""
        return frozenset(re.findall(r"{(\w+)}", " ".join(one.text for one in self.wordings)))


@dataclass(frozen=True)
class Domain:
    """The file, read."""

    text: str
    intents: tuple[str, ...]
    responses: Mapping[str, Response]


@lru_cache(maxsize=4)
def read_domain(text: str) -> Domain:
    """Raises NotPossible for a file Rasa could not read either."""
    try:
        top = {key.value: node for key, node in YAML(typ="safe").compose(text).value}
        intents = tuple(_name_of(node) for node in top["intents"].value)
        sections = _sections(text)
        found = [_response(text, name, listed, sections) for name, listed in top["responses"].value]
    except (YAMLError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise NotPossible("not_a_data_file") from error
    return Domain(text, intents, {one.name: one for one in found if one})


def with_texts(domain: Domain, changed: Mapping[Wording, str]) -> str:
    """The file with these variations worded anew."""
    text = domain.text
    for wording in sorted(changed, key=lambda one: -one.start):
        if changed[wording] != wording.text:
            text = text[: wording.start] + quoted(changed[wording]) + text[wording.end :]
    return text


def with_text_message(domain: Domain, response: Response, wording: Wording, text: str) -> str:
    """The file with a wording of its own for text messages beside a general one."""
    entry = f"  - condition: {wording.condition}\n    channel: sms\n    text: {quoted(text)}\n"
    if wording.custom:
        entry += _custom(domain.text, wording)
    end = response.lines[1]
    return domain.text[:end] + entry + domain.text[end:]


def without_wording(domain: Domain, wording: Wording) -> str:
    """The file without one variation; raises NotPossible where others refer to it."""
    start, end = wording.lines
    if ANCHOR.search(domain.text[start:end]):
        raise NotPossible("others_refer_to_it")
    return domain.text[:start] + domain.text[end:]


def without_response(domain: Domain, name: str) -> str:
    """The file without a response and the blank line before it."""
    start, end = domain.responses[name].lines
    before = domain.text[:start]
    return (before[:-1] if before.endswith("\n\n") else before) + domain.text[end:]


def _custom(text: str, wording: Wording) -> str:
    """The payload of the wording it stands beside."""
    found = re.search(r"^    custom: (.*)$", text[slice(*wording.lines)], re.MULTILINE)
    return f"    custom: {_referring(found[1])}\n" if found else ""


def _referring(source: str) -> str:
    """With references instead of what is defined and named there."""
    return ANCHOR.sub(lambda anchor: f"*{anchor[1]}", source)


def _name_of(node: Any) -> str:
    return str(node.value if isinstance(node.value, str) else node.value[0][0].value)


def _sections(text: str) -> list[tuple[int, str]]:
    """Where each heading stands."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if heading := SECTION.match(line.rstrip()):
            found.append((at, heading[1]))
        at += len(line)
    return found


def _response(text: str, name: Any, listed: Any, sections: list[tuple[int, str]]) -> Response | None:
    """None for one that says nothing."""
    wordings = tuple(_wording(text, place, node) for place, node in enumerate(listed.value) if _says(node))
    if not wordings:
        return None
    start = text.rfind("\n", 0, name.start_mark.index) + 1
    section = next((heading for at, heading in reversed(sections) if at < start), "")
    return Response(name.value, section, wordings, (start, wordings[-1].lines[1]))


def _says(node: Any) -> bool:
    return {"condition", "text"} <= {key.value for key, _ in node.value}


def _wording(text: str, place: int, node: Any) -> Wording:
    entry = {key.value: value for key, value in node.value}
    said, condition = entry["text"], entry["condition"]
    given = {_fields(one)["name"]: _fields(one)["value"] for one in condition.value}
    start = text.rfind("\n", 0, node.start_mark.index) + 1
    end = text.find("\n", _last(node))
    return Wording(
        place=place,
        language=given.get("language", ""),
        channel=entry["channel"].value if "channel" in entry else None,
        wording=given.get("wording"),
        text=said.value,
        custom="custom" in entry,
        start=said.start_mark.index,
        # A text over several lines is framed with the line break behind it.
        end=said.start_mark.index + len(text[said.start_mark.index : said.end_mark.index].rstrip()),
        lines=(start, len(text) if end < 0 else end + 1),
        condition=_referring(text[condition.start_mark.index : condition.end_mark.index]),
    )


def _last(node: Any) -> int:
    """Where an entry's last line is: what an alias stands for may be defined far above its key."""
    return max(max(int(key.start_mark.index), int(value.end_mark.index) - 1) for key, value in node.value)


def _fields(node: Any) -> dict[str, str]:
    return {key.value: value.value for key, value in node.value}
