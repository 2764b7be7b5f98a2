"""When somebody who was not reached is called again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.handover.back_off import NotReached, next_try
from bot.handover.calling_hours import within
from bot.handover.cases import Window
from tests.builders import NOW
from tests.handover.recall import END, START, hours

WINDOW = Window(START, END)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BUSY, NO_ANSWER = NotReached.BUSY, NotReached.NO_ANSWER


@pytest.mark.parametrize(
    ("tries", "why", "then"),
    [
        (1, BUSY, START + 5 * MINUTE),
        (2, BUSY, START + 30 * MINUTE),
        (1, NO_ANSWER, START + 30 * MINUTE),
        (2, NO_ANSWER, START + DAY),
        (1, NotReached.MAILBOX, START + 30 * MINUTE),
        (1, NotReached.FAILED, START + 5 * MINUTE),
        (1, NotReached.HUNG_UP, START + DAY),
        (1, NotReached.NOT_THERE, START + DAY),
        (3, BUSY, None),
        (3, NO_ANSWER, None),
    ],
)
def test_five_minutes_thirty_minutes_the_next_window_and_no_more(
    tries: int, why: NotReached, then: datetime | None
) -> None:
    assert next_try(tries, why, WINDOW, START, hours()) == then


def test_what_falls_out_of_the_window_waits_for_the_next() -> None:
    assert next_try(1, NO_ANSWER, WINDOW, END - 10 * MINUTE, hours()) == START + DAY


@pytest.mark.parametrize(
    ("day", "then"),
    [
        # From Saturday over Sunday to Monday; from Christmas Eve over both holidays and the Sunday.
        (datetime(2026, 11, 28, 11, tzinfo=NOW.tzinfo), datetime(2026, 11, 30, 11, tzinfo=NOW.tzinfo)),
        (datetime(2026, 12, 24, 11, tzinfo=NOW.tzinfo), datetime(2026, 12, 28, 11, tzinfo=NOW.tzinfo)),
    ],
)
def test_the_next_window_is_never_on_a_sunday_or_holiday(day: datetime, then: datetime) -> None:
    window = Window(day, day + 120 * MINUTE)
    assert next_try(2, NO_ANSWER, window, day, hours()) == then


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        (START, True),
        (END, True),
        (START - MINUTE, False),
        (END + MINUTE, False),
        (START + DAY, True),
        (END + DAY + MINUTE, False),
        (START - DAY, False),
    ],
)
def test_a_later_day_has_the_same_hours(moment: datetime, inside: bool) -> None:
    assert within(WINDOW, moment) is inside


def test_a_window_stored_in_utc_means_the_same_hours_here() -> None:
    stored = Window(START.astimezone(UTC), END.astimezone(UTC))
    assert within(stored, START + DAY)
    assert not within(stored, START + DAY - MINUTE)
