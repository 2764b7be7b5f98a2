"""An expert has a moment after a call before a call back is theirs to make."""

from datetime import timedelta

import pytest

from bot.handover.grace import in_grace, resting_for_callbacks
from tests.builders import NOW

S = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("ended_s", "free_s", "rests"),
    [
        # Free again by themselves after the time to write up.
        (200, 90, True),
        (299, 90, True),
        (300, 90, False),
        # Pressed "ready" before it was over.
        (60, 20, False),
    ],
)
def test_five_minutes_unless_ready(ended_s: int, free_s: int, rests: bool) -> None:
    ended = NOW - ended_s * S
    expert = {"id": "eva", "last_case_at": ended, "status_since": ended + free_s * S}
    assert in_grace(expert, NOW) is rests
    assert resting_for_callbacks([expert], NOW) == ({"eva"} if rests else set())


def test_the_first_of_the_day_needs_no_rest() -> None:
    assert not in_grace({"id": "eva", "last_case_at": None, "status_since": NOW}, NOW)
