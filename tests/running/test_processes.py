"""Which processes a hotline has, and what each of them may know."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.running.launch import Launch, prepare
from bot.running.process import Process
from bot.running.processes import hotline_processes

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    return prepare({"DATA_DIR": str(tmp_path), "PUBLIC_BASE_URL": "http://127.0.0.1:8080/hotline"}, NOW)


@pytest.fixture
def processes(launch: Launch) -> dict[str, Process]:
    return {process.name: process for process in hotline_processes(launch, Path("models/m.tar.gz"))}


def test_they_are_in_the_order_in_which_they_depend_on_each_other(processes: dict[str, Process]) -> None:
    assert list(processes) == ["rasa", "actions", "carrier", "web", "tuner"]


def test_a_carrier_of_the_operators_own_is_not_started(tmp_path: Path) -> None:
    own = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "HOTLINE_NUMBER": "+4930901820"}
    launch = prepare({"DATA_DIR": str(tmp_path), **own}, NOW)
    names = [process.name for process in hotline_processes(launch, Path("m"))]
    assert names == ["rasa", "actions", "web", "tuner"]


def test_all_of_them_share_one_database(processes: dict[str, Process], tmp_path: Path) -> None:
    urls = {process.environ["DATABASE_URL"] for process in processes.values()}
    assert urls == {f"sqlite:///{tmp_path}/hotline.db"}


def test_rasa_does_not_know_the_carriers_secret(processes: dict[str, Process]) -> None:
    assert "TWILIO_AUTH_TOKEN" not in processes["rasa"].environ
    assert "SECRET_KEY" not in processes["rasa"].environ
    assert processes["web"].environ["TWILIO_AUTH_TOKEN"]


def test_no_secret_stands_on_a_command_line(processes: dict[str, Process], launch: Launch) -> None:
    settings = launch.settings
    typed = " ".join(word for process in processes.values() for word in process.command)
    for secret in (settings.rasa_token, settings.twilio_auth_token, settings.twilio_account_sid):
        assert secret not in typed


def test_what_callers_do_not_reach_listens_on_loopback_only(processes: dict[str, Process]) -> None:
    assert "--interface=127.0.0.1" in processes["rasa"].command
    assert processes["actions"].environ["SANIC_HOST"] == "127.0.0.1"


def test_the_carrier_calls_the_public_addresses(processes: dict[str, Process]) -> None:
    assert "--voice-url=http://127.0.0.1:8080/hotline/twilio/voice" in processes["carrier"].command
