"""Everyday requests from the intents' own examples: what the gate must stay silent on."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

# Sentences of these intents may well be delicate; they are neither one nor the other.
TOUCHY = frozenset(
    {"complaint", "human_request", "dunning", "instalment_deferral", "privacy_request", "recall_check"}
    | {"defect_claim", "parcel_damaged", "account_login", "other_topic", "out_of_scope", "praise_feedback"}
    | {"troubleshoot", "invoice_dispute", "parcel_not_received", "callback_request", "are_you_human"}
)
INTENT = re.compile(r"\s*- intent: (\w+)")
LANGUAGE = re.compile(r"\s+language: (\w+)")
EXAMPLE = re.compile(r"\s+- (.+)")


def neutral_sentences(data: Path, most: int) -> list[tuple[str, str]]:
    """At most this many sentences, each with its language, from data/nlu.yml and data/nlu/."""
    files = [data / "nlu.yml", *sorted((data / "nlu").glob("*.yml"))]
    found = [said for file in files if file.exists() for said in _of(file)]
    # In an order that has nothing to do with who wrote them, and is the same every time.
    return sorted(found, key=lambda said: sha256(said[0].encode()).digest())[:most]


def _of(file: Path) -> Iterator[tuple[str, str]]:
    intent = language = ""
    for line in file.read_text("utf-8").splitlines():
        if named := INTENT.match(line):
            intent = named[1]
        elif spoken := LANGUAGE.match(line):
            language = spoken[1]
        elif (example := EXAMPLE.match(line)) and intent and intent not in TOUCHY:
            yield example[1], language
