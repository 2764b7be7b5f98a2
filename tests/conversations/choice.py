"""Which scenarios are played by whoever has no time for all: the same each time, some of every file."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

import pytest

from tests.conversations.scenario import Scenario


def chosen(items: Sequence[pytest.Item], most: int) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """What is played, and what is left out; what is no scenario is played."""
    counted: Counter[str] = Counter()
    left_out = set()
    for item in sorted(items, key=lambda item: sha256(item.nodeid.encode()).digest()):
        if file := _file_of(item):
            counted[file] += 1
            if counted[file] > most:
                left_out.add(item)
    return [item for item in items if item not in left_out], [item for item in items if item in left_out]


def _file_of(item: pytest.Item) -> str | None:
    called = getattr(item, "callspec", None)
    scenario = called.params.get("scenario") if called else None
    return f"{scenario.language}/{scenario.file}" if isinstance(scenario, Scenario) else None
