"""The menu of each role, and where each comes in."""

import pytest

from bot.staff.menu import entries, home
from bot.staff.person import Person


def person(role: str) -> Person:
    return Person("s1", "Mia Berg", role, frozenset(), ("de",), 2, "main")


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        ("agent", "/desk/queue", ["queue", "mine", "live", "settings"]),
        ("lead", "/desk/queue", ["queue", "mine", "live", "team", "figures", "settings"]),
        ("lead", "/console/figures", ["queue", "mine", "live", "team", "figures", "settings"]),
        ("admin", "/desk/queue", ["queue", "mine", "live", "team", "console", "settings"]),
        (
            "ops",
            "/staff/settings",
            ["inbox", "changes", "intents", "models", "tuning_settings", "figures", "settings"],
        ),
    ],
)
def test_everybody_sees_what_is_theirs(role: str, path: str, expected: list[str]) -> None:
    assert [entry.name for entry in entries(person(role), path)] == expected


def test_an_admin_on_the_console_sees_the_console_and_the_way_back() -> None:
    names = [entry.name for entry in entries(person("admin"), "/console/models")]
    assert names[0] == "inbox"
    assert names.count("models") == 1
    assert "desk" in names


@pytest.mark.parametrize("role", ["agent", "lead", "ops", "admin"])
@pytest.mark.parametrize("path", ["/desk/queue", "/console"])
def test_no_two_entries_have_the_same_keys(role: str, path: str) -> None:
    keys = [entry.key for entry in entries(person(role), path)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/console", "inbox"),
        ("/console/conversations/x", "inbox"),
        ("/console/models/7", "models"),
        ("/console/training/3", "models"),
        ("/console/comparisons/3/intents", "models"),
        ("/consoles", None),
    ],
)
def test_the_nearest_entry_is_where_one_is(path: str, here: str | None) -> None:
    assert [entry.name for entry in entries(person("ops"), path) if entry.here] == ([here] if here else [])


def test_nobody_signed_out_has_a_menu() -> None:
    assert entries(None, "/desk/queue") == []


def test_home_is_the_desk_or_the_console() -> None:
    assert [home(role) for role in ("agent", "lead", "admin", "ops")] == ["/desk/queue"] * 3 + ["/console"]
