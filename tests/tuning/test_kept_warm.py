"""What serves is loaded before anybody needs it, and again when Rasa has forgotten it."""

from pathlib import Path

import pytest

from bot.errors import DialogueUnavailable, NotThere
from bot.tuning.kept_warm import KeptWarm
from bot.tuning.switching import By
from bot.tuning.versions import Version
from tests.builders import ScriptedRasa
from tests.tuning.models import ModelHall


class Keeper:
    """Keeps a hall's models warm."""

    def __init__(self, folder: Path) -> None:
        self.hall, self.rasa, self.gates = ModelHall(folder), ScriptedRasa(), list[str]()
        self.warm = KeptWarm(self.hall.versions, self.rasa, self._gate)

    def _gate(self, version: Version) -> None:
        if version.id == self.hall.three:
            raise NotThere("file_gone")
        self.gates.append(version.gate_model)


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path)


def test_live_and_canary_are_loaded_once(keeper: Keeper) -> None:
    keeper.hall.switching.begin_canary(keeper.hall.two, 0.2, By("ops-1"))
    keeper.warm.work()
    keeper.warm.work()
    assert keeper.rasa.warmed == ["one", "two"]
    assert set(keeper.gates) == {"gate-one", "gate-two"}


def test_a_rasa_that_came_back_is_told_again(keeper: Keeper) -> None:
    keeper.warm.work()
    keeper.rasa.warmed.clear()
    keeper.warm.work()
    assert keeper.rasa.warmed == ["one"]


def test_what_cannot_be_loaded_keeps_nothing_else_from_it(keeper: Keeper) -> None:
    keeper.rasa.missing.add("one")
    keeper.hall.switching.begin_canary(keeper.hall.two, 0.2, By("ops-1"))
    keeper.warm.work()
    assert keeper.rasa.warmed == ["two"]


def test_a_rasa_that_is_away_is_asked_later(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> frozenset[str]:
        raise DialogueUnavailable("away")

    monkeypatch.setattr(keeper.rasa, "loaded", away)
    assert keeper.warm.work() > 0
    assert keeper.rasa.warmed == []


def test_a_switch_is_told_what_cannot_be_loaded(keeper: Keeper) -> None:
    with pytest.raises(NotThere):
        keeper.warm.warm(keeper.hall.versions.one(keeper.hall.three))
    keeper.rasa.missing.add("two")
    with pytest.raises(DialogueUnavailable):
        keeper.warm.warm(keeper.hall.versions.one(keeper.hall.two))
