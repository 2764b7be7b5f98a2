# mypy: ignore-errors
"""Parses with trained models: {"model": path, "rows": [[text, language]], "ranked": number, "timed"} a line.

Answers {"said": [[[intent, confidence] ...]], "ms": [one a sentence, when timed], "memory_mb": now}.
"""

import asyncio
import time
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent, load_agent

from benchmarks.intents.inside.lines import answer_lines
from bot.nlu import parses

BATCH = 64


def parse(job: dict[str, Any]) -> dict[str, Any]:
    """One by one with the time each took, or many at once without."""
    parses.RANKED = job["ranked"]
    processor = agent(job["model"]).processor
    milliseconds: list[float] = []
    found: list[dict[str, Any]] = []
    for texts, language in batches(job["rows"], 1 if job["timed"] else BATCH):
        started = time.perf_counter()
        found += parses.parses(processor, texts, language)
        milliseconds.append((time.perf_counter() - started) * 1000)
    said = [[[entry["intent"], entry["confidence"]] for entry in one["ranking"]] for one in found]
    return {"said": said, "ms": milliseconds if job["timed"] else [], "memory_mb": memory_mb()}


@lru_cache(maxsize=1)
def agent(model: str) -> Agent:
    """The loaded model; one at a time."""
    return asyncio.run(load_agent(model))


def batches(rows: Sequence[Sequence[str]], size: int) -> list[Any]:
    """(texts, language) in the rows' order, as a batch has one language."""
    found = []
    for language, same in groupby(rows, key=lambda row: row[1]):
        texts = [text for text, _ in same]
        found += [(texts[at : at + size], language) for at in range(0, len(texts), size)]
    return found


def memory_mb() -> float:
    """What this process holds now (Linux)."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    answer_lines(parse)
