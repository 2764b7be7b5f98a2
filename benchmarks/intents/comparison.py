"""All candidates on the project's own exam: how well, how fast, how large."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.intents.measures import Said
from benchmarks.intents.models import Loaded, Trained, loaded
from benchmarks.intents.parts import chance
from benchmarks.intents.sentences import Sentence

WARM_UP, TIMED, BLOCK = 40, 400, 20


@dataclass
class Outcome:
    """A trained candidate: what it said of the exam, single parses in ms, memory when loaded."""

    trained: Trained
    said: list[Said] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    memory_mb: float = 0.0


def outcomes(
    models: Sequence[Trained], exam: Sequence[Sentence], folder: Path, libraries: Path | None
) -> list[Outcome]:
    """All models loaded at once and asked in turns, so that a busy moment of the machine meets all alike."""
    found = [Outcome(model) for model in models]
    with ExitStack() as stack:
        running = [stack.enter_context(loaded(model, folder, libraries)) for model in models]
        for model in running:
            model.milliseconds(exam[:WARM_UP])
        _take_times(running, found, exam)
        for model, outcome in zip(running, found, strict=True):
            outcome.memory_mb = model.memory_mb
            outcome.said = model.said(exam)
    return found


def _take_times(running: Sequence[Loaded], found: Sequence[Outcome], exam: Sequence[Sentence]) -> None:
    for block in blocks(exam):
        for model, outcome in zip(running, found, strict=True):
            outcome.milliseconds += model.milliseconds(block)


def blocks(exam: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """A sample of the exam in short blocks."""
    sample = sorted(exam, key=lambda sentence: chance(sentence.text))[:TIMED]
    for at in range(0, len(sample), BLOCK):
        yield sample[at : at + BLOCK]
