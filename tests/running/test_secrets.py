"""Secrets are made once and kept to their owner."""

import json
import re
from pathlib import Path

from bot.running import secrets


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    secrets.load_or_create(tmp_path / "var" / "secrets.json")
    assert (tmp_path / "var" / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_they_stay_the_same_from_start_to_start(tmp_path: Path) -> None:
    first = secrets.load_or_create(tmp_path / "secrets.json")
    assert secrets.load_or_create(tmp_path / "secrets.json") == first


def test_two_hotlines_have_different_ones(tmp_path: Path) -> None:
    here, there = (secrets.load_or_create(tmp_path / name) for name in ("here.json", "there.json"))
    assert not set(here.values()) & set(there.values())


def test_the_account_looks_like_one_of_twilios(tmp_path: Path) -> None:
    made = secrets.load_or_create(tmp_path / "secrets.json")
    assert re.fullmatch("AC[0-9a-f]{32}", made["TWILIO_ACCOUNT_SID"])
    assert re.fullmatch("[0-9a-f]{32}", made["TWILIO_AUTH_TOKEN"])


def test_an_older_file_gets_what_it_lacks_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({"RASA_TOKEN": "kept"}))
    made = secrets.load_or_create(path)
    assert made["RASA_TOKEN"] == "kept"
    assert made["SECRET_KEY"]


def test_a_file_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    secrets.load_or_create(path)
    path.chmod(0o644)
    secrets.load_or_create(path)
    assert path.stat().st_mode & 0o777 == 0o600
