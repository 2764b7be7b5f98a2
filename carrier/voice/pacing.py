"""How long things take: at once for a test that drives one call, in its time for a patient call."""

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING

from carrier.voice.listening import Begins, Input, Key, Listening, Passed, Speech

if TYPE_CHECKING:
    from carrier.voice.flow import Flow

Passing = Generator[Listening, Input, Input | None]

_DEAF = Listening("speaking", speech=False, keys=False, timeout=0)


def let_pass(flow: "Flow", seconds: float, takes: Listening | None) -> Passing:
    """Lets a prompt take its time; returns what the caller broke in with, if it `takes` that."""
    if not flow.state.patient:
        flow.board.clock.advance(seconds)
        return None
    started = flow.board.clock.now()
    left = seconds
    while left > 0:
        given = yield replace(takes or _DEAF, kind="speaking", timeout=left)
        if isinstance(given, Passed):
            return None
        left = seconds - (flow.board.clock.now() - started).total_seconds()
        if takes is not None and _breaks_in(given, takes):
            flow.state.transcript.cut_latest(1 - left / seconds)
            return given
    return None


def _breaks_in(given: Input, takes: Listening) -> bool:
    if isinstance(given, Key):
        return takes.keys
    return takes.speech and isinstance(given, Speech | Begins)
