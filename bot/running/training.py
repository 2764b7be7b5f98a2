"""Trains Rasa when what it learns from has changed, and keeps the last few models nobody has claimed."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.running.errors import TrainingFailed
from bot.running.fingerprint import fingerprint, training_data
from bot.running.lock import only_one
from bot.running.model_claims import unclaimed
from bot.running.progress import stage_of
from bot.running.rasa_environment import RASA_ENVIRON, rasa_command

KEPT = 3
TAIL_LINES = 25


class Training:
    """Makes the models of one checkout; `say` gets a line for people a stage, `hear` all of Rasa's."""

    def __init__(
        self,
        root: Path,
        log: Path,
        say: Callable[[str], None],
        hear: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._root = root
        self._log = log
        self._say = say
        self._hear = hear
        self._models = root / "models"

    def current_model(self) -> Path:
        """Where the model for the present training data is, or will be."""
        return self._models / f"hotline-{fingerprint(self._root)}.tar.gz"

    def ensure(self, force: bool = False) -> Path:
        """The model for the present training data, trained now if there is none; raises TrainingFailed."""
        self._models.mkdir(exist_ok=True)
        with only_one(self._models / ".lock", self._say):
            model = self.current_model()
            if force or not model.exists():
                self._train(model)
            model.touch()
            self._forget_old()
        return model

    def _train(self, model: Path) -> None:
        started = time.monotonic()
        self._say("training Rasa, because its training data is new or has changed; first it has to load")
        draft = self._models / ".training"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("w") as log, _rasa_train(self._root, draft, model) as lines:
            for line in lines:
                log.write(line)
                self._hear(line)
                if stage := stage_of(line):
                    self._say(f"{time.monotonic() - started:6.1f} s  {stage}")
        if not (draft / model.name).exists():
            raise TrainingFailed(f"Rasa could not be trained; all of its output: {self._log}\n{self._tail()}")
        # Moved when complete: a model under its final name is always whole.
        (draft / model.name).replace(model)
        self._say(f"{time.monotonic() - started:6.1f} s  trained: {model.relative_to(self._root)}")

    def _tail(self) -> str:
        return "\n".join(self._log.read_text().splitlines()[-TAIL_LINES:])

    def _forget_old(self) -> None:
        spare = unclaimed(self._models, "hotline-*.tar.gz")
        for model in sorted(spare, key=lambda path: path.stat().st_mtime)[:-KEPT]:
            model.unlink()


@contextmanager
def _rasa_train(root: Path, out: Path, model: Path) -> Iterator[Iterator[str]]:
    """Rasa's output while it trains; it is ended when the reader leaves early."""
    name = model.name.removesuffix(".tar.gz")
    data = [str(path.relative_to(root)) for path in training_data(root)]
    command = rasa_command(
        root,
        *("train", "--verbose", "--config=config.yml", "--domain=domain.yml"),
        *(f"--out={out}", f"--fixed-model-name={name}", "--data", *data),
    )
    environ = {
        **os.environ,
        **RASA_ENVIRON,
        "LOG_LEVEL": "INFO",
        "PYTHONPATH": str(root),
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        command,
        cwd=root,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as running:
        assert running.stdout
        try:
            yield iter(running.stdout)
        finally:
            running.terminate()
