"""What is changed in a file people tune is what was meant, and nothing else."""

import copy
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tuning.yaml_text import inline, loaded, rewritten
from bot.wiring_handover import ROOT

FILES = (
    "data/thresholds.yml",
    "data/delicate.yml",
    "data/routing.yml",
    "data/speech_hints.yml",
    "data/crisis_numbers.yml",
    "data/knowledge/hours.yml",
    "data/knowledge/stores.yml",
    "bot/phrases/de.yml",
    "bot/phrases/en.yml",
)
SHARED = """\
stores:
  - id: A
    weekly: &city
      mon: ["8-9"]   # early
      tue: ["8-9"]
  # the second one
  - {id: B, weekly: *city}
  - {id: C, weekly: *city}
"""


def changed(text: str, change: Callable[[Any], Any]) -> str:
    """The text after a change of its values."""
    values = copy.deepcopy(loaded(text))
    change(values)
    return rewritten(text, values)


def lines(before: str, after: str) -> list[str]:
    """Only the lines that differ."""
    diff = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in diff if line[0] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("file", FILES)
def test_unchanged_values_leave_every_byte(file: str) -> None:
    text = Path(ROOT, file).read_text("utf-8")
    assert rewritten(text, loaded(text)) == text


@pytest.mark.parametrize(
    ("text", "wanted", "after"),
    [
        ("a: 1 # one\nb: 2\n", {"a": 3, "b": 2}, "a: 3 # one\nb: 2\n"),
        ('a: "x" # why\n', {"a": 'say "y"'}, 'a: "say \\"y\\"" # why\n'),
        ("a: {b: 1, c: 2}\n", {"a": {"c": 2}}, "a: {c: 2}\n"),
        ("a: {b: 1, c: 2}\n", {"a": {"b": 1}}, "a: {b: 1}\n"),
        ("a: {b: 1}\n", {"a": {"b": 1, "d": [2, "3"]}}, 'a: {b: 1, d: [2, "3"]}\n'),
        ("a: {}\n", {"a": {"12-24": []}}, 'a: {"12-24": []}\n'),
        ("a: {b: 1}\n", {"a": {}}, "a: {}\n"),
        (
            "a:\n  b: 1\n  # about c\n  c: 2\nd: 3\n",
            {"a": {"b": 1}, "d": 3},
            "a:\n  b: 1\n  # about c\nd: 3\n",
        ),
        ("a:\n  b: 1 # x\n\nd: 3\n", {"a": {"b": 1, "c": 2}, "d": 3}, "a:\n  b: 1 # x\n  c: 2\n\nd: 3\n"),
        ("a:\n  b: 1", {"a": {"b": 1, "c": 2}}, "a:\n  b: 1\n  c: 2\n"),
        ('a: ["no", x, "null"]\n', {"a": ["no", "null", "yes"]}, 'a: ["no", "null", "yes"]\n'),
        ("a:\n- x\n- y\n", {"a": ["x", "z"]}, "a:\n- x\n- z\n"),
        ("a: null\n", {"a": "BY"}, "a: BY\n"),
        ("a: BY\n", {"a": None}, "a: null\n"),
    ],
)
def test_a_change_is_written_where_it_belongs(text: str, wanted: Any, after: str) -> None:
    assert rewritten(text, wanted) == after


def test_who_changes_alone_leaves_the_others_what_they_share() -> None:
    after = changed(SHARED, lambda v: v["stores"][0].update(weekly={"mon": ["9-10"], "tue": ["8-9"]}))
    assert lines(SHARED, after) == [
        "-    weekly: &city",
        '-      mon: ["8-9"]   # early',
        "+    weekly:",
        '+      mon: ["9-10"]   # early',
        "-  - {id: B, weekly: *city}",
        '+  - {id: B, weekly: &city {mon: ["8-9"], tue: ["8-9"]}}',
    ]


def test_who_shares_and_changes_gets_values_of_its_own() -> None:
    after = changed(SHARED, lambda v: v["stores"][1].update(weekly={"mon": ["9-10"]}))
    assert lines(SHARED, after) == ["-  - {id: B, weekly: *city}", '+  - {id: B, weekly: {mon: ["9-10"]}}']


def test_when_all_change_alike_they_go_on_sharing() -> None:
    def all_of_them(values: Any) -> None:
        for store in values["stores"]:
            store["weekly"] = {"mon": ["9-10"], "tue": ["8-9"]}

    after = changed(SHARED, all_of_them)
    assert lines(SHARED, after) == ['-      mon: ["8-9"]   # early', '+      mon: ["9-10"]   # early']


SCALARS = st.one_of(st.text(max_size=20), st.integers(-9, 9), st.booleans(), st.none())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def printable(value: Any) -> bool:
    text = repr(value)
    return text.isprintable() and "\\x" not in text and "\\u" not in text


@given(st.text(max_size=30).filter(printable))
def test_any_words_are_written_so_that_they_are_read_as_they_were_meant(words: str) -> None:
    assert loaded(f"a: {inline(words)}\n") == {"a": words}
    assert loaded(f"a: {inline([words])}\n") == {"a": [words]}


@given(VALUES.filter(printable), VALUES.filter(printable))
def test_any_value_may_become_any_other(before: Any, after: Any) -> None:
    text = f"a: {inline(before)} # kept\nb: 1\n"
    written = rewritten(text, {"a": after, "b": 1})
    assert loaded(written) == {"a": after, "b": 1}
    assert written.endswith(" # kept\nb: 1\n")
