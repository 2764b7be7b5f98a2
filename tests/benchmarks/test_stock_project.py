from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from benchmarks.stock.project import ROOT, german_examples, value_examples, with_initial_values, write_project


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_project(tmp_path)
    return tmp_path


def test_stock_rasa_gets_our_rules_as_they_are(project: Path) -> None:
    assert (project / "data/rules.yml").read_text("utf-8") == (ROOT / "data/rules.yml").read_text("utf-8")


def test_its_domain_is_ours_but_for_the_slots_the_server_sets(project: Path) -> None:
    ours, stock = read(ROOT / "domain.yml"), read(project / "domain.yml")
    assert stock["slots"]["language"].pop("initial_value") == "de"
    assert stock["slots"]["channel"].pop("initial_value") == "voice"
    assert stock == ours


def test_it_learns_every_german_example_and_nothing_else(project: Path) -> None:
    german = [entry for entry in read(ROOT / "data/nlu.yml")["nlu"] if entry["metadata"]["language"] == "de"]
    stock = read(project / "data/nlu.yml")["nlu"]
    assert [entry["intent"] for entry in stock] == [entry["intent"] for entry in german]


def test_order_numbers_in_examples_are_marked_as_entities() -> None:
    entry = {"intent": "order_status", "metadata": {"language": "de"}, "examples": "- wo ist WM-104823\n"}
    examples = german_examples({"version": "3.1", "nlu": [entry]})["nlu"][0]["examples"]
    assert examples == "- wo ist [WM-104823](order_number)\n"


def test_values_to_learn_are_the_same_in_every_run() -> None:
    assert value_examples() == value_examples()
    assert all("](order_number)" in example or "](postcode)" in example for example in value_examples())


def test_initial_values_leave_the_other_slots_alone() -> None:
    slots = {name: {"type": "any"} for name in ("language", "channel", "city")}
    assert with_initial_values({"slots": slots})["slots"]["city"] == {"type": "any"}
