"""A hotline that was killed outright does not stand in the way of the next one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.running import addresses
from bot.running.console import Console
from bot.running.errors import StartFailed
from bot.running.leftovers import MARK, belongs_to, clear_leftovers
from tests.running.programs import WAITING, Screen

GONE = 2**22 + 1  # beyond the kernel's largest process id


@pytest.fixture
def orphan(supervisor: int) -> Iterator[subprocess.Popen[bytes]]:
    command = (sys.executable, "-I", "-S", "-c", WAITING)
    environ = {**os.environ, MARK: str(supervisor)}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


def remember(data_dir: Path, supervisor: int, web: int) -> None:
    addresses.write(data_dir, {"pid": supervisor, "web": "http://127.0.0.1:8080", "processes": {"web": web}})


@pytest.mark.parametrize("supervisor", [GONE])
def test_processes_of_a_dead_supervisor_are_ended(
    tmp_path: Path, supervisor: int, orphan: subprocess.Popen[bytes]
) -> None:
    remember(tmp_path, supervisor, orphan.pid)
    clear_leftovers(tmp_path, Console(Screen()))
    assert orphan.poll() == -9
    assert addresses.read(tmp_path) is None


@pytest.mark.parametrize("supervisor", [os.getpid()])
def test_a_hotline_that_still_runs_is_left_alone_and_named(
    tmp_path: Path, supervisor: int, orphan: subprocess.Popen[bytes]
) -> None:
    remember(tmp_path, supervisor, orphan.pid)
    with pytest.raises(StartFailed, match=r"runs at http://127\.0\.0\.1:8080"):
        clear_leftovers(tmp_path, Console(Screen()))
    assert orphan.poll() is None


def test_a_stranger_with_a_reused_id_is_left_alone(tmp_path: Path) -> None:
    remember(tmp_path, GONE, os.getpid())
    assert not belongs_to(os.getpid(), GONE)
    clear_leftovers(tmp_path, Console(Screen()))
    assert addresses.read(tmp_path) is None


def test_without_an_earlier_hotline_there_is_nothing_to_do(tmp_path: Path) -> None:
    screen = Screen()
    clear_leftovers(tmp_path, Console(screen))
    assert screen.rest() == []
