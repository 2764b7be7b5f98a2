"""The hotline's time: the machine's, shifted where that is asked for, always in its own zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import FixedClock, WallClock, system_time

BERLIN = ZoneInfo("Europe/Berlin")
MACHINE = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
START = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)


class Machine:
    """A machine's clock that is set by hand."""

    def __init__(self) -> None:
        self.at = MACHINE

    def __call__(self) -> datetime:
        return self.at


def test_the_machine_s_time_is_told_in_the_hotline_s_zone() -> None:
    now = WallClock(BERLIN, machine=Machine()).now()
    assert now == MACHINE
    assert (now.tzinfo, now.hour) == (BERLIN, 14)


def test_a_shifted_clock_starts_there_and_runs_on() -> None:
    machine = Machine()
    clock = WallClock(BERLIN, START, machine=machine)
    assert clock.now() == START
    machine.at += timedelta(minutes=5)
    assert clock.now() == START + timedelta(minutes=5)


def test_processes_that_share_the_start_agree_however_late_they_begin() -> None:
    machine = Machine()
    first = WallClock(BERLIN, START, MACHINE, machine)
    machine.at += timedelta(minutes=7)
    second = WallClock(BERLIN, START, MACHINE, machine)
    assert first.now() == second.now() == START + timedelta(minutes=7)


def test_a_clock_shifted_by_nothing_tells_the_machine_s_time() -> None:
    assert WallClock(BERLIN, MACHINE, machine=Machine()).now() == MACHINE


def test_a_clock_can_run_behind_the_machine() -> None:
    assert WallClock(BERLIN, MACHINE - timedelta(days=900), machine=Machine()).now().year == 2023


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    machine = Machine()
    clock = WallClock(BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), machine=machine)
    first = clock.now()
    machine.at += timedelta(hours=1)
    assert (first.hour, clock.now().hour) == (2, 2)
    assert clock.now().utcoffset() != first.utcoffset()


def test_a_fixed_clock_stands_until_it_is_set() -> None:
    clock = FixedClock(START)
    assert clock.now() == clock.now() == START
    clock.at = MACHINE
    assert clock.now() == MACHINE


def test_the_machine_s_time_knows_its_zone() -> None:
    assert system_time().tzinfo is UTC
