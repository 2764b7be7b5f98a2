"""How sure the model must be before something is claimed to be understood."""

from dataclasses import dataclass

from bot.understanding.intent_kinds import OUT_OF_SCOPE
from bot.understanding.rasa_client import Parse


@dataclass(frozen=True)
class Thresholds:
    """How sure the model must be. Chosen on tests/nlu (docs/architecture.md)."""

    sure: float = 0.5
    guess: float = 0.35
    lead: float = 0.2
    second_wish: float = 0.6
    control: float = 0.6
    control_in_text: float = 0.9
    yes_by_model: float = 0.9
    over_answer: float = 0.6
    # How many times likelier than its share "nothing of ours" counts when a wish is to be claimed.
    beyond_odds: float = 8.0

    def claim(self, best: Parse) -> bool:
        """Whether what was heard may be answered as understood; otherwise it is asked about."""
        confidence, runner_up = _weighed(best, self.beyond_odds)
        leads = confidence >= self.guess and confidence - runner_up >= self.lead
        return confidence >= self.sure or leads


def _weighed(best: Parse, odds: float) -> tuple[float, float]:
    """The best intent's confidence and the next one's, with "nothing of ours" counted as that much likelier.

    Only for what is claimed: in doubt the best wish is still the one to ask about.
    """
    runner_up = best.ranking[1][1] if len(best.ranking) > 1 else 0.0
    beyond = 0.0 if best.intent == OUT_OF_SCOPE else dict(best.ranking).get(OUT_OF_SCOPE, 0.0)
    total = 1.0 + (odds - 1.0) * beyond
    return best.confidence / total, max(runner_up, odds * beyond) / total
