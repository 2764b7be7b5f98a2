"""Made-up callers who answer what they are asked, more or less: some mumble, some digress, some hang up."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conversations.orders import sayings

WORDS = YAML(typ="safe").load((Path(__file__).parent / "callers.yml").read_text("utf-8"))
HANGS_UP, STAYS_SILENT, MUMBLES, ASKS_FOR_A_PERSON, CHANGES_SUBJECT = 0.07, 0.04, 0.04, 0.03, 0.05


@dataclass
class Move:
    """What the caller does next."""

    kind: str
    words: str = ""


class Caller:
    """One caller with one of the shop's orders; the same seed makes the same caller."""

    def __init__(self, chance: random.Random, order: dict[str, Any], language: str) -> None:
        self._chance = chance
        self._table = WORDS[language]
        self._values = sayings(order, language)
        self.language = language
        self.withheld = chance.random() < 0.1
        self.own_phone = chance.random() < 0.4

    def opens(self) -> str:
        """The first words."""
        return self._filled(self._chance.choice(self._table["wishes"]))

    def reacts(self, heard: str) -> Move:
        """What is done after hearing this."""
        fate = self._chance.random()
        for kind, share in (("hang_up", HANGS_UP), ("silent", STAYS_SILENT)):
            if fate < share:
                return Move(kind)
            fate -= share
        for words, share in (("mumble", MUMBLES), ("person", ASKS_FOR_A_PERSON), ("wishes", CHANGES_SUBJECT)):
            if fate < share:
                return Move("say", self._filled(self._chance.choice(self._table[words])))
            fate -= share
        return self._answer(heard.lower())

    def _answer(self, heard: str) -> Move:
        for fragment, answers in self._table["answers"].items():
            if fragment in heard:
                words = self._filled(self._chance.choice(answers))
                keys = words.replace("#", "").isdigit() and ("#" in words or self._chance.random() < 0.5)
                return Move("press", words) if keys else Move("say", words.replace("#", ""))
        return Move("say", self._chance.choice(self._table["goodbye"]))

    def _filled(self, words: str) -> str:
        return words.format(**self._values)
