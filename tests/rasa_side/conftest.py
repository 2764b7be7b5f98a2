"""One Rasa process with the small bot for all tests of this folder, its action server played by the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.running.ports import free_port
from tests.rasa_side.rasa_process import RasaProcess, model
from tests.rasa_side.stand_in_actions import StandInActions
from tests.servers import postgres_database  # noqa: F401

ACTION_TIMEOUT_S = 0.6


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RasaProcess, StandInActions]]:
    """Rasa and its action server, both up."""
    actions = StandInActions(free_port())
    environ = {
        "ACTIONS_URL": f"http://127.0.0.1:{actions.port}",
        "ACTION_TIMEOUT_S": str(ACTION_TIMEOUT_S),
    }
    rasa = RasaProcess(model(), tmp_path_factory.mktemp("rasa"), environ)
    try:
        rasa.wait()
        yield rasa, actions
    finally:
        rasa.stop()
        actions.stop()


@pytest.fixture
def actions(running: tuple[RasaProcess, StandInActions]) -> StandInActions:
    """The action server: up, every action answering with nothing until the test says otherwise."""
    running[1].reset()
    return running[1]


@pytest.fixture
def rasa(running: tuple[RasaProcess, StandInActions], actions: StandInActions) -> RasaProcess:
    """The running Rasa."""
    return running[0]


@pytest.fixture
def data_dir(rasa: RasaProcess) -> Path:
    """Where it keeps its dialogues."""
    return rasa.data_dir
