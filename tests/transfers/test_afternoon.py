"""Two hundred callers on an afternoon during which the process dies six times, and a few undisturbed.

`make bench afternoon` plays all two hundred both ways, by the same rules.
"""

from collections.abc import Iterator

import pytest

from tests.transfers.afternoon import DISTURBED, Afternoon, Plan, played
from tests.transfers.afternoon_figures import figures
from tests.transfers.afternoon_rules import RULES

A_FEW = Plan(many=60, hours=1.2)


@pytest.fixture(scope="module")
def undisturbed() -> Iterator[Afternoon]:
    with played(A_FEW) as one:
        yield one


@pytest.fixture(scope="module")
def restarted() -> Iterator[Afternoon]:
    with played(DISTURBED) as one:
        yield one


@pytest.mark.parametrize("rule", RULES)
def test_it_holds_for_all_of_them_that(restarted: Afternoon, rule: str) -> None:
    assert RULES[rule](restarted) == []


@pytest.mark.parametrize("rule", RULES)
def test_undisturbed_it_holds_that(undisturbed: Afternoon, rule: str) -> None:
    assert RULES[rule](undisturbed) == []


def test_the_process_died_as_often_as_planned(restarted: Afternoon) -> None:
    assert len(restarted.dying.died) == restarted.plan.deaths.times


def test_there_was_something_of_everything(restarted: Afternoon) -> None:
    found = figures(restarted)
    assert {band.priority for band in found.bands if band.answered} == {"P0", "P1", "P2", "P3"}
    assert {outcome for _, _, outcome in found.waits} >= {"talked", "callback", "voicemail", "caller_hung_up"}
    assert found.calls["completed"] > 50
    assert {"declined", "no_answer", "dropped_in_brief", "dropped_in_call", "transferred"} <= {*found.calls}
    assert len(found.thread_after_s) > 15
    assert found.estimates.hits.all > 30
    assert any(rate.kind == "callback" and rate.promised for rate in found.promises)
