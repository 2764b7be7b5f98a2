"""Every figure of a busy day is what an independent count gives, to the last digit, on both databases."""

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.figures.counting import course, together, whole
from bot.figures.definitions import BY_KEY, DEFINITIONS
from bot.figures.period import Period, Piece
from bot.store.database import make_engine
from tests.figures import recount
from tests.figures.busy_day import BusyDay, busy_day, on_postgresql
from tests.figures.recount import Counted, recounted


@pytest.fixture(scope="module")
def day() -> Iterator[BusyDay]:
    with busy_day() as played:
        yield played


def figures_of(day: BusyDay) -> Counted:
    engine = make_engine(day.url)
    found = whole(engine, Piece(day.since, day.until), day.now)
    engine.dispose()
    return {one.key: (figure.of, figure.all) for one, figure in zip(DEFINITIONS, found, strict=True)}


def test_every_figure_is_recounted_on_sqlite(day: BusyDay) -> None:
    assert figures_of(day) == recounted(day.url, day.since, day.until, day.now)


def test_every_figure_is_recounted_on_postgresql(day: BusyDay, postgres_database: str) -> None:
    there = on_postgresql(day, postgres_database)
    counted = recounted(there.url, there.since, there.until, there.now)
    assert figures_of(there) == counted
    assert counted == recounted(day.url, day.since, day.until, day.now)


def test_the_day_was_busy_enough_to_mean_something(day: BusyDay) -> None:
    counted = recounted(day.url, day.since, day.until, day.now)
    assert [name for name, (of, _) in counted.items() if not of and name != "service_level_p2"] == []
    whole_ones = {"handover_reasons", "service_level_p1"}
    assert [name for name, (of, every) in counted.items() if of == every and name not in whole_ones] == []


def test_the_pieces_of_a_period_add_up_to_the_whole(day: BusyDay) -> None:
    engine, first = make_engine(day.url), day.since.date()
    period = Period(
        first - timedelta(days=3), date.fromisoformat(str(first)) + timedelta(days=3), day.since.tzinfo
    )  # type: ignore[arg-type]
    pieces = period.pieces(day.now)
    in_pieces = course(engine, pieces, day.now)
    at_once = whole(engine, Piece(pieces[0].since, pieces[-1].until), day.now)
    sums = [together(BY_KEY[key], figures) for key, figures in in_pieces.items()]
    assert [(one.of, one.all) for one in sums] == [
        (pytest.approx(one.of), pytest.approx(one.all)) for one in at_once
    ]
    engine.dispose()


def test_the_recount_shares_no_code_with_what_it_checks() -> None:
    folder = Path(recount.__file__).parent
    for file in (folder / "recount.py", folder / "recount_law.py", folder / "raw_tables.py"):
        tree = ast.parse(file.read_text("utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [
            name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
        ]
        assert not [name for name in modules if name.split(".")[0] in ("bot", "actions", "sqlalchemy")]
