"""What a source of figures is asked: for which pieces of time, and seen from which moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Select

from bot.figures.period import Piece
from bot.figures.sql import pieces_table


@dataclass(frozen=True)
class Asked:
    """`since` is the beginning of the earliest piece: nothing before it needs to be read."""

    pieces: CTE
    since: datetime
    now: datetime


# Gives one row for everything counted: `piece` (its number), `at`, `conversation_id` (None where it belongs
# to none), columns to break it down by, and columns of whole numbers to add up (microseconds, for times).
Source = Callable[[Asked], Select[Any]]


def asked_for(pieces: Sequence[Piece], now: datetime) -> Asked:
    """These pieces, as things stand now."""
    return Asked(pieces_table(list(pieces)), min(piece.since for piece in pieces), now)
