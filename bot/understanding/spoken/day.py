"""A date found in an utterance."""

from datetime import date
from typing import NamedTuple


class Day(NamedTuple):
    """Possible dates, best first, the word index after them and how sure the form is."""

    readings: tuple[date, ...]
    end: int
    score: float
