"""Trains the delicate gate's classifier when its sentences have changed, and keeps the last few."""

import time
from collections.abc import Callable
from pathlib import Path

from bot.running.lock import only_one

KEPT = 3
# Everyday requests it must stay silent on; more make it slower to train and no better (measured).
NEUTRAL = 30_000


class DelicateTraining:
    """Makes the models of one checkout; `say` gets a line a person can read."""

    def __init__(self, root: Path, say: Callable[[str], None]) -> None:
        self._root = root
        self._say = say
        self._models = root / "models"

    def ensure(self, force: bool = False) -> Path:
        """The model for the present sentences, trained now if there is none; raises TuningInvalid."""
        from bot.understanding.delicate.trained import model_path

        self._models.mkdir(exist_ok=True)
        with only_one(self._models / ".delicate-lock", self._say):
            model = model_path(self._root)
            if force or not model.exists():
                self._train(model)
            model.touch()
            self._forget_old()
        return model

    def _train(self, model: Path) -> None:
        from bot.understanding.delicate.examples import read_examples
        from bot.understanding.delicate.lexicon import Lexicon
        from bot.understanding.delicate.model_file import save
        from bot.understanding.delicate.neutral import neutral_sentences
        from bot.understanding.delicate.training import trained

        started = time.monotonic()
        self._say("training the delicate gate, because its sentences are new or have changed")
        folder = self._root / "data" / "delicate"
        neutral = neutral_sentences(self._root / "data", NEUTRAL)
        save(model, *trained(read_examples(folder), neutral, Lexicon.read(folder)))
        self._say(f"{time.monotonic() - started:6.1f} s  trained: {model.relative_to(self._root)}")

    def _forget_old(self) -> None:
        models = sorted(self._models.glob("delicate-*.npz"), key=lambda path: path.stat().st_mtime)
        for model in models[:-KEPT]:
            model.unlink()
