"""What operators write into data/desk.yml is used, and a slip in it is named."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.desk.desk_terms import FIELDS, FILE, OTHER, load_desk_terms
from bot.errors import SettingsInvalid
from bot.staff.known_skills import known_skills


def file_with(folder: Path, **changes: Any) -> Path:
    content = YAML(typ="safe").load(FILE.read_text("utf-8")) | changes
    file = folder / "desk.yml"
    with file.open("w", encoding="utf-8") as target:
        YAML().dump(content, target)
    return file


def fields_with(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load(FILE.read_text("utf-8"))["fields"]
    return content | changes


def test_the_file_as_delivered_speaks_of_every_skill() -> None:
    terms = load_desk_terms()
    assert set(terms.fields) == known_skills() | {OTHER}
    assert all(names <= set(FIELDS) for names in terms.fields.values())


def test_a_skill_nobody_thought_of_shows_the_least() -> None:
    terms = load_desk_terms()
    assert terms.fields_of("juggling") == terms.fields[OTHER]


def test_what_people_with_little_to_do_with_it_see_is_little() -> None:
    assert not load_desk_terms().fields[OTHER] & {"phone", "email", "address", "history"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"fields": fields_with(care=["shoe_size"])}, "shoe_size"),
        ({"fields": fields_with(juggling=["name"])}, "juggling"),
        ({"fields": {"other": ["name"]}}, "care"),
        ({"sensitive": {"flags": ["sadness"], "reasons": []}}, "sadness"),
        ({"sensitive": {}}, "flags"),
        ({"own_sites": []}, "own_sites"),
        ({"fields": None}, "desk.yml"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsInvalid, match=named):
        load_desk_terms(file_with(tmp_path, **changes))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="nowhere"):
        load_desk_terms(tmp_path / "nowhere.yml")
