from pathlib import Path

import pytest

from benchmarks.turn import report
from benchmarks.turn.report import growth_table, kinds_table, table, write


def test_a_table_has_its_head_a_rule_and_its_rows() -> None:
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_every_kind_of_turn_has_a_row_with_its_ratio() -> None:
    lines = kinds_table({"simple": [10.0, 10.0]}, {"simple": [40.0, 20.0]}).splitlines()
    assert lines[2] == "| simple | 2 | 10.0 ms | 10.0 ms | 30.0 ms | 40.0 ms | 0.33 |"


def test_the_last_row_compares_whole_calls() -> None:
    ours, stock = {"a": [10.0], "b": [30.0]}, {"a": [20.0], "b": [60.0]}
    assert kinds_table(ours, stock).splitlines()[-1] == "| all of them |  | 40.0 ms |  | 80.0 ms |  | 0.50 |"


def test_a_size_not_measured_is_a_dash() -> None:
    lines = growth_table("turns", {"ours": {10: 20.0, 1000: 21.0}, "stock": {10: 50.0}}).splitlines()
    assert lines[2:] == ["| 10 | 20.0 ms | 50.0 ms |", "| 1,000 | 21.0 ms | – |"]


def test_results_are_kept_with_machine_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "machine", lambda: ["2 cores"])
    write(tmp_path, "A voice turn", ["the table"], "2026-11-22 06:00 UTC")
    kept = (tmp_path / "results.md").read_text("utf-8")
    assert kept.startswith("# A voice turn\n\n- 2 cores\n- began 2026-11-22 06:00 UTC\n- ended ")
    assert kept.endswith("\n\nthe table\n")
