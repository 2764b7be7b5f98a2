"""Two hundred callers on one afternoon, and on one during which the process dies six times."""

from collections.abc import Iterator

import pytest

from tests.transfers.afternoon import DISTURBED, UNDISTURBED, Afternoon, played
from tests.transfers.afternoon_figures import figures
from tests.transfers.afternoon_rules import RULES


@pytest.fixture(scope="module", params=[UNDISTURBED, DISTURBED], ids=["undisturbed", "restarted"])
def afternoon(request: pytest.FixtureRequest) -> Iterator[Afternoon]:
    with played(request.param) as one:
        yield one


@pytest.mark.parametrize("rule", RULES)
def test_it_holds_for_all_of_them_that(afternoon: Afternoon, rule: str) -> None:
    assert RULES[rule](afternoon) == []


def test_the_process_died_as_often_as_planned(afternoon: Afternoon) -> None:
    assert len(afternoon.dying.died) == afternoon.plan.deaths.times


def test_there_was_something_of_everything(afternoon: Afternoon) -> None:
    found = figures(afternoon)
    assert {band.priority for band in found.bands if band.answered} == {"P0", "P1", "P2", "P3"}
    assert {outcome for _, _, outcome in found.waits} >= {"talked", "callback", "voicemail", "caller_hung_up"}
    assert found.calls["completed"] > 50
    assert {"declined", "no_answer", "dropped_in_brief", "dropped_in_call", "transferred"} <= {*found.calls}
    assert len(found.thread_after_s) > 15
    assert found.estimates.hits.all > 30
    assert any(rate.kind == "callback" and rate.promised for rate in found.promises)
