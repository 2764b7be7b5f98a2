"""Trains the delicate gate's classifier when its sentences changed; one that would find less is refused."""

import time
from collections.abc import Callable
from pathlib import Path

from bot.running.lock import only_one
from bot.running.model_claims import unclaimed

KEPT = 3
# Everyday requests it must stay silent on: with 30,000 it raised twice as many flags for nothing (measured).
NEUTRAL = 80_000


class DelicateTraining:
    """Makes and promotes the models of one checkout; `say` gets a line a person can read."""

    def __init__(self, root: Path, say: Callable[[str], None]) -> None:
        self._root = root
        self._say = say
        self._models = root / "models"

    def ensure(self, force: bool = False) -> Path:
        """The model in use, trained and promoted now where the sentences are new; raises TuningInvalid."""
        from bot.understanding.delicate.live import read_live
        from bot.understanding.delicate.trained import model_path

        self._models.mkdir(exist_ok=True)
        with only_one(self._models / ".delicate-lock", self._say):
            live, candidate = read_live(self._models), model_path(self._root)
            decided = candidate.name == live.model or candidate.name in live.refused
            if force or not decided:
                if force or not candidate.exists():
                    self._train(candidate)
                self._promote(candidate)
            self._forget_old()
            return self._models / read_live(self._models).model

    def train(self) -> Path:
        """The model for the present sentences, trained now; what is in use stays as it is."""
        from bot.understanding.delicate.trained import model_path

        model = model_path(self._root)
        self._train(model)
        return model

    def _train(self, model: Path) -> None:
        from bot.understanding.delicate.examples import read_examples
        from bot.understanding.delicate.lexicon import Lexicon
        from bot.understanding.delicate.model import DelicateModel
        from bot.understanding.delicate.model_file import save
        from bot.understanding.delicate.neutral import neutral_sentences

        started = time.monotonic()
        self._say("training the delicate gate, because its sentences are new or have changed")
        folder = self._root / "data" / "delicate"
        neutral = neutral_sentences(self._root / "data", NEUTRAL)
        save(model, DelicateModel.trained(read_examples(folder), neutral, Lexicon.read(folder)))
        self._say(f"{time.monotonic() - started:6.1f} s  trained: {model.relative_to(self._root)}")

    def _promote(self, candidate: Path) -> None:
        """Into use, unless a situation would be recognised less often than now."""
        from bot.understanding.delicate.live import Live, read_live, why_not, write_live

        live, recall = read_live(self._models), self._recall(candidate)
        if live.model:
            # Exam and limits may have changed since it was promoted: both are judged by today's.
            live.recall = self._recall(self._models / live.model)
        if reasons := why_not(live, recall):
            write_live(self._models, Live(live.model, live.format, live.recall, {candidate.name: reasons}))
            self._say("the new model is NOT used, the earlier one stays: " + "; ".join(reasons))
            return
        write_live(self._models, Live(candidate.name, recall=recall))

    def _recall(self, model: Path) -> dict[str, float]:
        from bot.understanding.delicate.exam import marked, recall_by_flag
        from bot.understanding.delicate.examples import read_examples
        from bot.understanding.delicate.trained import gate_of

        exam = read_examples(self._root / "data" / "delicate" / "exam")
        return recall_by_flag(marked(gate_of(self._root, model), exam))

    def _forget_old(self) -> None:
        from bot.understanding.delicate.live import read_live

        in_use = read_live(self._models).model
        spare = unclaimed(self._models, "delicate-*.npz")
        for model in sorted(spare, key=lambda path: path.stat().st_mtime)[:-KEPT]:
            if model.name != in_use:
                model.unlink()
