"""What the queue tells a caller: how long it takes until somebody is free who may come for them."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.handover.last_hour import last_hour
from bot.handover.outcomes import CallOutcome
from bot.handover.outlook import QueueOutlook
from bot.handover.routing_people import Figures
from bot.handover.waiting_room import Outlook
from tests.handover.hall import Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    return Hall(sqlite)


def told(hall: Hall, wait_id: str) -> Outlook:
    figures = Figures(delicate_skills=frozenset({"billing_care"}))
    outlook = QueueOutlook(hall.waits, hall.experts, figures, partial(last_hour, hall.engine))
    return outlook.look(hall.wait(wait_id), hall.clock.now())


def talked(hall: Hall, minutes: int, priority: str = "P3") -> None:
    """Somebody is through with a case of this priority."""
    wait = hall.caller("9", priority=priority)
    x = hall.talking(wait)
    hall.clock.pass_s(60 * minutes)
    hall.calls.end(x, CallOutcome.COMPLETED, hall.clock.now())


def test_with_somebody_free_it_takes_no_time(hall: Hall) -> None:
    hall.expert("anna")
    assert told(hall, hall.caller()) == Outlook(1, "under_2")


def test_somebody_free_who_may_never_come_does_not_make_it_quick(hall: Hall) -> None:
    hall.expert("anna")
    hall.expert("ben", skills=["billing_care"], languages=["de", "en"], status="talking")
    delicate = hall.caller(priority="P2", skill="billing_care")
    assert told(hall, delicate) == Outlook(1, "2_5")
    assert told(hall, hall.caller("2")).bucket == "under_2"


def test_a_supervisor_who_is_free_comes_in_the_end(hall: Hall) -> None:
    hall.expert("ben", skills=["billing_care"], status="talking")
    hall.expert("mia", role="lead")
    assert told(hall, hall.caller(priority="P2", skill="billing_care")).bucket == "under_2"


def test_who_did_not_answer_is_asked_again_and_still_counted_on(hall: Hall) -> None:
    hall.expert("anna", status="after_call")
    wait = hall.caller()
    hall.set_wait(wait, not_experts=["anna"])
    assert told(hall, wait).bucket == "under_2"


def test_whoever_is_on_a_break_is_not_counted_on(hall: Hall) -> None:
    hall.expert("anna", status="talking")
    wait = hall.caller()
    assert told(hall, wait).bucket == "under_2"
    hall.set_expert("anna", status="paused")
    assert told(hall, wait).bucket is None


def test_an_expert_is_free_only_when_the_case_is_written_up(hall: Hall) -> None:
    hall.expert("anna")
    talked(hall, 2)
    assert last_hour(hall.engine, hall.clock.now()).handle_times_s == (120 + 90,)


def test_after_a_heavy_case_it_takes_five_minutes_more(hall: Hall) -> None:
    hall.expert("anna")
    talked(hall, 2, "P1")
    assert last_hour(hall.engine, hall.clock.now()).aht_s == 120 + 300


def test_only_the_last_hour_counts(hall: Hall) -> None:
    hall.expert("anna")
    talked(hall, 2)
    assert last_hour(hall.engine, hall.clock.now() + timedelta(minutes=61)).handle_times_s == ()
