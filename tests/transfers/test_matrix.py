"""However a transfer goes: typed outcomes, nobody forgotten, no dead line."""

import pytest

from tests.transfers.matrix import HANGS_UP, Case, cases, played


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_transfer_ends_in_a_typed_outcome_and_a_served_caller(case: Case) -> None:
    ended = played(case)
    assert ended.faults == ()
    if case.disturbance not in HANGS_UP:
        assert ended.served in ("talked", "call back offered")
