"""A worker does what is due, rests as long as it was told, and outlives what goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread

import pytest
from structlog.testing import CapturingLogger

from bot.channels import worker
from bot.channels.worker import Worker
from tests.builders import CALLER

LONG_S = 600.0


class Rounds:
    """Work that notes its rounds, and breaks in those it is told to."""

    def __init__(self, rest: float, broken: int = 0) -> None:
        self._rest, self._broken = rest, broken
        self._done: list[Event] = [Event() for _ in range(3)]
        self.threads: list[str] = []

    def __call__(self) -> float:
        self.threads.append(current_thread().name)
        if len(self.threads) <= len(self._done):
            self._done[len(self.threads) - 1].set()
        if len(self.threads) <= self._broken:
            raise ConnectionError(CALLER)
        return self._rest

    def came_to(self, count: int) -> bool:
        """Whether that many rounds begin within some seconds."""
        return self._done[count - 1].wait(5)


@contextmanager
def working(work: Callable[[], float]) -> Iterator[Worker]:
    one = Worker("letters", work)
    one.start()
    try:
        yield one
    finally:
        one.stop()


def test_it_begins_unasked_in_a_thread_of_its_own() -> None:
    with working(rounds := Rounds(LONG_S)):
        assert rounds.came_to(1)
    assert rounds.threads == ["letters"]


def test_it_works_again_when_it_has_rested() -> None:
    with working(rounds := Rounds(0.001)):
        assert rounds.came_to(3)


def test_it_is_woken_out_of_its_rest() -> None:
    with working(rounds := Rounds(LONG_S)) as one:
        assert rounds.came_to(1)
        one.wake()
        assert rounds.came_to(2)


def test_what_comes_up_while_it_works_is_done_at_once() -> None:
    rounds = Rounds(LONG_S)

    def work() -> float:
        if not rounds.threads:
            one.wake()
        return rounds()

    one = Worker("letters", work)
    one.start()
    assert rounds.came_to(2)
    one.stop()


def test_stopping_waits_for_the_work_under_way() -> None:
    begun, ended = Event(), Event()

    def work() -> float:
        begun.set()
        assert one._stopped.wait(5)
        ended.set()
        return LONG_S

    one = Worker("letters", work)
    one.start()
    assert begun.wait(5)
    one.stop()
    assert one._thread
    assert not one._thread.is_alive()
    assert ended.is_set()


def test_stopped_it_does_nothing_more() -> None:
    with working(rounds := Rounds(LONG_S)) as one:
        assert rounds.came_to(1)
    one.wake()
    assert len(rounds.threads) == 1


def test_one_stopped_before_it_began_does_nothing() -> None:
    one = Worker("letters", rounds := Rounds(LONG_S))
    one.stop()
    one.start()
    one.stop()
    assert rounds.threads == []


def test_it_outlives_a_fault_and_keeps_its_words_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "AFTER_A_FAULT_S", 0.001)
    monkeypatch.setattr(worker, "log", logged := CapturingLogger())
    with working(rounds := Rounds(LONG_S, broken=2)):
        assert rounds.came_to(3)
    told = ("warning", ("worker_paused",), {"worker": "letters", "fault": "ConnectionError"})
    assert [tuple(call) for call in logged.calls] == [told, told]


def test_after_a_fault_it_rests_before_it_tries_again() -> None:
    assert Worker("letters", Rounds(0.0, broken=1))._worked() == worker.AFTER_A_FAULT_S
