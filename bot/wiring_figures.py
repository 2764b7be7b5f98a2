"""Shows today's figures among the metrics."""

from collections.abc import Iterator

from bot.figures.definitions import DEFINITIONS
from bot.figures.figure_board import FigureBoard
from bot.metrics import Reading
from bot.wiring_ground import Ground

FRESH_S = 60.0


def show_figures(ground: Ground) -> None:
    """Counted once a minute at most, however many look."""
    board = FigureBoard(ground.engine, ground.clock, DEFINITIONS, FRESH_S)

    def read() -> Iterator[Reading]:
        for definition, one in zip(DEFINITIONS, board.today(), strict=True):
            yield Reading(definition.key, one.value, one.of, one.all)

    ground.metrics.show(read)
