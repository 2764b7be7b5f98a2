"""An intent made by the form is really understood and answered once it is trained, in a Rasa of its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.running.ports import free_port
from bot.running.training import Training
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.tuning.data_files import DataFiles
from bot.tuning.git_repository import GitRepository
from bot.tuning.new_intents import NewIntents
from tests.builders import NOW
from tests.rasa_side.rasa_process import RasaProcess, a_conversation, texts
from tests.tuning.checkout import PERSON
from tests.tuning.gift_wrap import ANSWER, TEXT_MESSAGE, gift_wrap
from tests.tuning.workspace import git, small_workspace, workspace_environment

# What the repository's own tests ask of every intent, but for how many sentences it must have.
ASKED_OF_ALL = (
    "tests/actions/test_wordings.py",
    "tests/architecture/test_phrases_complete.py",
    "tests/phrases/test_catalogue.py",
    "tests/desk/test_codes.py",
    "tests/handover/test_callback_wording.py",
    "tests/handover/test_brief.py",
    "tests/nlu/test_training_data.py",
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the new intent in it, made as the console makes it."""
    folder = tmp_path_factory.mktemp("new_intent")
    root = small_workspace(folder / "ws")
    upgrade(f"sqlite:///{folder}/hotline.db")
    engine, clock = make_engine(f"sqlite:///{folder}/hotline.db"), FixedClock(NOW)
    files = DataFiles(root, engine, clock, GitRepository(root))
    NewIntents(root, engine, clock, files).make(gift_wrap(), PERSON)
    return root


@pytest.fixture(scope="module")
def rasa(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaProcess]:
    """It, trained."""
    folder = tmp_path_factory.mktemp("rasa")
    model = Training(workspace, folder / "train.log", lambda words: None).ensure()
    nowhere = {"ACTIONS_URL": f"http://127.0.0.1:{free_port()}"}
    process = RasaProcess(model, folder, nowhere)
    try:
        process.wait()
        yield process
    finally:
        process.stop()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "könnten sie es mir als geschenk einpacken"),
        ("en", "please could you gift wrap it"),
    ],
)
def test_what_a_caller_says_is_understood_and_answered(
    rasa: RasaProcess, language: str, sentence: str
) -> None:
    understood = rasa.parse(sentence)[0]
    assert understood["intent"] == "gift_wrap"
    answer = rasa.turn(a_conversation(), understood["intent"], text=sentence, language=language)
    assert texts(answer) == [ANSWER[language]]
    assert {"custom": {"done": "gift_wrap"}} in answer["messages"]
    assert not answer["failed"]


def test_by_text_message_it_is_worded_for_reading(rasa: RasaProcess) -> None:
    answer = rasa.turn(a_conversation(), "gift_wrap", channel="sms")
    assert texts(answer) == [TEXT_MESSAGE]


def test_the_others_are_answered_as_before(rasa: RasaProcess) -> None:
    assert texts(rasa.turn(a_conversation(), "praise_feedback")) == ["Vielen Dank, das gebe ich gern weiter."]


def test_the_repositorys_own_tests_take_it(workspace: Path) -> None:
    """All but those that count its sentences, of which more come with the calls."""
    chosen = [*ASKED_OF_ALL, "-k", "not enough_examples and not is_measured"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *chosen],
        cwd=workspace,
        env=workspace_environment(workspace),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_it_is_one_commit_of_its_author(workspace: Path) -> None:
    assert git(workspace, "log", "-1", "--format=%an|%s").strip() == f"{PERSON.name}|Add the intent gift_wrap"
    assert git(workspace, "status", "--porcelain") == ""
