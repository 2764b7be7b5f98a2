"""What the process that makes the load is told, and what it answers; JSON on its standard streams."""

import json
from dataclasses import asdict, dataclass

from benchmarks.turn.lines import STOCK, Line, OurLine, StockLine, new_caller
from benchmarks.turn.samples import median, p95
from benchmarks.turn.script import Utterance

# What Twilio's callers would notice as a pause.
LIMIT_MS = 300.0
# One turn of a call every so many seconds.
PACE_S = 6.0


@dataclass(frozen=True)
class LoadOrder:
    """So many calls at once to one hotline, for so long; a turn of each every `pace_s`."""

    which: str
    url: str
    token: str
    calls: int
    seconds: float
    pace_s: float
    scripts: list[list[Utterance]]

    def line(self) -> Line:
        """A fresh call."""
        if self.which == STOCK:
            return StockLine(self.url, new_caller())
        return OurLine(self.url, self.token, new_caller())

    def to_json(self) -> str:
        """For the other process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "LoadOrder":
        """From the other process."""
        told = json.loads(text)
        told["scripts"] = [[Utterance(**utterance) for utterance in script] for script in told["scripts"]]
        return cls(**told)


@dataclass(frozen=True)
class Outcome:
    """The turns of one load: times in milliseconds, and what was not answered rightly."""

    calls: int
    times: list[float]
    errors: list[str]

    @property
    def held(self) -> bool:
        """No error, and at most one turn in twenty over the limit."""
        return not self.errors and bool(self.times) and p95(self.times) < LIMIT_MS

    def cells(self) -> list[str]:
        """Turns, median, p95 and errors for a table."""
        if not self.times:
            return ["0", "–", "–", str(len(self.errors))]
        slow = (f"{median(self.times):.0f} ms", f"{p95(self.times):.0f} ms")
        return [str(len(self.times)), *slow, str(len(self.errors))]
