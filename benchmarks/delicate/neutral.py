"""Public everyday sentences that must never look delicate; read where they are, never copied."""

import json
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.delicate.exam import Look

FOLDER = Path(__file__).parents[3] / "shared" / "data"
# People ordering and booking, requests to assistants in German and its dialects, questions to live shop bots.
SETS = {"neutral_orders_de.jsonl": "de", "xsid_de_dev.jsonl": "de", "hint3_dev.jsonl": "en"}


@dataclass(frozen=True)
class Silence:
    """One set: how many sentences, and those that raised a flag."""

    name: str
    sentences: int
    raised: tuple[str, ...]


def silences(look: Look, folder: Path = FOLDER) -> list[Silence]:
    """One entry per set that is there."""
    return [_on(look, folder / name, language) for name, language in SETS.items() if (folder / name).exists()]


def _on(look: Look, file: Path, language: str) -> Silence:
    texts = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    seen = [(text, look(text, language)) for text in texts]
    raised = tuple(f"{text} ({', '.join(flag.code for flag in flags)})" for text, flags in seen if flags)
    return Silence(file.name, len(texts), raised)
