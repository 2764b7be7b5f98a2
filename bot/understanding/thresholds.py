"""How sure the model must be before something is claimed to be understood."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.current import Current
from bot.errors import TuningInvalid
from bot.understanding.intent_kinds import OUT_OF_SCOPE
from bot.understanding.rasa_client import Parse

PLACE = "data/thresholds.yml"
# Beyond these the hotline would claim anything, or ask about everything.
BOUNDS: dict[str, tuple[float, float]] = {
    "sure": (0.3, 0.9),
    "guess": (0.2, 0.8),
    "lead": (0.05, 0.6),
    "second_wish": (0.3, 0.95),
    "control": (0.4, 0.95),
    "control_in_text": (0.6, 0.99),
    "yes_by_model": (0.6, 0.99),
    "over_answer": (0.3, 0.95),
    "beyond_odds": (1.0, 30.0),
}


@dataclass(frozen=True)
class Thresholds:
    """How sure the model must be; what each does stands beside it in data/thresholds.yml."""

    sure: float
    guess: float
    lead: float
    second_wish: float
    control: float
    control_in_text: float
    yes_by_model: float
    over_answer: float
    beyond_odds: float

    @classmethod
    def read(cls, file: Path) -> "Thresholds":
        """From data/thresholds.yml; raises TuningInvalid."""
        loaded: dict[str, Any] = YAML(typ="safe").load(file.read_text("utf-8"))
        names = {field.name for field in fields(cls)}
        if set(loaded) != names:
            wrong = ", ".join(sorted(map(str, set(loaded) ^ names)))
            raise TuningInvalid(f"{file.name}: missing or unknown: {wrong}")
        for name, figure in loaded.items():
            low, high = BOUNDS[name]
            if isinstance(figure, bool) or not isinstance(figure, int | float) or not low <= figure <= high:
                raise TuningInvalid(f"{file.name}: {name}: {figure} is not between {low} and {high}")
        found = cls(**{name: float(figure) for name, figure in loaded.items()})
        if found.guess > found.sure:
            raise TuningInvalid(f"{file.name}: guess is above sure")
        return found

    def claim(self, best: Parse) -> bool:
        """Whether what was heard may be answered as understood; otherwise it is asked about."""
        confidence, runner_up = _weighed(best, self.beyond_odds)
        leads = confidence >= self.guess and confidence - runner_up >= self.lead
        return confidence >= self.sure or leads


def load_thresholds() -> Thresholds:
    """Those of the operator's own file, as they are now."""
    return current_thresholds()()


@cache
def current_thresholds() -> Current[Thresholds]:
    """What watches the file."""
    return Current([PLACE], lambda root: Thresholds.read(root / PLACE))


def _weighed(best: Parse, odds: float) -> tuple[float, float]:
    """The best intent's confidence and the next one's, with "nothing of ours" counted as that much likelier.

    Only for what is claimed: in doubt the best wish is still the one to ask about.
    """
    runner_up = best.ranking[1][1] if len(best.ranking) > 1 else 0.0
    beyond = 0.0 if best.intent == OUT_OF_SCOPE else dict(best.ranking).get(OUT_OF_SCOPE, 0.0)
    total = 1.0 + (odds - 1.0) * beyond
    return best.confidence / total, max(runner_up, odds * beyond) / total
