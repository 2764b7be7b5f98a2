"""What nobody takes reaches those in charge: callers after two rounds, messages once all have declined."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, RowMapping

from bot.handover.rounds import Rounds
from bot.handover.routing_people import Figures
from bot.handover.unwanted import Unwanted
from tests.handover.hall import Hall


class Charged(Hall):
    """With somebody in charge."""

    def restart(self, figures: Figures | None = None) -> None:
        super().restart(figures)
        self.told: list[tuple[str, str]] = []
        parts = self.dispatcher._parts
        rounds = Rounds(
            self.engine, self.side.rows, self.record, self.clock, lambda *what: self.told.append(what)
        )
        self.dispatcher._parts = replace(parts, rounds=rounds)


@pytest.fixture
def hall(sqlite: Engine) -> Charged:
    return Charged(sqlite)


def test_those_in_charge_hear_once_of_a_caller_nobody_has_taken(hall: Charged) -> None:
    wait = hall.caller(priority="P2")
    for _ in range(3):
        hall.waits.change(wait, "waiting", news=None)
        hall.pass_s(130)
    assert len(hall.events("nobody_left")) == 3
    assert [priority for _, priority in hall.told] == ["P2"]


def test_they_hear_nothing_while_somebody_will_be_free(hall: Charged) -> None:
    hall.expert("eva")
    hall.talking(hall.caller("1"))
    hall.caller("2")
    hall.pass_s(120)
    assert hall.told == []


class Told:
    """Remembers what was escalated."""

    def __init__(self) -> None:
        self.waits: list[str] = []

    def __call__(self, wait: RowMapping, now: datetime) -> None:
        self.waits.append(wait["id"])


def texted(hall: Hall, **facts: Any) -> str:
    wait = hall.caller("1", **facts)
    hall.set_wait(wait, channel="sms")
    return wait


def test_a_message_is_escalated_when_the_last_one_has_declined(hall: Charged) -> None:
    told = Told()
    unwanted = Unwanted(hall.engine, told)
    for name in ("eva", "ida"):
        hall.expert(name)
    wait = texted(hall)
    for gone, left in ((["eva"], False), (["eva", "ida"], True)):
        hall.set_wait(wait, not_experts=gone)
        assert unwanted.look(wait, hall.clock.now()) is left
    assert told.waits == [wait]


def test_who_is_on_a_break_is_still_somebody(hall: Charged) -> None:
    told = Told()
    hall.expert("eva")
    hall.expert("ida", status="paused")
    wait = texted(hall)
    hall.set_wait(wait, not_experts=["eva"])
    assert not Unwanted(hall.engine, told).look(wait, hall.clock.now())


@pytest.mark.parametrize("status", ["ringing", "talking", "over"])
def test_what_is_taken_is_not_escalated(hall: Charged, status: str) -> None:
    told = Told()
    wait = texted(hall)
    hall.set_wait(wait, status=status)
    assert not Unwanted(hall.engine, told).look(wait, hall.clock.now())
    assert told.waits == []


def test_callers_are_left_to_the_rounds(hall: Charged) -> None:
    assert not Unwanted(hall.engine, Told()).look(hall.caller(), hall.clock.now())
