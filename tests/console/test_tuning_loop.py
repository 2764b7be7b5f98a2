"""From forty misunderstood sentences to a promoted fix and back, in a browser, on the real stack.

Labelled by keyboard, written into the data, trained, compared, tried on some callers, promoted, rolled back.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from selenium.webdriver.common.action_chains import ActionChains

from tests.console.tuning_stack import answered, first_password, said, signed_in, tuning_stack
from tests.desk.browser import Browser, chromium
from tests.stack import Stack

FILE = Path(__file__).with_name("loop_sentences.yml")
ASKED: dict[str, Any] = YAML(typ="safe").load(FILE.read_text("utf-8"))
INTENT = ASKED["intent"]
SENTENCES = [(words, language) for language in ("de", "en") for words in ASKED[language]]
# Training and comparison of a small model, on a machine that may be doing much else.
TRAINED_S, COMPARED_S, SOON_S = 400, 500, 60
ENTER = "\ue007"


class Tuning:
    """One person of ops before one browser, and the hotline they tune."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self.stack, self.browser = stack, browser
        self.root = stack.data_dir.parent

    def open(self, path: str) -> None:
        self.browser.open(f"{self.stack.base_url}/console{path}")

    def press(self, *keys: str) -> None:
        ActionChains(self.browser.driver).send_keys(*keys).perform()

    def one(self, query: str, **values: Any) -> dict[str, Any]:
        return self.stack.rows(query, **values)[0]

    def label(self) -> None:
        """The one whose turn it is: by the key beside its meaning where that is suggested, else typed."""
        self.browser.until(lambda: self.browser.all(".is-current .label--open"), SOON_S)
        at = int(self.browser.script("return document.querySelector('.is-current').id").removeprefix("u"))
        offers = self.browser.all(f".is-current button[value='intent:{INTENT}']")
        if offers:
            self.press(str(offers[0].get_attribute("data-key")))
        else:
            self.press("/")
            self.press(INTENT, ENTER)
        status = "SELECT status FROM utterances WHERE id = :id"
        self.browser.until(lambda: self.one(status, id=at)["status"] == "decided", SOON_S)
        self.browser.until(lambda: not self.browser.all(f"#u{at} .label--open"), SOON_S)

    def job(self, kind: str) -> dict[str, Any] | None:
        rows = self.stack.rows("SELECT * FROM tuning_jobs WHERE kind = :kind ORDER BY id DESC", kind=kind)
        return rows[0] if rows else None

    def done(self, kind: str, seconds: float) -> dict[str, Any]:
        """The newest job of this kind, when it is over."""
        over = ("done", "failed", "cancelled")
        self.browser.until(lambda: (job := self.job(kind)) and job["status"] in over, seconds)
        job = self.job(kind)
        assert job
        assert job["status"] == "done", job
        return job

    def serving(self) -> dict[str, Any]:
        return self.one("SELECT * FROM model_switches ORDER BY id DESC LIMIT 1")

    def log(self) -> str:
        told = subprocess.run(
            ["git", "log", "--format=%an|%s", "--stat"],
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout


@pytest.fixture(scope="module")
def tuning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tuning]:
    with tuning_stack(tmp_path_factory.mktemp("loop")) as stack, chromium() as browser:
        signed_in(stack, browser, "Olga Ops", first_password(stack, "Olga Ops", "ops"))
        yield Tuning(stack, browser)
        assert browser.faults() == []


def test_the_whole_loop(tuning: Tuning) -> None:
    before = [said(tuning.stack, *sentence) for sentence in SENTENCES]
    assert not [turn["heard"] for turn in before if _understood(turn)]
    _label_all(tuning)
    taught = _write(tuning)
    version = _train_and_compare(tuning)
    _canary(tuning, version)
    after = _promote(tuning, version)
    assert [turn["heard"] for turn in after if turn["heard"] in taught and not _understood(turn)] == []
    again = _roll_back(tuning)
    assert [answered(turn) for turn in again] == [answered(turn) for turn in before]


