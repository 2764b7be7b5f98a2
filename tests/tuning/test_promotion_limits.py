"""The limits a candidate is judged by, as people write them."""

from pathlib import Path

import pytest

from bot.errors import TuningInvalid
from bot.running.launch import ROOT
from bot.tuning.promotion_limits import FILE, Limits, read_limits


def written(folder: Path, old: str, new: str) -> Limits:
    """Those of the checkout, one line of them written otherwise."""
    text = (ROOT / FILE).read_text("utf-8")
    assert old in text
    (folder / "data").mkdir()
    (folder / FILE).write_text(text.replace(old, new), "utf-8")
    return read_limits(folder)


def test_those_of_the_checkout_never_let_a_crisis_be_missed_more_often() -> None:
    limits = read_limits(ROOT)
    assert {"crisis", "safety_injury"} <= limits.delicate_never_less
    assert limits.agreement in (1, 2)
    assert limits.calls_must_run


def test_what_is_written_counts(tmp_path: Path) -> None:
    assert written(tmp_path, "ratio: 1.5", "ratio: 2").latency_ratio == 2.0


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("margin: 0.05", "margin: 5", "intent_margin is no share"),
        ("[crisis, safety_injury]", "[crisis, sorrow]", "sorrow is no flag"),
        ("agreement: 1", "agreement: 3", "agreement"),
        ("ratio: 1.5", "ratio: 0.5", "latency.ratio"),
        ("turns: 1000", "turns: -1", "below 0"),
        ("chance: 0.05", "chance: often", "chance|ValueError"),
        ("chance: 0.05", "", "KeyError"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(TuningInvalid, match=fault):
        written(tmp_path, old, new)


def test_without_the_file_nothing_is_judged(tmp_path: Path) -> None:
    with pytest.raises(TuningInvalid, match=r"promotion\.yml"):
        read_limits(tmp_path)
