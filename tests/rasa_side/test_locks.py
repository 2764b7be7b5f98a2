"""One turn at a time per conversation, in memory and in Redis."""

import pytest

from tests.rasa_side.rasa_process import inside
from tests.servers import redis_url


@pytest.fixture(params=["memory", "redis"])
def locks(request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment that chooses the locks."""
    return {} if request.param == "memory" else {"REDIS_URL": redis_url()}


def test_one_turn_at_a_time_per_conversation_and_none_blocks_for_ever(locks: dict[str, str]) -> None:
    assert inside(locks, "locked", "released", "impatient") == {
        # At most one in each of the two conversations, but both conversations at once.
        "locked": {"a": 1, "b": 1, "both": 2},
        "released": "open",
        "impatient": "LockError",
    }


def test_several_workers_without_redis_are_refused() -> None:
    assert "REDIS_URL" in inside({}, "several_workers")["several_workers"]
