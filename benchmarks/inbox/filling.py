"""What it costs to fill the inbox, and what of personal data gets past the redaction."""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from benchmarks.intents.sentences import held_out
from benchmarks.turn.report import table
from bot.tuning.inbox_collector import Collector
from bot.tuning.inbox_redaction import InboxRedaction, redacted
from bot.tuning.meanings import LazyMeanings
from bot.tuning.utterance_groups import UtteranceGroups
from bot.wiring_handover import ROOT
from tests.builders import NOW
from tests.console.hall import ConsoleHall
from tests.privacy.rendered import examples

SENTENCES, EACH = 1000, 400


def filling(folder: Path) -> str:
    """Milliseconds of work a sentence: redacted, grouped by what it means, written."""
    hall = ConsoleHall(folder)
    talk = hall.talk("benchmark")
    for sentence in held_out()[:SENTENCES]:
        hall.say(talk, sentence.text, language=sentence.language)
    redaction, meanings = InboxRedaction(ROOT, hall.clock), LazyMeanings()
    redaction("warm", "de")
    meanings.vectors(["warm"])
    hall.clock.at = hall.now + timedelta(seconds=1)
    started = time.perf_counter()
    Collector(hall.engine, hall.clock, redaction, UtteranceGroups(meanings)).all()
    took = 1000 * (time.perf_counter() - started) / SENTENCES
    hall.close()
    return (
        f"{took:.1f} ms of one core a sentence ({SENTENCES} sentences redacted, grouped by meaning, written)."
    )


def misses() -> str:
    """How many made-up sentences still say something of the person afterwards, by kind and language."""
    said: Counter[tuple[str, str]] = Counter()
    leaked: Counter[tuple[str, str]] = Counter()
    today = NOW.date()
    for example in examples(EACH):
        key = (example.kind, example.language)
        said[key] += 1
        leaked[key] += example.leaks(redacted(ROOT, example.text, example.language, today))
    kinds = list(dict.fromkeys(kind for kind, _ in said))
    rows = [[kind, *(f"{leaked[kind, one]} of {said[kind, one]}" for one in ("de", "en"))] for kind in kinds]
    return table(("not taken out", "German", "English"), rows)
