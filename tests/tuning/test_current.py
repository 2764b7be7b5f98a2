"""Tuned files count from the moment they are written; what cannot be read leaves the last good value."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.current import Current, held, look_again, present, settled, tuned_root, use_root
from bot.errors import TuningInvalid
from bot.wiring_handover import ROOT


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    use_root(tmp_path)
    place = tmp_path / "words.txt"
    place.write_text("first")
    yield place
    use_root(None)


def reader() -> Current[str]:
    def read(root: Path) -> str:
        text = (root / "words.txt").read_text()
        if text == "broken":
            raise TuningInvalid("words.txt: broken")
        return text

    return Current(["words.txt"], read)


def change(file: Path, text: str) -> None:
    file.write_text(text)
    look_again()


def test_a_change_counts_with_the_next_reading(file: Path) -> None:
    current = reader()
    assert current() == "first"
    change(file, "second")
    assert current() == "second"


def test_without_a_word_files_are_looked_at_once_a_second_at_most(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = [100.0]
    monkeypatch.setattr("bot.current.time.monotonic", lambda: passed[0])
    current = reader()
    assert current() == "first"
    file.write_text("second")
    passed[0] += 0.9
    assert current() == "first"
    passed[0] += 0.2
    assert current() == "second"


def test_what_cannot_be_read_leaves_the_last_good_value_and_says_why(file: Path) -> None:
    current = reader()
    assert (current(), current.fault()) == ("first", None)
    change(file, "broken")
    assert (current(), current.fault()) == ("first", "words.txt: broken")
    change(file, "mended")
    assert (current(), current.fault()) == ("mended", None)


def test_a_file_that_is_gone_leaves_the_last_good_value(file: Path) -> None:
    current = reader()
    assert current() == "first"
    file.unlink()
    look_again()
    assert current() == "first"
    assert current.fault()


def test_the_first_reading_says_what_is_wrong(file: Path) -> None:
    file.write_text("broken")
    with pytest.raises(TuningInvalid):
        reader()()


def test_a_turn_keeps_what_it_began_with(file: Path) -> None:
    current = reader()
    with held():
        assert current() == "first"
        change(file, "second")
        with held():
            assert current() == "first"
        assert current() == "first"
    assert current() == "second"


def test_one_turn_does_not_hold_back_another(file: Path) -> None:
    current, heard = reader(), []
    with held():
        assert current() == "first"
        change(file, "second")
        other = threading.Thread(target=lambda: heard.append(current()))
        other.start()
        other.join()
    assert heard == ["second"]


def test_nobody_waits_while_somebody_reads_anew(file: Path) -> None:
    reading, go_on, heard = threading.Event(), threading.Event(), []

    def read(root: Path) -> str:
        text = (root / "words.txt").read_text()
        if text == "second":
            reading.set()
            assert go_on.wait(10)
        return text

    current = Current(["words.txt"], read)
    assert current() == "first"
    change(file, "second")
    slow = threading.Thread(target=lambda: heard.append(current()))
    slow.start()
    assert reading.wait(10)
    assert current() == "first"
    go_on.set()
    slow.join()
    assert (heard, current()) == (["second"], "second")


def test_a_replaced_file_of_the_same_length_and_time_is_noticed(file: Path, tmp_path: Path) -> None:
    current = reader()
    assert current() == "first"
    other = tmp_path / "other.txt"
    other.write_text("fifth")
    stat = file.stat()
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(file)
    look_again()
    assert current() == "fifth"


def test_another_root_has_its_own_values(file: Path, tmp_path: Path) -> None:
    current, other = reader(), tmp_path / "other"
    other.mkdir()
    (other / "words.txt").write_text("elsewhere")
    pinned = Current(["words.txt"], lambda root: (root / "words.txt").read_text(), tmp_path)
    assert current() == "first"
    use_root(other)
    assert (current(), pinned()) == ("elsewhere", "first")
    use_root(None)
    assert tuned_root() == ROOT


def test_who_asks_often_takes_the_value_once() -> None:
    words = {"a": 1}
    assert settled(present(lambda: words)) is words
    assert settled(words) is words


def test_the_present_value_stands_for_what_is_asked_of_it() -> None:
    words = {"a": [1, 2]}
    now = present(lambda: words)
    assert now["a"] == [1, 2]
    assert (len(now), list(now), "a" in now, now.get("b", 3)) == (1, ["a"], True, 3)
    words["b"] = [4]
    assert now == {"a": [1, 2], "b": [4]}
    assert now == present(lambda: dict(words))
