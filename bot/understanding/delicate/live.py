"""Which model of the gate is in use, what it found of the exam, and which candidates were refused."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.understanding.delicate.model_file import FORMAT

FILE = "delicate-live.json"
# What may never be found less often, and how much noise is tolerated of the others.
NEVER_LESS = frozenset({"crisis", "safety_injury"})
TOLERATED = 0.01


@dataclass
class Live:
    """`model` is a file name in models/; `recall` by flag on the exam; `refused` says why, by file name."""

    model: str = ""
    format: int = FORMAT
    recall: dict[str, float] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)


def read_live(models: Path) -> Live:
    """What is in use; nothing when there is none, or none that this version can read."""
    file = models / FILE
    if not file.exists():
        return Live()
    live = Live(**json.loads(file.read_text("utf-8")))
    usable = live.format == FORMAT and (models / live.model).exists()
    return live if usable else Live()


def write_live(models: Path, live: Live) -> None:
    """Replaced at once: never half a file."""
    draft = models / f"{FILE}.draft"
    draft.write_text(json.dumps(asdict(live), indent=1), "utf-8")
    draft.replace(models / FILE)


def why_not(live: Live, candidate: dict[str, float]) -> list[str]:
    """Every flag the candidate would find less often than the model in use; empty when it may be promoted."""
    fallen = [
        (code, live.recall[code], recall)
        for code, recall in candidate.items()
        if code in live.recall and recall < live.recall[code] - (0 if code in NEVER_LESS else TOLERATED)
    ]
    return [f"{code}: recall would fall from {before:.3f} to {after:.3f}" for code, before, after in fallen]
