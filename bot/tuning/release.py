"""The program that models must fit; sentences and answers may change, but when this does, models are old."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

LENGTH = 12
# What Rasa runs in its pipeline; channel, stores and locks only serve the finished model.
PIPELINE = ("spoken_*", "intent_*", "word_vectors", "sharpness")
COMPONENTS = (*(f"bot/nlu/{name}.py" for name in PIPELINE), "bot/nlu/uv.lock")
PROGRAM = ("actions/**/*.py", *COMPONENTS, "config.yml")
# Of domain.yml these belong to those who tune.
TUNED = ("intents:", "responses:")


def release(root: Path) -> str:
    """Changes with actions, pipeline, configuration, slots and forms; twelve characters."""
    digest = sha256()
    for path in sorted({path for pattern in PROGRAM for path in root.glob(pattern)}):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes())
    digest.update("\n".join(_fixed(root / "domain.yml")).encode())
    return digest.hexdigest()[:LENGTH]


def _fixed(domain: Path) -> Iterator[str]:
    """Its lines that no console writes; comments and empty lines say nothing to a model."""
    tuned = False
    for line in domain.read_text("utf-8").splitlines():
        if line[:1].isalpha():
            tuned = line.startswith(TUNED)
        if not tuned and line.strip() and not line.lstrip().startswith("#"):
            yield line
