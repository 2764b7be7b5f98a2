"""What the gate learns from: `data/delicate/*.yml`, one file a flag, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.errors import TuningInvalid
from bot.understanding.delicate.flags import CODES, LEVELS

NOT = "not"
KINDS = (*LEVELS, NOT)
LANGUAGES = ("de", "en")
ALSO = re.compile(r"\s*\[\+(\w+)\]")


@dataclass(frozen=True)
class Example:
    """A sentence, and every flag it carries with how openly; none at all for a look-alike."""

    text: str
    language: str
    # The flag it was written for: what a look-alike looks like.
    about: str
    flags: dict[str, str]


def read_examples(folder: Path) -> list[Example]:
    """All sentences; raises TuningInvalid naming file and place of what cannot be read."""
    return [example for code in CODES for example in _of_flag(folder / f"{code}.yml", code)]


def _of_flag(file: Path, code: str) -> Iterator[Example]:
    if not file.exists():
        raise TuningInvalid(f"{file.name} is missing")
    loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
    for language in LANGUAGES:
        for kind, block in (loaded.get(language) or {}).items():
            if kind not in KINDS:
                raise TuningInvalid(f"{file.name}: {language}.{kind} is not one of {', '.join(KINDS)}")
            for line in str(block).splitlines():
                yield _example(line, language, code, kind, file.name)


def _example(line: str, language: str, code: str, kind: str, where: str) -> Example:
    text = line.strip().removeprefix("- ").strip()
    flags = {} if kind == NOT else {code: kind}
    for also in ALSO.findall(text):
        if also not in CODES:
            raise TuningInvalid(f"{where}: no such flag: {also}")
        flags.setdefault(also, "clear")
    return Example(ALSO.sub("", text).strip(), language, code, flags)
