"""What was said while the database was away is kept where only the hotline's user can read it."""

import json
from pathlib import Path
from threading import Thread

from bot.channels.unsaved import Unsaved
from bot.clock import FixedClock
from tests.builders import CALLER, NOW

FIELDS = {
    "CallSid": "CA1",
    "From": CALLER,
    "SpeechResult": "wo ist mein Päckchen",
    "AccountSid": "AC1",
    "Digits": "",
}


def test_the_words_and_whose_they_were_are_kept_and_nothing_else(tmp_path: Path) -> None:
    Unsaved(tmp_path, FixedClock(NOW)).keep(FIELDS)
    (line,) = (tmp_path / "unsaved.jsonl").read_text("utf-8").splitlines()
    kept = {"at": NOW.isoformat(), "CallSid": "CA1", "From": CALLER, "SpeechResult": "wo ist mein Päckchen"}
    assert json.loads(line) == kept


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    Unsaved(tmp_path, FixedClock(NOW)).keep(FIELDS)
    assert (tmp_path / "unsaved.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    unsaved = Unsaved(tmp_path / "var" / "state", FixedClock(NOW))
    unsaved.keep(FIELDS)
    assert unsaved.count() == 1


def test_line_breaks_stay_inside_their_line(tmp_path: Path) -> None:
    unsaved = Unsaved(tmp_path, FixedClock(NOW))
    unsaved.keep({"Body": 'eins\nzwei\u2028drei"'})
    assert len((tmp_path / "unsaved.jsonl").read_bytes().splitlines()) == 1
    assert unsaved.count() == 1


def test_many_at_once_are_all_kept(tmp_path: Path) -> None:
    unsaved = Unsaved(tmp_path, FixedClock(NOW))
    threads = [Thread(target=unsaved.keep, args=({"Body": "x" * 9000},)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (tmp_path / "unsaved.jsonl").read_text("utf-8").splitlines()
    assert [len(json.loads(line)["Body"]) for line in lines] == [9000] * 8


def test_nothing_lost_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert Unsaved(tmp_path, FixedClock(NOW)).count() == 0
