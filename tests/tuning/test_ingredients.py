"""What a version is made from, and what has changed since."""

import os
from pathlib import Path

import pytest

from bot.tuning.ingredients import Change, Changes, Ingredients, changes, ingredients

NLU = """version: "3.1"

nlu:
- intent: order_status
  metadata:
    language: de
  examples: |
    - wo ist mein paket
    - wann kommt das
- intent: order_status
  metadata:
    language: en
  examples: |
    - where is my parcel
"""
DOMAIN = """intents:
- order_status
responses:
  utter_shipped:
  - text: Es ist unterwegs.
  utter_bye:
  - text: Auf Wiederhören.
slots: {}
"""
CRISIS = """de:
  hint: |
    - es hat alles keinen sinn
  not: |
    - ich lach mich tot
"""
FILES = {"data/nlu/orders.yml": NLU, "domain.yml": DOMAIN, "data/delicate/crisis.yml": CRISIS}
FILES |= {
    "config.yml": "recipe: default.v1\n",
    "data/rules.yml": "rules: []\n",
    "data/delicate/cues.de.yml": "x: 1\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def change(root: Path, name: str, before: str, after: str) -> Changes:
    earlier = ingredients(root)
    (root / name).write_text((root / name).read_text("utf-8").replace(before, after), "utf-8")
    found = changes(earlier, ingredients(root))
    assert found is not None
    return found


def test_sentences_are_counted_by_language(root: Path) -> None:
    known = ingredients(root)
    assert known["sentences"] == {"de": 2, "en": 1}
    assert {name: (one["de"], one["en"]) for name, one in known["intents"].items()} == {
        "order_status": (2, 1)
    }
    assert {name: (one["de"], one["en"]) for name, one in known["flags"].items()} == {"crisis": (2, 0)}


def test_nothing_changed_is_nothing_to_train(root: Path) -> None:
    found = change(root, "config.yml", "", "")
    assert found == Changes()
    assert not found.anything


def test_new_sentences_are_told_by_intent_and_language(root: Path) -> None:
    found = change(root, "data/nlu/orders.yml", "    - where", "    - any news\n    - where")
    assert found.intents == (Change("order_status", 0, 1),)
    assert (found.new_sentences, found.anything, found.delicate, found.other) == (1, True, False, False)


def test_another_wording_is_a_change_that_counts_nothing(root: Path) -> None:
    found = change(root, "data/nlu/orders.yml", "mein paket", "meine sendung")
    assert found.intents == (Change("order_status", 0, 0),)
    assert (found.new_sentences, found.anything) == (0, True)


def test_a_new_intent_counts_with_all_its_sentences(root: Path) -> None:
    more = NLU.replace("order_status", "order_place").partition("nlu:\n")[2]
    found = change(root, "data/nlu/orders.yml", "nlu:\n", f"nlu:\n{more}")
    assert found.intents == (Change("order_place", 2, 1),)


def test_another_answer_is_named_and_is_no_other_change(root: Path) -> None:
    found = change(root, "domain.yml", "unterwegs", "auf dem Weg")
    assert (found.answers, found.other, found.intents) == (("utter_shipped",), False, ())


def test_anything_else_of_the_domain_and_the_rules_is_another_change(root: Path) -> None:
    assert change(root, "domain.yml", "slots: {}", "slots: {a: b}").other
    assert change(root, "data/rules.yml", "[]", "[a]").other


def test_a_delicate_sentence_needs_a_new_gate(root: Path) -> None:
    found = change(root, "data/delicate/crisis.yml", "  not:", "    - wozu noch\n  not:")
    assert (found.delicate, found.flags, found.new_sentences) == (True, (Change("crisis", 1, 0),), 1)


def test_the_same_words_said_to_be_more_open_are_a_change(root: Path) -> None:
    assert change(root, "data/delicate/crisis.yml", "  hint:", "  acute:").delicate


def test_cues_count_without_training(root: Path) -> None:
    assert not change(root, "data/delicate/cues.de.yml", "1", "2").anything


def test_of_a_version_nobody_described_nothing_is_claimed(root: Path) -> None:
    assert changes({"commit": "abc"}, ingredients(root)) is None


def test_a_gate_made_earlier_than_its_sentences_would_be_made_anew(root: Path) -> None:
    before = ingredients(root)
    del before["delicate"]
    found = changes(before, ingredients(root))
    assert found
    assert found.delicate


def test_files_are_read_again_only_when_they_change(root: Path) -> None:
    kept = Ingredients(root)
    first = kept.now()
    assert kept.now() is first
    file = root / "data" / "rules.yml"
    file.write_text("rules: [b]\n", "utf-8")
    os.utime(file, (1, 1))
    assert kept.now()["other"] != first["other"]
