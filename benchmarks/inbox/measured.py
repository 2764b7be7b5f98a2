"""The whole request of each page through the application: session, queries, template."""

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, text

from benchmarks.inbox.asked import Asked, pages
from benchmarks.inbox.seeded import fill
from tests.console.hall import ConsoleHall

NEXT = re.compile(r'id="more".*?href="([^"]+)"', re.DOTALL)
# How far down a list somebody goes who does not find it.
PAGES_DOWN = 20
ROUNDS = 2


@dataclass(frozen=True)
class Took:
    """One request: its milliseconds, and those of this process's processor time, whoever else was busy."""

    asked: Asked
    ms: float
    cpu_ms: float


def measured(folder: Path, size: int, database_url: str | None = None) -> tuple[list[Took], list[float]]:
    """Of an inbox of this size: every page some times in changing order, and pages further down."""
    hall = ConsoleHall(folder, database_url=database_url)
    fill(hall.engine, size, hall.now)
    with hall.engine.connect() as db:
        _settle(db)
    browser = hall.browser()
    _took(browser, "/console")
    found = [
        Took(asked, *_took(browser, asked.address))
        for asked in _in_any_order(list(pages()) * ROUNDS, Random(1))
    ]
    down = _further_down(browser, "/console") + _further_down(
        browser, "/console?view=unsure&words=ich&status=all"
    )
    hall.close()
    return found, down


def _in_any_order(asked: Iterable[Asked], random: Random) -> Sequence[Asked]:
    mixed = list(asked)
    random.shuffle(mixed)
    return mixed


def _took(browser: Any, address: str) -> tuple[float, float]:
    started, used = time.perf_counter(), time.process_time()
    answer = browser.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - used)


def _further_down(browser: Any, address: str) -> list[float]:
    """Page after page, as the button at the end asks for them."""
    took: list[float] = []
    html = browser.get(address).text
    while (link := NEXT.search(html)) and len(took) < PAGES_DOWN:
        started = time.perf_counter()
        headers = {"HX-Request": "true", "HX-Target": "more"}
        html = browser.client.get(link[1].replace("&amp;", "&"), headers=headers).text
        took.append(1000 * (time.perf_counter() - started))
    return took


def _settle(db: Connection) -> None:
    """What a database does by itself within minutes of such a growth."""
    if db.dialect.name == "postgresql":
        db.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
