"""What becomes of a canary's conversations is counted from the record, and a bad canary is taken back."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert

from bot.store.database import table_of
from bot.store.tables import ConversationRow, HandoverRow, TurnRow
from bot.tuning.canary_numbers import CanaryNumbers
from bot.tuning.canary_verdict import Tally
from bot.tuning.canary_watch import CanaryWatch
from bot.tuning.switching import By
from tests.tuning.models import ModelHall

OPS = By("ops-1")
TALKS, TURNS, CASES = table_of(ConversationRow), table_of(TurnRow), table_of(HandoverRow)


class Line:
    """Conversations as the record keeps them."""

    def __init__(self, folder: Path) -> None:
        self.hall = ModelHall(folder)
        self.numbers = CanaryNumbers(self.hall.engine, self.hall.versions)
        self.alerts: list[tuple[str, str]] = []
        self.watch = CanaryWatch(self.hall.versions, self.numbers, self.hall.switching, self._alert)

    def talk(self, version: int, handed_over: bool = False, **turn: Any) -> None:
        """A conversation of one turn that begins now."""
        now, talk = self.hall.clock.now(), str(uuid4())
        kept = {"id": talk, "channel": "voice", "language": "de", "owner": "bot", "called": "+49"}
        kept |= {"started_at": now, "last_at": now, "turns": 1, "version": 0, "memory": {}}
        said = {"conversation_id": talk, "number": 1, "at": now, "language": "de", "model_version": version}
        with self.hall.engine.begin() as db:
            db.execute(insert(TALKS).values(**kept, model_version=version))
            db.execute(insert(TURNS).values(**said | turn))
            if handed_over:
                case = {"id": talk, "case_number": talk[:12], "conversation_id": talk, "turn": 1}
                case |= {"kind": "person", "reason": "human_request", "priority": "P2", "status": "waiting"}
                case |= {"language": "de", "created_at": now, "packet": {}}
                db.execute(insert(CASES).values(**case))

    def later(self) -> None:
        """A minute goes by."""
        self.hall.clock.at += timedelta(minutes=1)

    def tallies(self) -> list[tuple[Tally, Tally]]:
        """Live and canary, stretch by stretch."""
        return [(one.live, one.canary) for one in self.numbers.stretches(self.hall.serving)]

    def _alert(self, version: str, measure: str) -> None:
        self.alerts.append((version, measure))


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path)


def test_without_a_canary_there_is_nothing_to_count(line: Line) -> None:
    assert line.tallies() == []
    line.watch.work()
    assert line.alerts == []


def test_conversations_are_counted_by_what_became_of_them(line: Line) -> None:
    hall = line.hall
    line.talk(hall.two, failure="DialogueUnavailable")
    line.later()
    hall.switching.begin_canary(hall.two, 0.5, OPS)
    line.talk(hall.one)
    line.talk(hall.one, handed_over=True)
    line.talk(hall.two, failure="DialogueUnavailable", handed_over=True)
    line.talk(hall.three, failure="of no concern")
    assert line.tallies() == [(Tally(2, 0, 1), Tally(1, 1, 1))]


def test_a_turn_that_another_version_answered_has_failed_for_the_canary(line: Line) -> None:
    line.hall.switching.begin_canary(line.hall.two, 0.5, OPS)
    line.talk(line.hall.two, model_version=line.hall.one)
    assert line.tallies() == [(Tally(), Tally(1, 1, 0))]


def test_every_share_has_a_stretch_of_its_own(line: Line) -> None:
    hall = line.hall
    hall.switching.begin_canary(hall.three, 0.9, OPS)
    line.talk(hall.three)
    hall.switching.stop_canary(OPS)
    line.later()
    hall.switching.begin_canary(hall.two, 0.1, OPS)
    line.talk(hall.two)
    line.later()
    hall.switching.change_share(0.3, OPS)
    line.talk(hall.two)
    line.talk(hall.one)
    assert line.tallies() == [(Tally(), Tally(1)), (Tally(1), Tally(1))]
    assert [one.share for one in line.numbers.stretches(hall.serving)] == [0.1, 0.3]


def test_a_bad_canary_is_taken_back_with_its_figures_and_an_alert(line: Line) -> None:
    hall = line.hall
    hall.switching.begin_canary(hall.two, 0.2, OPS)
    for _ in range(40):
        line.talk(hall.one)
    line.watch.work()
    for _ in range(10):
        line.talk(hall.two, failure="DialogueUnavailable")
    line.watch.work()
    line.watch.work()
    assert (hall.serving.live.id, hall.serving.canary) == (hall.one, None)
    newest = hall.versions.history()[0]
    assert (newest.what, newest.staff_id, newest.reason) == ("canary_returned", None, "failed")
    assert newest.data["canary"]["failed"] == 10
    assert line.alerts == [(f"v{hall.two}", "failed")]


def test_a_good_canary_stays(line: Line) -> None:
    hall = line.hall
    hall.switching.begin_canary(hall.two, 0.2, OPS)
    for place in range(40):
        line.talk(hall.one if place % 5 else hall.two, handed_over=place % 3 == 0)
    line.watch.work()
    assert hall.serving.canary
    assert line.alerts == []


def test_somebody_who_switches_at_the_same_time_goes_first(line: Line) -> None:
    hall = line.hall
    hall.switching.begin_canary(hall.two, 0.2, OPS)
    for _ in range(12):
        line.talk(hall.two, failure="x")
    judged = line.numbers.stretches

    def promoted_meanwhile(serving: Any) -> Any:
        hall.switching.promote(hall.three, OPS)
        return judged(serving)

    line.numbers.stretches = promoted_meanwhile  # type: ignore[method-assign]
    assert line.watch.work() == 0.0
    assert hall.serving.live.id == hall.three
    assert line.alerts == []
