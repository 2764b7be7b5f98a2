"""One supervised process lives, dies and is born again."""

import os
import select
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.running.backoff import Backoff
from bot.running.child import Child
from bot.running.console import Console
from bot.running.process import Process
from tests.running.programs import FAILING, PATIENCE_S, STUBBORN, WAITING, WITH_WORKER, Screen, program

Supervise = Callable[[Process], Child]


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def supervise(screen: Screen) -> Iterator[Supervise]:
    children: list[Child] = []

    def start(process: Process) -> Child:
        child = Child(process, Console(screen), Backoff(first_s=0.01), lambda: None)
        children.append(child)
        child.start()
        return child

    yield start
    for child in children:
        child.kill()


def ends(process: int) -> bool:
    """Whether the process behind a pidfd ends within the tests' patience."""
    return bool(select.select([process], [], [], PATIENCE_S)[0])


def test_a_process_that_is_killed_is_started_again(screen: Screen, supervise: Supervise) -> None:
    child = supervise(program("phone", WAITING))
    screen.wait_for("up")
    first = child.pid
    assert first
    os.kill(first, signal.SIGKILL)
    screen.wait_for("phone was ended by SIGKILL; starting it again in 0.01 s")
    screen.wait_for("up")
    assert child.pid not in (None, first)


def test_a_process_that_ends_by_itself_is_started_again_ever_more_slowly(
    screen: Screen, supervise: Supervise
) -> None:
    supervise(program("phone", FAILING))
    for pause in ("0.01", "0.02", "0.04"):
        screen.wait_for("phone   | cannot go on")
        screen.wait_for(f"phone ended with code 3; starting it again in {pause} s")


def test_a_stopped_process_finishes_its_work_and_is_not_started_again(
    screen: Screen, supervise: Supervise
) -> None:
    child = supervise(program("phone", WAITING))
    screen.wait_for("up")
    child.stop()
    assert child.pid is None
    assert [line.split("| ")[1] for line in screen.rest()] == ["up", "finishing"]


def test_a_process_that_will_not_stop_is_killed_after_its_grace(screen: Screen, supervise: Supervise) -> None:
    child = supervise(program("phone", STUBBORN, grace_s=0.05))
    screen.wait_for("up")
    child.stop()
    assert child.pid is None
    screen.wait_for("phone did not stop within 0.05 s; killed")


def test_workers_of_a_process_that_is_killed_end_with_it(screen: Screen, supervise: Supervise) -> None:
    child = supervise(program("phone", WITH_WORKER))
    worker = os.pidfd_open(int(screen.wait_for("worker").split()[-1]))
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    screen.wait_for("was ended by SIGKILL")
    assert ends(worker)
    os.close(worker)


def test_a_program_that_does_not_exist_is_named(screen: Screen, supervise: Supervise) -> None:
    supervise(Process("phone", ("/nonexistent/program",), {}, Path.cwd()))
    screen.wait_for("phone cannot be started (No such file or directory)")


def test_a_process_waiting_to_be_started_again_can_be_stopped(screen: Screen, supervise: Supervise) -> None:
    child = Child(program("phone", FAILING), Console(screen), Backoff(first_s=3600), lambda: None)
    child.start()
    screen.wait_for("starting it again in 3600 s")
    child.stop()
    assert child.deaths == 1
