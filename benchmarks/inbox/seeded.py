"""An inbox of any size: sentences made of the taught ones, spread over half a year."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, insert

from benchmarks.intents.sentences import Sentence, taught
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceGroupRow, UtteranceRow

UTTERANCES, GROUPS = table_of(UtteranceRow), table_of(UtteranceGroupRow)
AT_ONCE = 5000
DAYS = 180
VERSIONS = 12
# A third of what is said is said again and again, the rest once.
LARGE_GROUPS, LARGE_SHARE = 3000, 0.7
OPENINGS = {
    "de": ("", "", "", "ja guten tag ", "also ", "hallo ich wollte fragen ", "äh ", "ja und ", "bitte "),
    "en": ("", "", "", "hello ", "yes hi ", "well ", "i wanted to ask ", "um ", "please "),
}
CLOSINGS = {
    "de": (
        "",
        "",
        "",
        " bitte",
        " danke",
        " meine nummer ist [order_number]",
        " und zwar heute",
        " ich warte",
    ),
    "en": ("", "", "", " please", " thanks", " my number is [order_number]", " and soon", " i am waiting"),
}
SYLLABLES = ("ka", "lo", "mi", "ru", "tes", "bran", "vel", "dor", "schu", "pin", "gar", "zen")
STATUSES = (("open", 62), ("decided", 6), ("half", 2), ("disputed", 1), ("written", 24), ("unusable", 5))


def fill(engine: Engine, size: int, until: datetime, seed: int = 6) -> None:
    """So many utterances, the newest said at `until`."""
    groups = LARGE_GROUPS + size // 2
    with engine.begin() as db:
        for first in range(1, groups + 1, AT_ONCE):
            rows = [
                {"id": at, "language": "de", "size": 1, "centre": b"\0" * 1024}
                for at in range(first, min(first + AT_ONCE, groups + 1))
            ]
            db.execute(insert(GROUPS), rows)
    waiting: list[dict[str, Any]] = []
    for row in utterances(size, until, Random(seed)):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            _write(engine, waiting)
    _write(engine, waiting)


def utterances(size: int, until: datetime, random: Random) -> Iterator[dict[str, Any]]:
    """Oldest first."""
    sentences = taught()
    weights = [3 if one.language == "de" else 1 for one in sentences]
    statuses, shares = zip(*STATUSES, strict=True)
    chosen = random.choices(sentences, weights, k=size)
    for at, sentence in enumerate(chosen):
        passed = timedelta(days=DAYS) * ((size - 1 - at) / size)
        row = _row(sentence, random) | {
            "at": until - passed,
            "conversation_id": f"c{at // 4:08d}",
            "turn": at % 4,
        }
        yield row | {
            "model_version": 1 + at * VERSIONS // size,
            "status": random.choices(statuses, shares)[0],
        }


def _row(sentence: Sentence, random: Random) -> dict[str, Any]:
    clarified, language = random.random() < 0.12, sentence.language
    words = random.choice(OPENINGS[language]) + sentence.text + random.choice(CLOSINGS[language])
    if random.random() < 0.3:
        words += f" {''.join(random.choices(SYLLABLES, k=4))}"
    large = random.random() < LARGE_SHARE
    return {
        "channel": "voice" if random.random() < 0.75 else "sms",
        "language": language,
        "text": words,
        "expecting": None,
        "intent": sentence.intent,
        "confidence": round(random.uniform(0.2, 0.6) if clarified else random.betavariate(8, 1.5), 4),
        "route": "clarify" if clarified else "bot",
        "how": "model",
        "flags": ["anger"] if random.random() < 0.04 else [],
        "clarified": clarified,
        "failed": random.random() < 0.03,
        "handed_over": random.random() < 0.15,
        "corrected": random.random() < 0.01,
        "candidate_intent": "other_topic" if random.random() < 0.02 else None,
        "group_id": 1 + int(LARGE_GROUPS * random.random() ** 2)
        if large
        else LARGE_GROUPS + 1 + random.randrange(100_000),
    }


def _write(engine: Engine, rows: list[dict[str, Any]]) -> None:
    if rows:
        with engine.begin() as db:
            db.execute(insert(UTTERANCES), rows)
        rows.clear()
