"""Where our own turn spends its time, from the timings the hotline keeps with every turn."""

import json

from sqlalchemy import Engine, text

from benchmarks.turn.samples import median

PARTS = ("understand", "dialogue", "answer", "total")


def own_timings(engine: Engine) -> dict[str, float]:
    """Median milliseconds of each part over all turns; the rest of the round trip is HTTP around it."""
    with engine.connect() as db:
        rows = db.execute(text("SELECT timings FROM turns WHERE number > 0 AND timings IS NOT NULL"))
        kept = [json.loads(row[0]) for row in rows]
    return {part: median([timing[part] for timing in kept if part in timing]) for part in PARTS}
