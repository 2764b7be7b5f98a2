"""Several deeds in the same moment, each in a thread of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What came of each, errors included."""

    def outcome(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        except Exception as error:
            return type(error)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(outcome, deeds))
