"""Whether a candidate may replace the version in use, by its newest comparison and today's limits."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from bot.tuning.comparison.rows import newest_of
from bot.tuning.promotion_limits import Limits
from bot.tuning.promotion_rules import Reason, reasons
from bot.tuning.versions import Version


class PromoteGate:
    """`models` is the folder of model files; `limits` are read anew each time, because people change them."""

    def __init__(self, engine: Engine, models: Path, limits: Callable[[], Limits]) -> None:
        self._engine = engine
        self._models = models
        self._limits = limits

    def may(self, candidate: Version, live: Version) -> list[Reason]:
        """Why not, the gravest first; empty when it may."""
        if gone := self._gone(candidate):
            return gone
        compared = newest_of(self._engine, candidate.id)
        if compared is None:
            return [{"code": "not_compared", "part": "all"}]
        if compared.live_id != live.id:
            return [{"code": "comparison_is_old", "compared_with": compared.live_id, "live": live.id}]
        return reasons(compared.result, self._limits())

    def _gone(self, version: Version) -> list[Reason]:
        files = (f"{version.rasa_model}.tar.gz", f"{version.gate_model}.npz")
        return [{"code": "file_gone", "file": name} for name in files if not (self._models / name).exists()]
