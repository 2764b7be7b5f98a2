"""How long a parse takes with either model, in turns: a busy moment of the machine meets both alike."""

import time
from collections.abc import Sequence
from typing import Any

from bot.tuning.comparison.asked import Asked
from bot.tuning.comparison.figures import latency_result
from bot.understanding.rasa_client import Parser

# The first ones are slower than all others.
WARM_UP = 20
MOST = 300
TIMEOUT_S = 30.0


def latency(before: Parser, after: Parser, asked: Sequence[Asked]) -> dict[str, Any]:
    """Of sentences spread over the whole list; raises DialogueUnavailable."""
    step = max(1, len(asked) // MOST)
    sample = asked[::step][: MOST + WARM_UP]
    times: tuple[list[float], list[float]] = ([], [])
    for at, one in enumerate(sample):
        # Whoever is asked second finds warm caches: each is second every other time.
        order = (0, 1) if at % 2 else (1, 0)
        for side in order:
            times[side].append(_milliseconds((before, after)[side], one))
    skipped = WARM_UP if len(sample) > 2 * WARM_UP else 0
    return latency_result(times[0][skipped:], times[1][skipped:])


def _milliseconds(parser: Parser, asked: Asked) -> float:
    started = time.perf_counter()
    parser.parse([asked.text], asked.language, asked.channel, TIMEOUT_S)
    return (time.perf_counter() - started) * 1000
