"""Which model of the gate comes into use; what each finds of today's exam is given."""

from pathlib import Path

import pytest

from bot.running.delicate_training import DelicateTraining
from bot.understanding.delicate.live import Live, read_live, write_live

OLD, NEW = "delicate-old.npz", "delicate-new.npz"


def promoted(folder: Path, monkeypatch: pytest.MonkeyPatch, old: float, new: float) -> tuple[Live, list[str]]:
    """What is in use after `new` was offered beside `old`, and what was said about it."""
    models, said = folder / "models", []
    models.mkdir()
    for name in (OLD, NEW):
        (models / name).write_bytes(b"")
    # Once measured on another, easier exam.
    write_live(models, Live(OLD, recall={"crisis": 0.99}))
    found = {OLD: {"crisis": old}, NEW: {"crisis": new}}
    monkeypatch.setattr(DelicateTraining, "_recall", lambda _, model: found[model.name])
    DelicateTraining(folder, said.append)._promote(models / NEW)
    return read_live(models), said


def test_both_are_judged_by_today_s_exam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live, said = promoted(tmp_path, monkeypatch, old=0.90, new=0.95)
    assert (live.model, live.recall, said) == (NEW, {"crisis": 0.95}, [])


def test_one_that_finds_less_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, said = promoted(tmp_path, monkeypatch, old=0.96, new=0.95)
    assert live.model == OLD
    assert live.refused == {NEW: ["crisis: recall would fall from 0.960 to 0.950"]}
    assert len(said) == 1
