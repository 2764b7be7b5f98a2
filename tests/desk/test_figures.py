"""The figures of a half hour are those that another count of the same half hour gives; to the last digit."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from bot.desk.closing_rows import CLOSINGS
from bot.figures.counting import whole
from bot.figures.definitions import BY_KEY, COUNT, DESK, SECONDS, Figure, figure_of
from bot.figures.period import Piece
from tests.builders import NOW
from tests.desk.closing_hall import ClosingHall
from tests.desk.figures_by_hand import Shares, by_hand
from tests.transfers.afternoon import START, Plan, played

A_HALF_HOUR = Plan(many=44, hours=0.5, seed=3)
UNTIL = START + timedelta(hours=12)
Told = tuple[dict[str, Figure], Shares]


@pytest.fixture(scope="module")
def half_hour() -> Iterator[Told]:
    """Forty people who call or text, twelve experts; some of what was talked about is closed."""
    with played(A_HALF_HOUR) as afternoon:
        hotline = afternoon.hotline
        _close_some(hotline.engine, hotline.clock.now())
        until = hotline.clock.now() + timedelta(seconds=1)
        yield counted(hotline.engine, START, until), by_hand(hotline, START, until)


def _close_some(engine: Engine, now: datetime) -> None:
    """Every third customer had to repeat something, one told two experts so."""
    with engine.begin() as db:
        talks = db.exec_driver_sql(
            "SELECT id, handover_id FROM waits WHERE answered_at IS NOT NULL ORDER BY id"
        )
        for number, (wait, case) in enumerate(talks.all()):
            for who in ("ada", "ben") if number == 3 else ("ada",):
                said = {"had_to_repeat": number % 3 == 0, "disposition": "resolved", "at": now}
                row = {"handover_id": case, "wait_id": wait, "staff_id": who, **said}
                db.execute(insert(CLOSINGS).values(**row))


def counted(engine: Engine, since: datetime, until: datetime) -> dict[str, Figure]:
    found = whole(engine, Piece(since, until), until, DESK)
    return {f"{one.name} {one.priority}".strip(): one for one in found}


def test_every_figure_is_what_another_count_gives(half_hour: Told) -> None:
    shown, by_others = half_hour
    assert {name: (shown[name].of, shown[name].all) for name in by_others} == by_others
    assert set(shown) - set(by_others) == {"gone_at_once"}


def test_the_half_hour_was_busy_enough_to_mean_something(half_hour: Told) -> None:
    _, by_others = half_hour
    busy = ("service_level P3", "asa", "abandoned", "handling_time", "occupancy", "transferred", "repeated")
    assert [name for name in busy if not by_others[name][0]] == []
    assert by_others["passed_on"][0] > 0


# --- what is in which figure ---


@pytest.fixture
def hall(sqlite: Engine) -> ClosingHall:
    hall = ClosingHall(sqlite)
    hall.expert("eva")
    return hall


def now_of(hall: ClosingHall) -> dict[str, Figure]:
    midnight = NOW.replace(hour=0)
    return counted(hall.engine, midnight, hall.clock.now() + timedelta(seconds=1))


def pair(figure: Figure) -> tuple[float, float]:
    return figure.of, figure.all


def test_who_hangs_up_at_once_is_counted_apart(hall: ClosingHall) -> None:
    hall.set_expert("eva", status="off")
    quick, slow = hall.caller("1"), hall.caller("2")
    hall.clock.pass_s(4)
    hall.hangs_up(quick)
    hall.clock.pass_s(1)
    hall.hangs_up(slow)
    found = now_of(hall)
    assert (found["gone_at_once"].unit, found["gone_at_once"].value) == (COUNT, 1)
    assert (pair(found["abandoned"]), pair(found["service_level P3"])) == ((1, 1), (0, 1))


def test_who_wants_to_be_called_back_has_not_abandoned(hall: ClosingHall) -> None:
    wait = hall.caller()
    hall.clock.pass_s(60)
    hall.set_wait(wait, status="over", outcome="callback", ended_at=hall.clock.now())
    found = now_of(hall)
    assert (pair(found["abandoned"]), pair(found["service_level P3"])) == ((0, 1), (0, 0))


def test_a_second_late_is_late(hall: ClosingHall) -> None:
    for name, seconds in (("1", 20), ("2", 21)):
        wait = hall.caller(name, priority="P1")
        hall.set_wait(wait, answered_at=hall.clock.now() + timedelta(seconds=seconds), status="over")
    hall.clock.pass_s(60)
    assert pair(now_of(hall)["service_level P1"]) == (1, 2)


def test_what_waits_since_yesterday_is_yesterdays(hall: ClosingHall) -> None:
    wait = hall.caller()
    hall.set_wait(wait, entered_at=NOW - timedelta(days=1))
    assert {pair(one) for name, one in now_of(hall).items() if name in ("abandoned", "gone_at_once")} == {
        (0, 0)
    }


def test_a_talk_counts_with_the_work_after_it_once_that_is_over(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    hall.talked()
    hall.clock.pass_s(40)
    assert pair(now_of(hall)["handling_time"]) == (0, 0)
    hall.experts.change("eva", "after_call", "free", hall.clock.now(), free_at=None)
    assert pair(now_of(hall)["handling_time"]) == (100, 1)


def test_time_on_hold_is_part_of_the_talk_and_told_beside_it(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.set_call(hall.calls.of_wait(wait)[0]["id"], held_s=15)
    found = now_of(hall)["on_hold"]
    assert (found.unit, pair(found)) == (SECONDS, (15, 1))


def test_a_break_is_no_time_there(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva", status="off", status_since=NOW)
    for status, lasts in (("free", 10), ("paused", 600), ("free", 20)):
        hall.experts.change("eva", ("off", "free", "paused"), status, hall.clock.now())
        hall.clock.pass_s(lasts)
    found = now_of(hall)["occupancy"]
    assert pair(found) == (0, 31)


@pytest.mark.parametrize(("of", "every", "good"), [(19, 20, True), (18, 20, False), (0, 0, None)])
def test_whether_a_figure_is_as_it_should_be(of: int, every: int, good: bool | None) -> None:
    assert figure_of(BY_KEY["callbacks_kept"], of, every).good is good


def test_without_anything_to_count_there_is_no_value(sqlite: Engine) -> None:
    empty = counted(sqlite, NOW, UNTIL).values()
    told: list[Any] = [one.value for one in empty if one.unit != COUNT]
    assert set(told) == {None}
    assert {one.good for one in empty} == {None}
