"""What the operator leaves open is filled in; what is wrong is named."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.running.errors import StartFailed
from bot.running.launch import Launch, check_ports, given_environment, prepare
from bot.running.ports import free_port

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWN_CARRIER = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "1" * 32,
    "HOTLINE_NUMBER": "+4930901821",
}


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path)}


def launch(*given: dict[str, str]) -> Launch:
    return prepare({name: value for part in given for name, value in part.items()}, NOW)


def test_with_nothing_set_the_simulated_carrier_is_used(data: dict[str, str]) -> None:
    started = launch(data)
    assert started.carrier_url
    assert started.settings.twilio_api_base_url == started.carrier_url
    assert started.settings.hotline_number == "+4930901820"
    assert started.environ["CARRIER_PHONE_URL"] == f"{started.carrier_url}/phone"


def test_with_an_account_given_there_is_no_simulated_carrier(data: dict[str, str]) -> None:
    started = launch(data, OWN_CARRIER, {"TWILIO_API_BASE_URL": "http://127.0.0.1:9999"})
    assert started.carrier_url is None
    assert started.settings.twilio_api_base_url == "http://127.0.0.1:9999"
    assert "CARRIER_PHONE_URL" not in started.environ


def test_half_an_account_is_a_fault_and_not_a_simulation(data: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid, match="TWILIO_ACCOUNT_SID: missing"):
        launch(data, {"TWILIO_AUTH_TOKEN": "1" * 32})


def test_twilios_own_address_does_not_ask_for_an_account(data: dict[str, str]) -> None:
    assert launch(data, {"TWILIO_API_BASE_URL": "https://api.twilio.com"}).carrier_url


def test_every_bad_setting_is_named_at_once(data: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid) as raised:
        launch(data, {"PORT": "eighty", "TIMEZONE": "Berlin", "TURN_BUDGET_S": "60"})
    assert [fault.split(":")[0] for fault in raised.value.faults] == ["PORT", "TURN_BUDGET_S", "TIMEZONE"]


def test_a_data_folder_that_cannot_be_written_is_a_bad_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsInvalid, match="DATA_DIR: cannot be written"):
        launch({"DATA_DIR": str(tmp_path / "file" / "var")})


def test_internal_addresses_give_way_to_other_programs(data: dict[str, str]) -> None:
    started = launch(data)
    with socket.create_server(("127.0.0.1", int(started.settings.rasa_url.rpartition(":")[2]))):
        assert launch(data).settings.rasa_url != started.settings.rasa_url


def test_an_address_that_was_asked_for_is_kept_and_refused_when_taken(data: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        asked = {"PORT": str(free_port()), "RASA_URL": f"http://127.0.0.1:{taken}"}
        started = launch(data, asked)
        assert started.settings.rasa_url == asked["RASA_URL"]
        with pytest.raises(StartFailed, match=f"RASA_URL: port {taken} is taken"):
            check_ports(started)


def test_a_taken_port_of_the_operators_is_named(data: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(StartFailed, match=f"PORT: port {taken} is taken by another program"):
            check_ports(launch(data, {"PORT": str(taken)}))


def test_all_processes_share_the_moment_at_which_a_shifted_clock_started(data: dict[str, str]) -> None:
    started = launch(data, {"HOTLINE_NOW": "2026-12-24T10:00+01:00"})
    assert started.settings.hotline_started_at == NOW
    assert "HOTLINE_STARTED_AT" not in launch(data).environ


def test_the_environment_goes_before_the_env_file_and_empty_values_count_as_unset(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=1111\nHOST=127.0.0.2\nCOMPANY=\n")
    assert given_environment({"PORT": "2222", "TIMEZONE": ""}, dotenv) == {
        "PORT": "2222",
        "HOST": "127.0.0.2",
    }


def test_a_relative_data_folder_is_the_same_wherever_the_command_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.running.launch import ROOT, data_folder

    monkeypatch.chdir(tmp_path)
    assert data_folder({}) == ROOT / "var"
