"""However a transfer goes: typed outcomes, nobody forgotten, no dead line."""

import pytest

from tests.transfers.matrix import HANGS_UP, Case, cases, played

# Alone, most cases end like each other; the benchmark plays all of them.
PLAYED = [case for case in cases() if case.second or case.disturbance in ("nothing", "REST cannot dial")]


@pytest.mark.parametrize("case", PLAYED, ids=str)
def test_a_transfer_ends_in_a_typed_outcome_and_a_served_caller(case: Case) -> None:
    ended = played(case)
    assert ended.faults == ()
    if case.disturbance not in HANGS_UP:
        assert ended.served in ("talked", "call back offered")
