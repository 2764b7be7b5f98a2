"""Whole calls are played on a hotline of their own that runs on the candidate; nothing real is touched."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.running.rehearsal import rehearse
from bot.tuning.versions import Version
from tests.builders import NOW
from tests.conversations.choice import chosen
from tests.conversations.scenario import scenarios

CANDIDATE = Version(7, "hotline-new", "delicate-new", NOW, None, {})
SCENARIOS = """
import json, os, pathlib
import pytest

@pytest.mark.parametrize("name", ["de/geld: zurück", "widerruf"])
def test_conversation(name):
    pathlib.Path("seen.json").write_text(json.dumps(dict(os.environ)))
    assert name not in {fails}
"""
CHOICE = """
def pytest_addoption(parser):
    parser.addoption("--of-each-file", type=int, default=0)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """With two scenarios, both of which end as they should."""
    return with_tests(tmp_path, "[]")


def with_tests(folder: Path, fails: str) -> Path:
    calls = folder / "tests" / "conversations"
    calls.mkdir(parents=True, exist_ok=True)
    (calls / "test_conversations.py").write_text(SCENARIOS.replace("{fails}", fails), "utf-8")
    (calls / "conftest.py").write_text(CHOICE, "utf-8")
    return folder


@dataclass(eq=False)
class Spec:
    """As pytest describes a parametrized test."""

    params: dict[str, Any]


@dataclass(eq=False)
class Item:
    """A test as pytest has collected it."""

    nodeid: str
    callspec: Spec


def file_of(item: Item) -> str:
    scenario = item.callspec.params["scenario"]
    return f"{scenario.language}/{scenario.file}"


def played(checkout: Path, of_each_file: int = 1) -> dict[str, Any]:
    return rehearse(checkout, CANDIDATE, of_each_file, checkout / "var" / "logs" / "rehearsal.log")


def seen(checkout: Path) -> dict[str, str]:
    environ: dict[str, str] = json.loads((checkout / "seen.json").read_text("utf-8"))
    return environ


def test_calls_that_end_well_are_counted(checkout: Path) -> None:
    result = played(checkout)
    assert (result["ran"], result["of"], result["failed"], result["all"]) == (True, 2, [], False)
    assert result["seconds"] > 0


def test_calls_that_do_not_are_named(tmp_path: Path) -> None:
    result = played(with_tests(tmp_path, '["de/geld: zurück"]'), of_each_file=0)
    assert (result["failed"], result["failures"], result["all"]) == (["de/geld: zurück"], 1, True)
    assert "1 failed, 1 passed" in (tmp_path / "var/logs/rehearsal.log").read_text("utf-8")


def test_they_are_played_on_the_candidate(checkout: Path) -> None:
    played(checkout)
    assert seen(checkout)["HOTLINE_MODELS"] == "hotline-new,delicate-new"


def test_nothing_of_the_running_hotline_is_handed_on(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE_URL",
        "RASA_URL",
        "SECRET_KEY",
        "TWILIO_AUTH_TOKEN",
        "PUBLIC_BASE_URL",
        "DATA_DIR",
    ):
        monkeypatch.setenv(name, "of the running hotline")
    played(checkout)
    assert "of the running hotline" not in seen(checkout).values()


def test_what_stands_in_the_operators_file_is_said_to_be_nothing(checkout: Path) -> None:
    (checkout / ".env").write_text("DATABASE_URL=postgresql://real\nREDIS_URL=redis://real\n", "utf-8")
    played(checkout)
    assert (seen(checkout)["DATABASE_URL"], seen(checkout)["REDIS_URL"]) == ("", "")


def test_a_cancelled_job_finds_what_it_started(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_TUNING", "/here")
    played(checkout)
    assert seen(checkout)["HOTLINE_TUNING"] == "/here"


def test_without_tests_it_says_so(tmp_path: Path) -> None:
    assert played(tmp_path) == {"ran": False, "why": "no_tests", "of": 0, "failed": [], "failures": 0}


def test_tests_that_cannot_even_begin_have_not_been_played(checkout: Path) -> None:
    (checkout / "tests" / "conversations" / "test_conversations.py").write_text(
        "import nothing_there\n", "utf-8"
    )
    # pytest counts the file itself as a test that broke; either way nothing passes for played.
    result = played(checkout)
    assert (result["ran"], result["failures"]) == (True, 1)
    assert "nothing_there" in (checkout / "var/logs/rehearsal.log").read_text("utf-8")


def test_the_choice_of_calls_is_some_of_every_file() -> None:
    items: Any = [Item(scenario.id, Spec({"scenario": scenario})) for scenario in scenarios()]
    kept, left_out = chosen(items, 1)
    assert len(kept) + len(left_out) == len(items)
    assert sorted(map(file_of, kept)) == sorted({file_of(item) for item in items})
    assert chosen(items, 1)[0] == kept
