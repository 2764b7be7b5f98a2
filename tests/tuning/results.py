"""Results of comparisons as the gate sees them, made up: everything as before but what a test changes."""

import copy
from typing import Any

from bot.running.launch import ROOT
from bot.tuning.comparison.tally import Tally
from bot.tuning.promotion_limits import Limits, read_limits


def limits() -> Limits:
    """Those the checkout comes with."""
    return read_limits(ROOT)


def tally(of: int, lost: int = 0, gained: int = 0, right: int | None = None) -> dict[str, Any]:
    """So many sentences, of which so many were right before (all but what is gained, if not said)."""
    before = of - gained if right is None else right
    return Tally(of, [before, before - lost + gained], [0, 0], lost, gained).to_json()


def even(**parts: Any) -> dict[str, Any]:
    """A candidate that does what the live version does; `parts` are put in place of the result's own."""
    return copy.deepcopy(EVEN) | parts


def exam(**intents: dict[str, Any]) -> dict[str, Any]:
    """The exam's part with these intents, each in German alone; four thousand sentences in all."""
    return tally(4_000) | {"languages": {}, "intents": {name: {"de": one} for name, one in intents.items()}}


def delicate(**flags: dict[str, Any]) -> dict[str, Any]:
    """The delicate part with these flags, each in German alone."""
    return {"same": False, "flags": {code: {"de": one} for code, one in flags.items()}, "alike": {}}


def replayed(there: int, of: int, lost: int = 0, gained: int = 0) -> dict[str, Any]:
    """The replay's part: how many more and fewer were understood."""
    return {"there": there, "of": of, "understood": tally(of, lost, gained)}


CALLS = {"ran": True, "of": 38, "failed": [], "failures": 0}
EVEN: dict[str, Any] = {
    "exam": exam(),
    "confusions": tally(284),
    "delicate": {"same": True, "flags": {}, "alike": {}},
    "identifiers": tally(100),
    "replay": replayed(1_000, 1_000),
    "latency": {"median_ms": [4.0, 4.1], "ratio": 1.025},
    "calls": CALLS,
}
