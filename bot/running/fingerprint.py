"""What a Rasa model was made from, as twelve characters: same characters, same model."""

import hashlib
from pathlib import Path

from bot.tuning.release import COMPONENTS

LENGTH = 12
TRAINING_DATA = tuple(
    pattern.format(kind)
    for kind in ("nlu", "rules", "stories")
    for pattern in ("data/{}*.yml", "data/{}/**/*.yml")
)


def training_data(root: Path) -> list[Path]:
    """The files under `data/` that Rasa learns from, sorted; what only the server reads is not among them."""
    return _found(root, TRAINING_DATA)


def fingerprint(root: Path) -> str:
    """Changes with anything a model depends on: configuration, domain, examples, components, Rasa itself."""
    digest = hashlib.sha256()
    for path in (root / "config.yml", root / "domain.yml", *training_data(root), *_found(root, COMPONENTS)):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:LENGTH]


def _found(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern)})
