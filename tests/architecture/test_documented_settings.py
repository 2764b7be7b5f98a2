"""Every setting is in `.env.example` and in `docs/operations.md`, and nothing else is."""

import re
from pathlib import Path

from bot.settings import DEFAULTS, names

ROOT = Path(__file__).resolve().parents[2]
TABLE_ROW = re.compile(r"^\| `([A-Z_]+)` \| ", re.MULTILINE)
EXAMPLE = re.compile(r"^#([A-Z_]+)=(.*)$", re.MULTILINE)


def examples() -> dict[str, str]:
    return dict(EXAMPLE.findall((ROOT / ".env.example").read_text()))


def test_the_example_file_lists_exactly_what_is_read() -> None:
    assert sorted(examples()) == names()


def test_the_manual_lists_exactly_what_is_read() -> None:
    assert sorted(TABLE_ROW.findall((ROOT / "docs" / "operations.md").read_text())) == names()


def test_a_default_in_the_example_file_is_the_real_one() -> None:
    # Where there is no fixed default the example shows the form of a value instead.
    shown = {name: value for name, value in examples().items() if DEFAULTS[name]}
    assert shown == {name: default for name, default in DEFAULTS.items() if default}


def test_the_example_file_sets_nothing_by_itself() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert all(not line or line.startswith("#") for line in lines)
