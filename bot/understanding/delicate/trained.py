"""The gate as it is in use on this checkout, and where a model for the present sentences lies or will lie."""

import hashlib
from pathlib import Path

from bot.current import CHECKOUT
from bot.understanding.delicate.gate import Gate
from bot.understanding.delicate.live import read_live
from bot.understanding.delicate.model_file import load
from bot.understanding.delicate.tuning import read_tuning
from bot.understanding.meaning import edition

LENGTH = 12
# What the model is made from: the sentences, the everyday requests beside them, and how it is made.
MADE_FROM = (
    # Not the cues: they count as soon as they are written.
    *("data/delicate/[!c]*.yml", "data/delicate/crisis.yml", "data/nlu.yml", "data/nlu/*.yml"),
    *(f"bot/understanding/delicate/{name}.py" for name in ("linear", "network", "model", "lexicon")),
    *(f"bot/understanding/delicate/{name}.py" for name in ("examples", "neutral", "flags")),
    *("bot/understanding/meaning.py", "bot/nlu/spoken_words.py"),
)


def model_path(root: Path) -> Path:
    """Where the model for the present sentences is, or will be."""
    digest = hashlib.sha256(edition().encode())
    for path in sorted({path for pattern in MADE_FROM for path in root.glob(pattern)}):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return root / "models" / f"delicate-{digest.hexdigest()[:LENGTH]}.npz"


def trained_gate(root: Path) -> Gate:
    """With the model in use; on the cues alone before the first training."""
    live = read_live(root / "models")
    return gate_of(root, root / "models" / live.model if live.model else None)


def gate_of(root: Path, model: Path | None) -> Gate:
    """The gate with this model file."""
    tuning = read_tuning(None if root == CHECKOUT else root)
    return Gate(tuning.cues, load(model) if model else None, tuning.limits)
