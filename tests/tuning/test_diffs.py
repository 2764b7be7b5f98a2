"""Diffs are git's, and take back what they made, whatever else has changed in the file."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tuning.diffs import DoesNotApply, diff_of, read_diff, taken_back

LINES = st.lists(
    st.sampled_from(["a", "b", "- c", "--- d", "+++ e", "@@ -1 +1 @@", "diff --git x", "", "ü\r"]),
    max_size=12,
)
TEXTS = st.builds(
    lambda lines, last: "\n".join(lines) + ("\n" if last and lines else ""), LINES, st.booleans()
)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_what_a_diff_made_it_takes_back(before: str, after: str) -> None:
    if before != after:
        [found] = read_diff(diff_of("data/x.yml", before, after))
        assert (found.path, taken_back(after, found)) == ("data/x.yml", before)


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_of_two_files_each_has_its_own_part(one: str, other: str, third: str, fourth: str) -> None:
    if one != other and third != fourth:
        both = diff_of("data/a.yml", one, other) + diff_of("data/b.yml", third, fourth)
        first, second = read_diff(both)
        assert (taken_back(other, first), taken_back(fourth, second)) == (one, third)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 999), min_size=9, unique=True), st.lists(st.text("xyz", min_size=1), max_size=5)
)
def test_what_was_written_before_and_after_stays(numbers: list[int], more: list[str]) -> None:
    lines = [f"{number}\n" for number in numbers]
    before, after = "".join(lines), "".join([*lines[:4], "new\n", *lines[5:]])
    [found] = read_diff(diff_of("data/x.yml", before, after))
    around = "".join(f"{one}\n" for one in more)
    assert taken_back(around + after + around, found) == around + before + around


def test_what_is_no_longer_there_is_not_taken_back() -> None:
    [found] = read_diff(diff_of("data/x.yml", "a\nb\n", "a\nc\n"))
    with pytest.raises(DoesNotApply):
        taken_back("a\nd\n", found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb", "a\nb\n"),
        ("a\n", "a"),
        (None, "a\nb\n"),
        ("a\n", None),
        ("a\r\nb\r\n", "a\r\nc\r\n"),
        ("", "a\n"),
    ],
)
def test_git_applies_it(before: str | None, after: str | None, tmp_path: Path) -> None:
    file = tmp_path / "data/x.yml"
    file.parent.mkdir()
    if before is not None:
        file.write_bytes(before.encode())
    patch = diff_of("data/x.yml", before, after).encode()
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, check=True)
    assert (file.read_bytes().decode() if file.exists() else None) == after
