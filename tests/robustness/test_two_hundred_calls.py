"""Two hundred calls and threads in a row: nothing breaks, nothing is lost, nothing is done twice."""

from tests.robustness.many_calls import ManyCalls
from tests.stack import Stack


def test_two_hundred_calls_in_a_row(stack: Stack) -> None:
    tally = ManyCalls(stack, seed=1).play(200, seed=1)
    print(tally.table())  # noqa: T201
    assert tally.faults == []
    assert tally.counts["calls"] + tally.counts["threads"] == 200
    assert tally.counts["hung up in between"] > 10
    assert tally.counts["cancellations"] > 0
