"""Figures among the metrics: as gauges, and never in the way of the other metrics."""

from collections.abc import Iterable
from pathlib import Path

from bot.figures.definitions import DEFINITIONS
from bot.metrics import Metrics, Reading
from bot.store.migrate import upgrade
from bot.wiring_figures import show_figures
from bot.wiring_ground import lay_ground
from tests.builders import settings


def shown(metrics: Metrics) -> list[str]:
    return [line for line in metrics.exposition().decode().splitlines() if line.startswith("hotline_figure")]


def test_a_figure_is_a_value_and_what_it_is_made_of() -> None:
    metrics = Metrics()
    metrics.show(lambda: [Reading("asa", 12.5, 25, 2), Reading("abandoned", None, 0, 0)])
    assert shown(metrics) == [
        'hotline_figure{figure="asa"} 12.5',
        'hotline_figure_numerator{figure="asa"} 25.0',
        'hotline_figure_numerator{figure="abandoned"} 0.0',
        'hotline_figure_denominator{figure="asa"} 2.0',
        'hotline_figure_denominator{figure="abandoned"} 0.0',
    ]


def test_the_other_metrics_are_shown_when_nothing_can_be_counted() -> None:
    def broken() -> Iterable[Reading]:
        raise OSError("no database")

    metrics = Metrics()
    metrics.show(broken)
    metrics.turn("voice", "order_status", None, 0.1)
    assert shown(metrics) == []
    assert b"hotline_turns_total" in metrics.exposition()


def test_every_figure_of_today_is_among_them(tmp_path: Path) -> None:
    given = settings(DATABASE_URL=f"sqlite:///{tmp_path}/hotline.db", DATA_DIR=str(tmp_path))
    upgrade(given.database_url)
    ground = lay_ground(given, given.clock())
    show_figures(ground)
    found = [line for line in shown(ground.metrics) if line.startswith("hotline_figure_denominator")]
    assert [line.split('"')[1] for line in found] == [one.key for one in DEFINITIONS]
