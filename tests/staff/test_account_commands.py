"""Whoever is in charge keeps accounts safe from the command line, and reads the trail."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.errors import StaffInvalid
from bot.staff.audit import Audit
from bot.staff.commands import staff
from bot.staff.here import accounts_here, engine_here, now_here
from bot.staff.lockout import Attempts
from bot.staff.second_factor import SecondFactors
from bot.staff.sessions import Lifetimes, Sessions

DAY = Lifetimes(timedelta(hours=1), timedelta(hours=12))


@pytest.fixture(autouse=True)
def klein(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Frau Klein's id, in a folder of this test's own."""
    for name in ("DATABASE_URL", "HOTLINE_STARTED_AT", "TIMEZONE", "HOTLINE_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HOTLINE_NOW", "2026-11-23T10:00")
    run("add", "--role", "agent", "--name", "Frau Klein", "--phone", "0171 392 00 17", "--skills", "care")
    return str(accounts_here().find("Frau Klein")["id"])


def run(*words: str) -> str:
    result = CliRunner().invoke(staff, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def signed_in(klein: str) -> str:
    return Sessions(engine_here(), DAY).start(klein, now_here())


def is_in(token: str) -> bool:
    return Sessions(engine_here(), DAY).signed(token, now_here()) is not None


def test_signing_somebody_out(klein: str) -> None:
    tokens = [signed_in(klein) for _ in range(2)]
    assert run("sign-out", "Frau Klein") == "Frau Klein: 2 sessions ended\n"
    assert [is_in(token) for token in tokens] == [False, False]


def test_a_closed_account_is_signed_out_off_duty_and_stays_closed(klein: str) -> None:
    token = signed_in(klein)
    run("on-duty", klein)
    assert run("deactivate", "frau klein") == "Frau Klein: account closed, 1 sessions ended\n"
    found = accounts_here().find(klein)
    assert (is_in(token), found["active"], found["status"]) == (False, False, "off")
    run("activate", klein)
    assert accounts_here().find(klein)["active"] is True
    assert not is_in(token)


def test_a_locked_account_is_opened(klein: str) -> None:
    attempts = Attempts(engine_here())
    for _ in range(5):
        attempts.charge(klein, now_here())
    run("unlock", klein)
    assert attempts.charge(klein, now_here())


def test_a_new_password_opens_a_locked_account_too(klein: str) -> None:
    attempts = Attempts(engine_here())
    for _ in range(5):
        attempts.charge(klein, now_here())
    run("password", klein)
    assert not attempts.closed(klein, now_here())
    assert "password_replaced" in run("audit", "--about", f"staff:{klein}")


def test_a_lost_second_factor_is_taken_off(klein: str) -> None:
    SecondFactors(engine_here(), "x").begin(klein)
    token = signed_in(klein)
    run("second-factor-off", klein)
    assert accounts_here().find(klein)["totp_secret"] is None
    assert not is_in(token)


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (("password", "Frau Klein"), True),
        (("set", "Frau Klein", "--role", "lead"), True),
        (("set", "Frau Klein", "--skills", "any"), False),
    ],
)
def test_who_gets_another_password_or_role_signs_in_anew(
    klein: str, words: tuple[str, ...], out: bool
) -> None:
    token = signed_in(klein)
    run(*words)
    assert is_in(token) is not out


def test_the_trail_is_read_by_person_and_by_thing(klein: str) -> None:
    audit, at = Audit(engine_here()), now_here()
    assert run("audit").split()[1:3] == ["-", "account_made"]
    audit.note(klein, "case_seen", "case:h1", at, tab="orders")
    audit.note("gone", "case_seen", "case:h2", at)
    lines = run("audit", "--last", "2").splitlines()
    assert [line.split()[1:3] for line in lines] == [["Frau", "Klein"], ["gone", "case_seen"]]
    assert "tab=orders" in lines[0]
    assert len(run("audit", "--who", "Frau Klein").splitlines()) == 1
    assert "gone" in run("audit", "--about", "case:h2")
    (entry,) = json.loads(run("audit", "--json", "--last", "1"))
    assert (entry["who"], entry["what"], entry["about"]) == ("gone", "case_seen", "case:h2")
    assert datetime.fromisoformat(entry["at"]).utcoffset() == timedelta(hours=1)


def test_an_empty_trail_says_so() -> None:
    assert run("audit", "--about", "case:none") == "Nothing is noted.\n"


def test_nobody_is_found_by_a_wrong_name() -> None:
    with pytest.raises(StaffInvalid, match="nobody is called"):
        run("audit", "--who", "Groß")
