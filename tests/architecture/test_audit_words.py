"""Every deed that is written into the audit trail has words in the list leads read."""

import re
from pathlib import Path

import pytest

from bot.phrases.interface import known

ROOT = Path(__file__).parents[2]
# audit.note(who, "code", …), also over two lines.
NOTED = re.compile(r"audit\.note\(\s*[\w.]+,\s*\"([a-z_]+)\"")


def codes() -> set[str]:
    files = [*(ROOT / "bot" / "desk").rglob("*.py"), *(ROOT / "bot" / "console").rglob("*.py")]
    return {code for file in files for code in NOTED.findall(file.read_text("utf-8"))}


def test_there_are_deeds_to_find() -> None:
    assert {"response_changed", "comparison_asked"} <= codes()


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_deed_has_words(code: str) -> None:
    assert known(f"board.did.{code}")
