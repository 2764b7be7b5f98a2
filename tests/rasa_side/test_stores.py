"""Where Rasa keeps its dialogues, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from tests.rasa_side.rasa_process import inside


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment that names an empty database."""
    if request.param == "sqlite":
        return {"DATA_DIR": str(tmp_path / "state")}
    return {"DATABASE_URL": request.getfixturevalue("postgres_database"), "DATA_DIR": str(tmp_path)}


def test_a_dialogue_is_kept_as_it_stands_and_no_longer_than_needed(database: dict[str, str]) -> None:
    assert inside(database, "unknown", "round_trip", "replaced", "cleaned") == {
        "unknown": None,
        "round_trip": ["Grüß Gott 😀 '; DROP TABLE x;-- \x00", "WM-104823", 3],
        "replaced": [1, "zwei"],
        "cleaned": ["young"],
    }


def test_the_servers_file_is_left_alone_and_a_longer_rest_keeps_dialogues_longer(tmp_path: Path) -> None:
    server = f"sqlite:///{tmp_path}/hotline.db"
    environ = {"DATA_DIR": str(tmp_path), "DATABASE_URL": server, "SMS_REST_HOURS": "24"}
    assert inside(environ, "cleaned") == {"cleaned": ["old", "young"]}
    assert {path.name.partition(".")[0] for path in tmp_path.iterdir()} == {"rasa"}
