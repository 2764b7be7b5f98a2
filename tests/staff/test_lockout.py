"""Whoever guesses waits longer and longer, however many guesses are made at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.staff.lockout import Attempts, lock_after
from tests.staff.house import NOW, House


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 5), (7, 15), (8, 60), (9, 60), (500, 60)]
)
def test_the_time_grows_with_the_failures(failures: int, minutes: int) -> None:
    assert lock_after(failures) == (timedelta(minutes=minutes) if minutes else None)


def test_the_fifth_failure_closes_the_account_for_a_minute(engine: Engine) -> None:
    klein, attempts = House(engine).hire(), Attempts(engine)
    assert [attempts.charge(klein, NOW) for _ in range(6)] == [True] * 5 + [False]
    assert attempts.closed(klein, NOW + timedelta(seconds=59))
    assert attempts.charge(klein, NOW + timedelta(seconds=60))
    assert attempts.closed(klein, NOW + timedelta(minutes=5))
    assert not attempts.closed(klein, NOW + timedelta(minutes=6))


def test_what_is_tried_while_it_is_closed_does_not_lengthen_it(engine: Engine) -> None:
    house, attempts = House(engine), Attempts(engine)
    klein = house.hire()
    for _ in range(40):
        attempts.charge(klein, NOW)
    assert house.row(klein)["locked_until"] == NOW + timedelta(minutes=1)


def test_guesses_made_at_the_same_time_all_count(engine: Engine) -> None:
    klein, attempts = House(engine).hire(), Attempts(engine)
    with ThreadPoolExecutor(8) as pool:
        tried = list(pool.map(lambda _: attempts.charge(klein, NOW), range(24)))
    assert sum(tried) == 5


def test_a_right_password_alone_does_not_wipe_out_what_was_guessed_before(engine: Engine) -> None:
    house, attempts = House(engine), Attempts(engine)
    klein = house.hire()
    for _ in range(3):
        attempts.charge(klein, NOW)
    attempts.charge(klein, NOW)
    attempts.refund(klein)
    assert house.row(klein)["failed_sign_ins"] == 3
    attempts.clear(klein)
    assert house.row(klein)["failed_sign_ins"] == 0


def test_the_account_of_a_colleague_stays_open(sqlite: Engine) -> None:
    house, attempts = House(sqlite), Attempts(sqlite)
    klein, gross = house.hire(), house.hire("Herr Groß")
    for _ in range(9):
        attempts.charge(klein, NOW)
    assert attempts.charge(gross, NOW)
    assert not attempts.charge("nobody", NOW)
