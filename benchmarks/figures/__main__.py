"""Measure the figures' page over months of traffic: `python -m benchmarks.figures`."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from benchmarks.desk.__main__ import own_postgres
from benchmarks.figures.months import Months, fill
from benchmarks.turn.machine import moment
from benchmarks.turn.report import write
from bot.figures.counting import course
from bot.figures.period import last_days
from bot.store.database import make_engine
from bot.store.migrate import upgrade

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 18, tzinfo=ZoneInfo("Europe/Berlin"))
DAYS, LOOKS = (1, 7, 28, 91), 5


def main() -> None:
    """Fill, measure on SQLite, then on PostgreSQL, and write results.md."""
    options = argparse.ArgumentParser(prog="benchmarks.figures", description=__doc__)
    options.add_argument("--conversations", type=int, default=40_000, help="how many in three months")
    options.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    chosen = options.parse_args()
    months, began = Months(NOW, chosen.conversations), moment()
    with tempfile.TemporaryDirectory() as folder:
        found = [_asked(months), *_section("SQLite", f"sqlite:///{folder}/hotline.db", months)]
    if not chosen.sqlite_only:
        found += _section("PostgreSQL", own_postgres(), months)
    write(HERE, "All figures of a period, with those of the period before", found, began)


def _asked(months: Months) -> str:
    return (
        f"{months.conversations:,} conversations with five turns each in {months.days} days; every figure is "
        f"counted for every day (or week), and for as many days before. Median of {LOOKS} looks, in seconds."
    )


def _section(name: str, url: str, months: Months) -> Iterator[str]:
    upgrade(url)
    engine = make_engine(url)
    fill(engine, months)
    _settle(engine)
    yield f"## {name}\n\n| days | seconds |\n|---|---|\n" + "\n".join(
        f"| {days} | {_look(engine, days):.2f} |" for days in DAYS
    )
    engine.dispose()


def _settle(engine: Engine) -> None:
    """As the database does by itself in quiet hours."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text("VACUUM ANALYZE"))


def _look(engine: Engine, days: int) -> float:
    period = last_days(days, NOW)
    pieces = [*period.pieces(NOW), *period.before().pieces(NOW)]
    took = []
    for _ in range(LOOKS):
        begun = time.perf_counter()
        course(engine, pieces, NOW)
        took.append(time.perf_counter() - begun)
    return median(took)


if __name__ == "__main__":
    main()
