"""Several processes start together, serve, and stop in order."""

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from bot.running import ports
from bot.running.backoff import Backoff
from bot.running.console import Console
from bot.running.errors import StartFailed
from bot.running.process import Process
from bot.running.supervisor import Supervisor
from tests.running.programs import FAILING, SERVING, STUBBORN, WAITING, Screen, program

Supervise = Callable[..., Supervisor]


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def supervise(screen: Screen) -> Iterator[Supervise]:
    started: list[Supervisor] = []

    def start(
        *processes: Process, on_change: Callable[[dict[str, int]], None] = lambda _: None
    ) -> Supervisor:
        supervisor = Supervisor(processes, Console(screen), on_change, lambda: Backoff(first_s=0.01))
        started.append(supervisor)
        supervisor.start()
        return supervisor

    yield start
    for supervisor in started:
        supervisor.kill()


def serving(name: str) -> Process:
    port = ports.free_port()
    return program(name, SERVING, port, port=port)


def test_it_is_ready_once_every_process_serves(screen: Screen, supervise: Supervise) -> None:
    supervisor = supervise(serving("rasa"), serving("web"))
    supervisor.wait_until_ready(20)
    ready = sorted(line.split()[2] for line in screen.rest() if "ready after" in line)
    assert ready == ["rasa", "web"]


def test_it_stops_the_last_one_first(screen: Screen, supervise: Supervise) -> None:
    supervisor = supervise(*(program(name, WAITING) for name in ("rasa", "actions", "carrier", "web")))
    for _ in range(4):
        screen.wait_for("up")
    supervisor.stop()
    stopped = [line.split()[2] for line in screen.rest() if "stopped in" in line]
    assert stopped == ["web", "carrier", "actions", "rasa"]
    assert supervisor.pids() == {}


def test_a_process_that_keeps_dying_ends_the_start(supervise: Supervise) -> None:
    supervisor = supervise(program("web", FAILING, port=ports.free_port()))
    with pytest.raises(StartFailed, match=r"web died \d+ times before it served"):
        supervisor.wait_until_ready(20)


def test_a_process_that_never_serves_ends_the_start(supervise: Supervise) -> None:
    supervisor = supervise(serving("web"), program("rasa", WAITING, port=ports.free_port()))
    with pytest.raises(StartFailed, match=r"not ready after 0\.3 s: .*rasa"):
        supervisor.wait_until_ready(0.3)


def test_whoever_asked_hears_of_new_process_ids(screen: Screen, supervise: Supervise) -> None:
    heard: list[dict[str, int]] = []
    supervise(program("web", WAITING), on_change=heard.append)
    screen.wait_for("up")
    os.kill(heard[0]["web"], signal.SIGKILL)
    screen.wait_for("up")
    assert len({pids["web"] for pids in heard}) == 2


def test_a_full_disk_does_not_end_the_supervision(screen: Screen, supervise: Supervise) -> None:
    def fail(pids: dict[str, int]) -> None:
        raise OSError("no space left")

    supervisor = supervise(program("web", WAITING), on_change=fail)
    screen.wait_for("the addresses could not be written: no space left")
    screen.wait_for("up")
    assert "web" in supervisor.pids()


def test_everything_can_be_ended_at_once(screen: Screen, supervise: Supervise) -> None:
    supervisor = supervise(program("rasa", STUBBORN), program("web", STUBBORN))
    screen.wait_for("up")
    screen.wait_for("up")
    supervisor.kill()
    supervisor.stop()
    assert not any("did not stop" in line for line in screen.rest())
