"""Everyday requests from the intents' own examples: what the gate must stay silent on."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from ruamel.yaml import YAML

# Sentences of these intents may well be delicate; they are neither one nor the other.
TOUCHY = frozenset(
    {"complaint", "dunning", "instalment_deferral", "privacy_request", "defect_claim", "recall_check"}
    | {"troubleshoot", "parcel_damaged"}
)
CHATTER = "neutral.yml"
INTENT = re.compile(r"\s*- intent: (\w+)")
LANGUAGE = re.compile(r"\s+language: (\w+)")
EXAMPLE = re.compile(r"\s+- (.+)")


def neutral_sentences(data: Path, most: int) -> list[tuple[str, str]]:
    """At most so many requests from data/nlu.yml and data/nlu/, and all chatter; each with its language."""
    files = [data / "nlu.yml", *sorted((data / "nlu").glob("*.yml"))]
    found = [said for file in files if file.exists() for said in _of(file)]
    # In an order that has nothing to do with who wrote them, and is the same every time.
    requests = sorted(found, key=lambda said: sha256(said[0].encode()).digest())[:most]
    return [*requests, *_chatter(data / "delicate" / CHATTER)]


def _chatter(file: Path) -> Iterator[tuple[str, str]]:
    """What people say who order a pizza, book a table or ask for the weather."""
    loaded = YAML(typ="safe").load(file.read_text("utf-8")) if file.exists() else None
    for language, block in (loaded or {}).items():
        for line in str(block).splitlines():
            yield line.removeprefix("- "), language


def _of(file: Path) -> Iterator[tuple[str, str]]:
    intent = language = ""
    for line in file.read_text("utf-8").splitlines():
        if named := INTENT.match(line):
            intent = named[1]
        elif spoken := LANGUAGE.match(line):
            language = spoken[1]
        elif (example := EXAMPLE.match(line)) and intent and intent not in TOUCHY:
            yield example[1], language
