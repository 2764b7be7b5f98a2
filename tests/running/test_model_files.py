"""Which model files are kept, and that no other hotline's are touched."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from bot.clock import FixedClock
from bot.running.model_claims import claim, claimed, unclaimed
from bot.running.model_files import CONVERSATIONS, ModelFiles, to_keep
from bot.tuning.versions import Versions

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Shelf:
    """Eight versions, the second of them live after the first, each with files of its own."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.models, self.data_dir, self.engine = folder / "models", folder / "var", engine
        self.models.mkdir()
        self.data_dir.mkdir()
        self.versions = Versions(engine, FixedClock(NOW))
        for number in range(1, 9):
            self.put(f"hotline-{number}.tar.gz", f"delicate-{number}.npz")
            self.versions.add(f"hotline-{number}", f"delicate-{number}", None, {})
        first = self.versions.switch("started", 1)
        self.versions.switch("promoted", 2, follows=first)
        self.files = ModelFiles(self.models, self.data_dir, self.versions, engine)

    def put(self, *names: str) -> None:
        for name in names:
            (self.models / name).touch()

    def there(self) -> list[int]:
        return sorted(int(path.name.split("-")[1].split(".")[0]) for path in self.models.glob("hotline-*"))

    def talk(self, version: int, **facts: Any) -> None:
        known = {"id": f"{version:036d}", "channel": "sms", "language": "de", "owner": "bot", "caller": None}
        known |= {
            "called": "+4930",
            "started_at": NOW,
            "last_at": NOW,
            "memory": {},
            "version": 0,
            "turns": 0,
        }
        with self.engine.begin() as db:
            db.execute(insert(CONVERSATIONS).values(**known, model_version=version, **facts))


@pytest.fixture
def shelf(tmp_path: Path, sqlite: Engine) -> Shelf:
    return Shelf(tmp_path, sqlite)


def test_what_serves_the_version_before_and_the_newest_five_are_kept(shelf: Shelf) -> None:
    shelf.files.tidy()
    assert shelf.there() == [1, 2, 4, 5, 6, 7, 8]
    assert not (shelf.models / "delicate-3.npz").exists()
    assert len(shelf.versions.all()) == 8


def test_a_version_somebody_is_talking_to_is_kept_until_they_are_done(shelf: Shelf) -> None:
    shelf.talk(3)
    assert shelf.files.tidy() == []
    assert 3 in shelf.there()


def test_a_conversation_that_is_over_keeps_nothing(shelf: Shelf) -> None:
    shelf.talk(3, closed_at=NOW)
    assert shelf.files.tidy() == ["delicate-3.npz", "hotline-3.tar.gz"]


def test_a_canary_is_kept_however_old(shelf: Shelf) -> None:
    newest = shelf.versions.now()
    assert newest
    shelf.versions.switch("canary_started", 2, follows=newest.switch_id, canary_id=3, canary_share=0.1)
    assert shelf.files.tidy() == []


def test_a_file_two_versions_share_stays_as_long_as_one_needs_it(shelf: Shelf) -> None:
    shelf.versions.add("hotline-9", "delicate-3", None, {})
    shelf.files.tidy()
    assert (shelf.models / "delicate-3.npz").exists()
    assert not (shelf.models / "hotline-3.tar.gz").exists()


def test_files_of_nobodys_version_are_not_the_tuners(shelf: Shelf) -> None:
    shelf.put("hotline-77.tar.gz")
    shelf.files.tidy()
    assert 77 in shelf.there()


def test_another_hotlines_files_in_the_same_checkout_are_left_alone(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    claim(shelf.models, tmp_path / "other", ["hotline-3.tar.gz"])
    assert shelf.files.tidy() == ["delicate-3.npz"]


def test_training_by_hand_forgets_only_what_no_version_needs(shelf: Shelf) -> None:
    shelf.files.tidy()
    shelf.put("hotline-77.tar.gz")
    assert [path.name for path in unclaimed(shelf.models, "hotline-*.tar.gz")] == ["hotline-77.tar.gz"]


def test_claims_of_a_hotline_that_is_no_more_lapse(shelf: Shelf) -> None:
    shelf.files.tidy()
    shelf.data_dir.rmdir()
    assert claimed(shelf.models) == set()


def test_before_anything_serves_the_newest_are_kept() -> None:
    assert to_keep([], None, None, {4}) == {4}