def _understood(turn: dict[str, Any]) -> bool:
    return bool(turn["intent"] == INTENT and turn["route"] == "bot")


def _label_all(tuning: Tuning) -> None:
    waiting = "SELECT count(*) AS n FROM utterances WHERE status = 'open'"
    tuning.browser.until(lambda: tuning.one(waiting)["n"] == len(SENTENCES), SOON_S)
    tuning.open("")
    while tuning.one(waiting)["n"]:
        if not tuning.browser.all("li.utterance .label:not(.label--said)"):
            tuning.open("")
        tuning.label()


def _write(tuning: Tuning) -> set[str]:
    """What is taught; the fixed share for the exam is not."""
    tuning.open("/changes")
    tuning.browser.one("[data-key=w]")
    tuning.press("w")
    written = "SELECT text, share, file FROM learnt_sentences WHERE status = 'written'"
    tuning.browser.until(lambda: tuning.stack.rows(written), SOON_S)
    rows = tuning.stack.rows(written)
    shares = {share: {row["text"] for row in rows if row["share"] == share} for share in ("training", "test")}
    assert len(shares["training"]) >= 40
    assert len(shares["training"]) + len(shares["test"]) == len(SENTENCES)
    for row in rows:
        assert row["text"] in (tuning.root / row["file"]).read_text("utf-8")
    log = tuning.log()
    assert log.startswith("Olga Ops|")
    assert all(row["file"] in log.partition("A small workspace")[0] for row in rows)
    return shares["training"]


def _train_and_compare(tuning: Tuning) -> int:
    tuning.open("/training")
    tuning.browser.one("main form button[data-key=t]")
    tuning.press("t")
    trained = tuning.done("train", TRAINED_S)
    compared = tuning.done("compare", COMPARED_S)
    result = compared["result"] if isinstance(compared["result"], dict) else json.loads(compared["result"])
    comparison = result["comparison_id"]
    for page in ("", "/intents", "/confusions", "/sentences"):
        tuning.open(f"/comparisons/{comparison}{page}")
        assert "v2" in tuning.browser.text()
    row = tuning.one("SELECT reasons FROM comparisons WHERE id = :id", id=comparison)
    assert json.loads(row["reasons"] or "[]") == []
    return int(trained["version_id"])


def _canary(tuning: Tuning, version: int) -> None:
    """Half of the callers get it, and each of them to the end of the call."""
    tuning.open(f"/models/{version}")
    share = tuning.browser.one("#share")
    share.send_keys("50")
    tuning.press(ENTER)
    tuning.browser.one("[data-key=c]").click()
    tuning.browser.until(lambda: tuning.serving()["canary_id"] == version, SOON_S)
    begun = tuning.serving()["canary_share"]
    assert 0 < begun < 1
    turns = [said(tuning.stack, *sentence) for sentence in SENTENCES[:24]]
    asked = {turn["model_version"] for turn in turns}
    assert asked == {1, version}
    mixed = "SELECT conversation_id FROM turns GROUP BY 1 HAVING count(DISTINCT model_version) > 1"
    assert tuning.stack.rows(mixed) == []


def _promote(tuning: Tuning, version: int) -> list[dict[str, Any]]:
    tuning.open(f"/models/{version}")
    tuning.browser.one("[data-key=p]")
    tuning.press("p")
    tuning.browser.until(lambda: tuning.serving()["live_id"] == version, SOON_S)
    turns = [said(tuning.stack, *sentence) for sentence in SENTENCES]
    assert {turn["model_version"] for turn in turns} == {version}
    return turns


def _roll_back(tuning: Tuning) -> list[dict[str, Any]]:
    tuning.open("/models")
    tuning.browser.one("[data-key=r]")
    tuning.press("r")
    tuning.browser.until(lambda: tuning.serving()["live_id"] == 1, SOON_S)
    assert [row["what"] for row in tuning.stack.rows("SELECT what FROM model_switches ORDER BY id")] == [
        "started",
        "canary_started",
        "promoted",
        "rolled_back",
    ]
    return [said(tuning.stack, *sentence) for sentence in SENTENCES]
