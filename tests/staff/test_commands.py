"""The commands work on an empty folder, say what they did, and show no number in full."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.errors import StaffInvalid
from bot.staff.commands import staff

PHONE = "+491713920017"
ADD = ("add", "--role", "agent", "--name", "Frau Klein", "--phone", "0171 392 00 17")


@pytest.fixture(autouse=True)
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which no hotline ever ran, and a simulated Monday."""
    for name in ("DATABASE_URL", "HOTLINE_STARTED_AT", "TIMEZONE", "HOTLINE_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HOTLINE_NOW", "2026-11-23T10:00")


def run(*words: str) -> Result:
    result = CliRunner().invoke(staff, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def added(*more: str) -> str:
    return run(*ADD, "--skills", "care,care_estate", *more).output


def listed() -> list[dict[str, object]]:
    people: list[dict[str, object]] = json.loads(run("list", "--json").output)
    return people


def test_an_account_is_made_before_the_hotline_ever_ran() -> None:
    first, second = added("--languages", "de,en", "--on-duty", "--level", "3", "--site", "Köln").splitlines()
    assert first.startswith("Frau Klein (agent), on duty (free), id ")
    assert "First password, shown only now" in second
    (person,) = listed()
    assert (person["status"], person["skills"], person["languages"]) == (
        "free",
        ["care", "care_estate"],
        ["de", "en"],
    )
    assert (person["level"], person["site"]) == (3, "Köln")


def test_the_password_is_shown_once_and_no_number_ever_in_full() -> None:
    password = added().rsplit(" ", 1)[-1].strip()
    shown = run("list").output + run("list", "--json").output
    assert password not in shown
    assert PHONE not in shown
    assert "…0017" in shown
    assert "argon2" not in shown


def test_nobody_yet_is_said() -> None:
    assert run("list").output.startswith("Nobody works here yet")


def test_duty_by_name_and_by_id() -> None:
    added()
    assert run("on-duty", "frau klein").output == "Frau Klein: on duty (free)\n"
    assert run("off-duty", str(listed()[0]["id"])).output == "Frau Klein: off duty\n"


def test_skills_and_languages_are_set() -> None:
    added()
    assert run("set", "Frau Klein", "--skills", "privacy,any", "--languages", "en").output == (
        "Frau Klein: privacy, any; en\n"
    )


def test_setting_nothing_is_a_mistake() -> None:
    added()
    result = CliRunner().invoke(staff, ["set", "Frau Klein"])
    assert result.exit_code == 2
    assert "Nothing to change" in result.output


def test_a_new_password_is_another_one() -> None:
    old = added().rsplit(" ", 1)[-1]
    assert run("password", "Frau Klein").output.rsplit(" ", 1)[-1] != old


def test_an_unknown_skill_is_refused_with_those_there_are_and_nothing_is_stored() -> None:
    with pytest.raises(StaffInvalid, match=r"cooking unknown; there are any, .*care_estate.*safe_contact"):
        CliRunner().invoke(staff, [*ADD, "--skills", "cooking"], catch_exceptions=False)
    assert listed() == []


def test_an_unknown_role_is_refused() -> None:
    result = CliRunner().invoke(staff, ["add", "--role", "boss", "--name", "x"])
    assert result.exit_code == 2
    assert "agent" in result.output


def test_a_number_is_read_as_in_the_hotline_s_own_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_NUMBER", "+43720123456")
    run("add", "--role", "agent", "--name", "Frau Gruber", "--phone", "0664 1234567", "--skills", "care")
    assert listed()[0]["phone"] == "…4567"
    with pytest.raises(StaffInvalid, match="the hotline's own"):
        CliRunner().invoke(staff, ["set", "Frau Gruber", "--phone", "0720 123456"], catch_exceptions=False)
