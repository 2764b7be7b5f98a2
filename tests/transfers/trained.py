"""The delicate gate as it is in use, trained first where this checkout has none yet; once a session."""

from functools import cache

from bot.running.delicate_training import DelicateTraining
from bot.understanding.delicate.gate import Gate
from bot.understanding.delicate.live import read_live
from bot.understanding.delicate.trained import trained_gate
from tests.stack import ROOT


@cache
def the_gate() -> Gate:
    """The real one, cues and classifier."""
    if not read_live(ROOT / "models").model:
        DelicateTraining(ROOT, print).ensure()
    return trained_gate(ROOT)
