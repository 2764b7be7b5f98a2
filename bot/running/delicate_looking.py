"""The delicate exam held with several gates at once, each in a process of its own beside all else."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.errors import TuningInvalid
from bot.understanding.delicate.examples import Example, read_examples
from bot.understanding.delicate.trained import gate_of

Flags = frozenset[str]
ME = "bot.running.delicate_looking"


def exam(root: Path) -> list[Example]:
    """The sentences no gate is taught."""
    return read_examples(root / "data" / "delicate" / "exam")


@contextmanager
def looking(root: Path, models: Sequence[str]) -> Iterator[list["Look"]]:
    """One look under way for each gate; ended when the reader leaves early."""
    with ExitStack() as stack:
        yield [stack.enter_context(_look(root, model)) for model in models]


class Look:
    """One gate's way through the exam."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        self._running = running

    def flags(self) -> list[Flags]:
        """The flags raised by each sentence, in the exam's order, once all is done; raises TuningInvalid."""
        told, _ = self._running.communicate()
        if self._running.returncode:
            raise TuningInvalid("the delicate exam could not be held; the job's log says why")
        return [frozenset(flags) for flags in json.loads(told)]


@contextmanager
def _look(root: Path, model: str) -> Iterator[Look]:
    command = [sys.executable, "-m", ME, str(root), model]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield Look(running)
        finally:
            running.terminate()


def main(root: Path, model: str) -> None:
    """Every sentence's flags as JSON on standard output."""
    gate = gate_of(root, root / "models" / f"{model}.npz")
    seen = [[flag.code for flag in gate(one.text, one.language)] for one in exam(root)]
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
