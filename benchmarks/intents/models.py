"""Candidates trained and loaded, each in processes of its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.intents.candidates import Candidate
from benchmarks.intents.measures import Said
from benchmarks.intents.process import Inside, inside
from benchmarks.intents.sentences import Sentence

TRAIN, PARSE = "benchmarks.intents.inside.train", "benchmarks.intents.inside.parse"
# What the hotline asks for, and every intent there is.
RANKED, ALL = 5, 1_000


@dataclass(frozen=True)
class Trained:
    """A candidate that learned from so many sentences in so many seconds."""

    candidate: Candidate
    sentences: int
    model: str
    seconds: float


class Loaded:
    """A model ready to parse."""

    def __init__(self, process: Inside, trained: Trained) -> None:
        self._process = process
        self.trained = trained
        self.memory_mb = 0.0

    def said(
        self, sentences: Sequence[Sentence], ranked: int = RANKED, model: str | None = None
    ) -> list[Said]:
        """What it says of each; another model of the same process when one is named."""
        answer = self._ask(sentences, ranked, timed=False, model=model)
        return [Said(tuple((intent, share) for intent, share in one)) for one in answer["said"]]

    def milliseconds(self, sentences: Sequence[Sentence]) -> list[float]:
        """How long each takes, parsed one by one."""
        answer = self._ask(sentences, RANKED, timed=True)
        self.memory_mb = answer["memory_mb"]
        return list(answer["ms"])

    def _ask(
        self, sentences: Sequence[Sentence], ranked: int, timed: bool, model: str | None = None
    ) -> dict[str, Any]:
        rows = [[sentence.text, sentence.language] for sentence in sentences]
        path = model or self.trained.model
        return self._process.ask({"model": path, "rows": rows, "ranked": ranked, "timed": timed})


def trained(
    candidate: Candidate, taught: Mapping[str, Sequence[Sentence]], folder: Path, libraries: Path | None
) -> dict[str, Trained]:
    """The candidate trained on each of the named sets, one after the other."""
    found = {}
    with inside(TRAIN, folder, libraries) as process:
        for name, sentences in taught.items():
            print(f"training {candidate.name}: {len(sentences):,} sentences ({name}) …", flush=True)
            job = {"pipeline": candidate.pipeline, "sentences": sentences, "folder": str(folder / name)}
            answer = process.ask(job)
            found[name] = Trained(candidate, len(sentences), answer["model"], answer["train_s"])
    return found


@contextmanager
def loaded(trained: Trained, folder: Path, libraries: Path | None) -> Iterator[Loaded]:
    """Its model in a process that holds nothing else."""
    with inside(PARSE, folder, libraries) as process:
        yield Loaded(process, trained)
