"""Two hundred callers on one afternoon: nobody served twice, nobody forgotten, priorities kept, experts cared for."""

from collections.abc import Iterator

import pytest

from tests.transfers.afternoon import Afternoon, Plan, played
from tests.transfers.afternoon_figures import figures
from tests.transfers.afternoon_heard import carriers_errors, rung_for_nobody, silences
from tests.transfers.afternoon_order import passed_over, twice_heavy
from tests.transfers.afternoon_served import forgotten, served_twice, written_twice

PLANS = {
    "undisturbed": Plan(),
    "restarted": Plan(restarts_h=(2.0,), restart_when=("ringing", "accepted", "talking"), calm_h=1.5),
}


@pytest.fixture(scope="module", params=list(PLANS))
def afternoon(request: pytest.FixtureRequest) -> Iterator[Afternoon]:
    with played(PLANS[request.param]) as one:
        yield one


def test_the_process_died_as_often_as_it_should(afternoon: Afternoon) -> None:
    plan = afternoon.plan
    assert len(afternoon.restarted) == len(plan.restarts_h) + len(plan.restart_when)


def test_nobody_is_served_twice(afternoon: Afternoon) -> None:
    assert served_twice(afternoon.hotline) == []
    assert written_twice(afternoon) == []


def test_nobody_is_forgotten(afternoon: Afternoon) -> None:
    assert forgotten(afternoon) == []


def test_the_more_urgent_come_first(afternoon: Afternoon) -> None:
    assert passed_over(afternoon.hotline) == []


def test_experts_are_cared_for(afternoon: Afternoon) -> None:
    assert twice_heavy(afternoon.hotline) == []


def test_nobody_is_rung_for_a_caller_who_is_gone(afternoon: Afternoon) -> None:
    assert rung_for_nobody(afternoon) == []


def test_who_waits_hears_something_every_twenty_seconds(afternoon: Afternoon) -> None:
    assert silences(afternoon) == []


def test_the_carrier_has_nothing_to_complain_of(afternoon: Afternoon) -> None:
    assert carriers_errors(afternoon) == []


def test_there_was_something_to_do(afternoon: Afternoon) -> None:
    found = figures(afternoon)
    assert {band.priority for band in found.bands if band.answered} == {"P0", "P1", "P2", "P3"}
    assert found.calls["completed"] > 50 and found.calls["no_answer"] and found.calls["dropped_in_call"]
    assert found.estimates.hits.all > 30 and found.promises
