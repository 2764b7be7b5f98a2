"""Settings are read once, and a start that cannot work names every reason at once."""

from dataclasses import FrozenInstanceError
from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.settings import Settings, names
from tests.builders import environ, settings


def faults(**changes: str) -> list[str]:
    """The names of what is wrong."""
    with pytest.raises(SettingsInvalid) as refused:
        settings(**changes)
    return [fault.partition(":")[0] for fault in refused.value.faults]


def test_the_least_is_enough() -> None:
    read = settings()
    assert (read.host, read.port, read.turn_budget_s, read.sms_rest_hours) == ("127.0.0.1", 8080, 6.0, 12.0)
    assert (str(read.timezone), read.data_dir, read.redis_url) == ("Europe/Berlin", Path("var"), None)


def test_a_hotline_may_have_more_numbers() -> None:
    assert settings().hotline_more_numbers == ()
    both = settings(HOTLINE_MORE_NUMBERS="+43720123456, +41445001234")
    assert both.hotline_more_numbers == ("+43720123456", "+41445001234")
    assert faults(HOTLINE_MORE_NUMBERS="+43720123456,0720") == ["HOTLINE_MORE_NUMBERS"]


def test_nothing_at_all_names_everything_that_is_missing() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        Settings.from_environ({})
    assert refused.value.faults == [
        "RASA_TOKEN: missing",
        "TWILIO_ACCOUNT_SID: missing",
        "TWILIO_AUTH_TOKEN: missing",
        "HOTLINE_NUMBER: missing",
        "SECRET_KEY: missing",
    ]


def test_every_fault_is_named_at_once() -> None:
    wrong = {
        "PORT": "x",
        "PUBLIC_BASE_URL": "hotline",
        "TURN_BUDGET_S": "60",
        "TIMEZONE": "Mars/Olympus",
        "LOG_FORMAT": "xml",
    }
    assert sorted(faults(**wrong, HOTLINE_NUMBER="030 1", RASA_TOKEN="")) == sorted(
        [*wrong, "HOTLINE_NUMBER", "RASA_TOKEN"]
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "80.5"),
        ("TURN_BUDGET_S", "0"),
        ("TURN_BUDGET_S", "nan"),
        ("TURN_BUDGET_S", "15"),
        ("SMS_REST_HOURS", "-1"),
        ("PUBLIC_BASE_URL", "ftp://h.example"),
        ("PUBLIC_BASE_URL", "https://"),
        ("PUBLIC_BASE_URL", "https://h.example?x=1"),
        ("PUBLIC_BASE_URL", "https://h.example#x"),
        ("PUBLIC_BASE_URL", "https://[::1"),
        ("PUBLIC_BASE_URL", "https://h.example:port"),
        ("RASA_URL", "127.0.0.1:5005"),
        ("TWILIO_API_BASE_URL", "api.twilio.com"),
        ("HOTLINE_NUMBER", "030901820"),
        ("HOTLINE_NUMBER", "+49"),
        ("HOTLINE_NUMBER", "anonymous"),
        ("HOTLINE_NOW", "morgen"),
        ("HOTLINE_STARTED_AT", "gestern"),
        ("TIMEZONE", "../etc/passwd"),
        ("LOG_FORMAT", "XML"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://h/db"),
        ("REDIS_URL", "nonsense"),
        ("CARRIER_PHONE_URL", "nonsense"),
    ],
)
def test_a_bad_value_is_named_and_nothing_else(name: str, value: str) -> None:
    assert faults(**{name: value}) == [name]


def test_a_bad_zone_is_named_once_even_when_a_moment_needs_it() -> None:
    assert faults(TIMEZONE="Mars", HOTLINE_NOW="2026-11-23T10:00") == ["TIMEZONE"]


def test_a_shifted_clock_is_refused_where_real_callers_could_hear_it() -> None:
    assert faults(HOTLINE_NOW="2026-11-23T10:00", TWILIO_API_BASE_URL="https://api.twilio.com") == [
        "HOTLINE_NOW"
    ]
    assert faults(HOTLINE_NOW="2026-11-23T10:00", TWILIO_API_BASE_URL="http://127.0.0.1.evil.example") == [
        "HOTLINE_NOW"
    ]


@pytest.mark.parametrize("address", ["http://127.0.0.1:8090", "http://localhost:8090", "http://[::1]:8090"])
def test_a_shifted_clock_is_fine_with_a_carrier_on_loopback(address: str) -> None:
    read = settings(HOTLINE_NOW="2026-11-23T10:00", TWILIO_API_BASE_URL=address)
    assert read.hotline_now == datetime(2026, 11, 23, 10, 0, tzinfo=read.timezone)
    now = read.clock().now()
    assert (now.date().isoformat(), now.tzinfo) == ("2026-11-23", read.timezone)


def test_a_moment_keeps_its_own_zone() -> None:
    read = settings(HOTLINE_NOW="2026-11-23T10:00+00:00")
    assert read.hotline_now
    assert read.hotline_now.utcoffset() is not None
    assert read.clock().now().hour in (11,)


def test_addresses_have_no_slash_at_the_end() -> None:
    assert settings(PUBLIC_BASE_URL="https://h.example/line/").public_base_url == "https://h.example/line"


def test_without_a_public_address_the_own_one_is_used() -> None:
    given = environ(PORT="9000")
    del given["PUBLIC_BASE_URL"]
    assert Settings.from_environ(given).public_base_url == "http://127.0.0.1:9000"


def test_without_a_database_a_file_in_the_data_folder_is_used(tmp_path: Path) -> None:
    assert settings(DATA_DIR=str(tmp_path)).database_url == f"sqlite:///{tmp_path}/hotline.db"


def test_an_empty_value_is_no_value() -> None:
    assert settings(PORT="", TIMEZONE="  ").port == 8080


def test_blanks_around_a_value_do_not_count() -> None:
    assert settings(PORT=" 9000 ").port == 9000


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        settings().port = 1  # type: ignore[misc]


def test_a_fault_never_shows_a_secret() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        settings(TWILIO_AUTH_TOKEN="hush-hush", PORT="x")
    assert "hush" not in str(refused.value)


def test_the_message_names_all_faults_on_their_own_lines() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        settings(PORT="x", LOG_FORMAT="y")
    assert len(str(refused.value).splitlines()) == 3


def test_the_names_are_sorted_and_read() -> None:
    assert names() == sorted(names())
    assert {"HOST", "PORT", "HOTLINE_NOW", "DATABASE_URL"} <= set(names())
