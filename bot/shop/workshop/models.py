"""Spare parts and repairs as the hotline tells of them. Money is Decimal in EUR."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class SparePart:
    """A part for an article; `days` are working days until it arrives, least and most."""

    part_number: str
    article_number: str
    name_de: str
    name_en: str
    synonyms: tuple[str, ...]
    price: Decimal
    days: tuple[int, int]

    def name(self, language: str) -> str:
        """The part's name in "de" or "en"."""
        return self.name_en if language == "en" else self.name_de


class RepairState(StrEnum):
    """How far a repair is."""

    RECEIVED = "received"
    WAITING_FOR_PARTS = "waiting_for_parts"
    IN_REPAIR = "in_repair"
    SENT_BACK = "sent_back"


@dataclass(frozen=True)
class Repair:
    """An article in repair; `expected_on` is the day it should be back with its owner."""

    repair_number: str
    order_number: str
    article_number: str
    name_de: str
    name_en: str
    state: RepairState
    received_at: datetime
    expected_on: date | None

    def name(self, language: str) -> str:
        """The article's name in "de" or "en"."""
        return self.name_en if language == "en" else self.name_de

    def is_late(self, today: date) -> bool:
        """It should have been back before today."""
        return self.expected_on is not None and today > self.expected_on
