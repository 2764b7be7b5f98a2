"""A hotline of its own to tune: a workspace with few sentences, run as `make run` does, and its callers."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.desk.browser import Browser
from tests.stack import Stack, running_stack
from tests.tuning.workspace import small_workspace, with_models, workspace_environment

PASSWORD = "eine lange nacht voller regen"
SOON_S = 60
NUMBERS = {"de": "+4915228817300", "en": "+447700900123"}


@contextmanager
def tuning_stack(folder: Path) -> Iterator[Stack]:
    """On a small model no whole call comes out as it should: the gate is told not to ask for them here."""
    root = with_models(small_workspace(folder / "ws"))
    shutil.rmtree(root / "tests" / "conversations")
    limits = root / "data" / "promotion.yml"
    limits.write_text(limits.read_text("utf-8").replace("must_run: true", "must_run: false"), "utf-8")
    environ = workspace_environment(root)
    with running_stack(root / "var", PYTHONPATH=environ["PYTHONPATH"]) as stack:
        yield stack


def first_password(stack: Stack, name: str, role: str) -> str:
    """Hired in the terminal, as somebody of ops is."""
    told = stack.command("staff", "add", "--role", role, "--name", name, "--languages", "de", given="")
    return told.strip().rpartition(" ")[2]


def signed_in(stack: Stack, browser: Browser, name: str, password: str) -> None:
    """With a password of their own from now on."""
    browser.open(f"{stack.base_url}/console")
    browser.one("#name").send_keys(name)
    browser.one("#password").send_keys(password)
    browser.one("main form button").click()
    browser.until(lambda: browser.driver.current_url.endswith("/first-password"), SOON_S)
    for field, words in (("#old", password), ("#new", PASSWORD), ("#again", PASSWORD)):
        browser.one(field).send_keys(words)
    browser.one("main form button").click()
    browser.until(lambda: not browser.driver.current_url.endswith("/first-password"), SOON_S)


def said(stack: Stack, sentence: str, language: str) -> dict[str, Any]:
    """Somebody calls, says this and hangs up; the turn as it is written down."""
    known = {row["id"] for row in stack.rows("SELECT id FROM turns WHERE number = 1")}
    call = stack.network.call(NUMBERS[language], stack.number)
    call.say(sentence)
    call.hang_up()
    rows = stack.rows("SELECT * FROM turns WHERE number = 1 ORDER BY id DESC LIMIT 5")
    (turn,) = [row for row in rows if row["id"] not in known]
    return turn


def answered(turn: dict[str, Any]) -> tuple[Any, ...]:
    """What a caller could notice of how they were understood."""
    return turn["intent"], turn["route"], turn["confidence"], turn["said"]
