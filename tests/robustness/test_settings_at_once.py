"""A saved setting is heard by the next caller, in web server and action server, without a restart."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.current import use_root
from bot.tuning.data_files import DataFiles
from bot.tuning.git_repository import GitRepository
from bot.tuning.settings_desk import SettingsDesk
from bot.wiring_console_settings import areas
from tests.robustness.webhooks import HandMadeCall, Webhooks
from tests.stack import NOW, Stack, wait_for
from tests.tuning.checkout import PERSON
from tests.tuning.settings_office import Office

PHRASES, STORES = "bot/phrases/de.yml", "data/knowledge/stores.yml"
BEFORE, AFTER = "einem Computerprogramm, einer KI", "einer KI, einem Computerprogramm"
DISCLOSURE = f"Guten Tag, hier ist {{company}}, und Sie sprechen mit {AFTER}."


@pytest.fixture
def settings(stack: Stack) -> Iterator[Office]:
    """The settings of the running stack, changed from another process; put back whatever happens."""
    root, clock = Path(stack.settings["TUNING_DIR"]), FixedClock(NOW)
    kept = {path: (root / path).read_bytes() for path in (PHRASES, STORES)}
    files = DataFiles(root, stack.engine, clock, GitRepository(root))
    use_root(root)
    yield Office(root, SettingsDesk(files, areas(clock), stack.engine))
    use_root(None)
    for path, text in kept.items():
        (root / path).write_bytes(text)


def greeting(hooks: Webhooks) -> str:
    """What the next caller hears first."""
    return HandMadeCall(hooks).answer.text


def hours_of_cologne(hooks: Webhooks) -> str:
    """What the next caller hears about a store: the action server's answer."""
    return HandMadeCall(hooks).say("wann hat die filiale in köln geöffnet").text


def soon(true: Callable[[], bool]) -> None:
    """Whatever another process has written is looked at within a second."""
    wait_for(true, 5)


def test_what_is_saved_is_heard_in_both_processes_and_taken_back(hooks: Webhooks, settings: Office) -> None:
    before = {path: settings.text(path) for path in (PHRASES, STORES)}
    assert BEFORE in greeting(hooks)
    assert "10 Uhr" in hours_of_cologne(hooks)

    changes = [
        settings.saved("prompts", "disclosure", de__voice=DISCLOSURE),
        settings.saved("stores", "STORE-KOELN", week__mon="11:30-19"),
    ]
    soon(lambda: AFTER in greeting(hooks))
    soon(lambda: "11 Uhr 30" in hours_of_cologne(hooks))

    for path in before:
        (settings.root / path).write_text("neither: [a list\n", "utf-8")
    # The second in which both processes look at the files, and some more.
    for _ in range(20):
        assert AFTER in greeting(hooks)
        assert "11 Uhr 30" in hours_of_cologne(hooks)

    for path, text in before.items():
        (settings.root / path).write_bytes(text.encode())
    soon(lambda: BEFORE in greeting(hooks))
    changes = [
        settings.saved("prompts", "disclosure", de__voice=DISCLOSURE),
        settings.saved("stores", "STORE-KOELN", week__mon="11:30-19"),
    ]
    soon(lambda: AFTER in greeting(hooks) and "11 Uhr 30" in hours_of_cologne(hooks))
    for change in changes:
        settings.desk.undo(change, PERSON)
    assert {path: settings.text(path) for path in before} == before
    soon(lambda: BEFORE in greeting(hooks))
    soon(lambda: "10 Uhr" in hours_of_cologne(hooks))
