"""The gate as it was last trained on this checkout: where its model lies, and putting the two together."""

import hashlib
from pathlib import Path

from bot.understanding.delicate.cues import Cues
from bot.understanding.delicate.gate import Gate
from bot.understanding.delicate.lexicon import Lexicon
from bot.understanding.delicate.model_file import load
from bot.understanding.delicate.tuning import Tuning, read_tuning

LENGTH = 12
# What the model is made from: the sentences, the everyday requests beside them, and how it is made.
MADE_FROM = (
    *("data/delicate.yml", "data/delicate/*.yml", "data/nlu.yml", "data/nlu/*.yml"),
    *("bot/understanding/delicate/*.py", "bot/nlu/spoken_words.py"),
)


def model_path(root: Path) -> Path:
    """Where the model for the present sentences is, or will be."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in MADE_FROM for path in root.glob(pattern)}):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return root / "models" / f"delicate-{digest.hexdigest()[:LENGTH]}.npz"


def trained_gate(root: Path, tuning: Tuning | None = None) -> Gate:
    """With the model where there is one, on the cues alone before the first training."""
    cues: Cues = (tuning or read_tuning(root / "data" / "delicate.yml")).cues
    file = model_path(root)
    if not file.exists():
        return Gate(cues, None, {})
    model, limits = load(file, Lexicon.read(root / "data" / "delicate"))
    return Gate(cues, model, limits)
