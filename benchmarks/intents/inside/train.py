# mypy: ignore-errors
"""Trains pipelines as Rasa does: {"pipeline", "sentences": [[text, intent, language]], "folder"} a line.

Answers {"model": its path, "train_s"}.
"""

import time
from pathlib import Path
from typing import Any

import yaml
from rasa.model_training import train_nlu

from benchmarks.intents.inside.lines import answer_lines


def train(job: dict[str, Any]) -> dict[str, Any]:
    """The model and the seconds it took."""
    folder = Path(job["folder"])
    write_project(folder, job)
    started = time.perf_counter()
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
    if not model:
        raise SystemExit("nothing was trained")
    return {"model": str(model), "train_s": time.perf_counter() - started}


def write_project(folder: Path, job: dict[str, Any]) -> None:
    """config.yml and nlu.yml as Rasa wants them, one block per intent and language."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"recipe": "default.v1", "assistant_id": "bench", "language": "de", "pipeline": job["pipeline"]}
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    blocks: dict[tuple[str, str], list[str]] = {}
    for text, intent, language in job["sentences"]:
        blocks.setdefault((intent, language), []).append(plain(text))
    nlu = [
        {"intent": intent, "metadata": {"language": language}, "examples": "".join(f"- {t}\n" for t in texts)}
        for (intent, language), texts in blocks.items()
    ]
    (folder / "nlu.yml").write_text(
        yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), "utf-8"
    )


def plain(text: str) -> str:
    """On one line, and with no bracket that Rasa would take for an entity."""
    return " ".join(text.replace("[", "(").split())


if __name__ == "__main__":
    answer_lines(train)
