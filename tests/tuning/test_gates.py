"""Every version has the gate it was made with; one that is gone is stood in for by another."""

from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotThere
from bot.tuning import gates as module
from bot.tuning.gates import Gates
from bot.tuning.switching import By
from tests.tuning.models import ModelHall

OPS = By("ops-1")


class World:
    """Gates that are only names; `gone` are the files that are not there."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hall, self.read, self.gone = ModelHall(folder), list[str](), set[str]()
        monkeypatch.setattr(module, "gate_of", self._gate_of)
        monkeypatch.setattr(module, "trained_gate", lambda root: lambda text, language: ("checkout",))
        self.gates = Gates(folder, self.hall.versions)

    def seen(self, version: int | None) -> Any:
        """By whose gate."""
        gate: Any = self.gates.of(version)
        return gate("words", "de")[0]

    def _gate_of(self, root: Path, file: Path) -> Any:
        if file.stem in self.gone:
            raise FileNotFoundError(file)
        self.read.append(file.stem)
        return lambda text, language: (file.stem,)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path, monkeypatch)


def test_each_version_has_its_own_and_it_is_read_once(world: World) -> None:
    hall = world.hall
    assert [world.seen(version) for version in (hall.one, hall.two, hall.one)] == [
        "gate-one",
        "gate-two",
        "gate-one",
    ]
    assert world.read == ["gate-one", "gate-two"]


def test_without_a_version_the_live_one_looks(world: World) -> None:
    assert world.seen(None) == "gate-one"
    world.hall.switching.promote(world.hall.two, OPS)
    assert world.seen(None) == "gate-two"
    called: Any = world.gates("words", "de")
    assert called == ("gate-two",)


def test_a_gate_that_is_gone_is_stood_in_for(world: World) -> None:
    world.gone.add("gate-two")
    assert world.seen(world.hall.two) == "gate-one"
    with pytest.raises(NotThere):
        world.gates.load(world.hall.versions.one(world.hall.two))
    world.gone.add("gate-one")
    world.gates = Gates(Path(), world.hall.versions)
    assert world.seen(world.hall.two) == "checkout"


def test_what_serves_stays_in_memory_whatever_else_is_looked_at(world: World) -> None:
    hall = world.hall
    hall.switching.begin_canary(hall.two, 0.2, OPS)
    others = [hall.add(f"old-{place}") for place in range(4)]
    for version in (hall.one, hall.two, *others, hall.one, hall.two):
        world.seen(version)
    assert sorted(world.read) == sorted(
        ["gate-one", "gate-two", *(f"gate-old-{place}" for place in range(4))]
    )
    assert len(world.gates._loaded) <= 4
