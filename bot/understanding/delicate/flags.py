"""The delicate situations a caller may speak of, and how openly they do."""

from dataclasses import dataclass
from typing import Any, Literal

# Asking for what is theirs by right, only hinted at, said outright, or said outright and urgent.
Level = Literal["request", "hint", "clear", "acute"]
LEVELS: tuple[Level, ...] = ("request", "hint", "clear", "acute")

CODES = (
    "crisis",
    "safety_injury",
    "threat",
    "abuse_safety",
    "bereavement",
    "illness",
    "vulnerable",
    "hardship",
    "fraud",
    "discrimination",
    "privacy_incident",
    "legal_press",
    "anger",
)

LONGEST_QUOTE = 15


@dataclass(frozen=True)
class Flag:
    """One situation heard: the words (at most 15), which of the two saw it, how sure (0 to 1)."""

    code: str
    level: Level
    quote: str
    seen_by: Literal["cue", "model", "both"]
    confidence: float

    def to_json(self) -> dict[str, Any]:
        """For the record and the packet."""
        return {
            "code": self.code,
            "level": self.level,
            "quote": self.quote,
            "seen_by": self.seen_by,
            "confidence": round(self.confidence, 3),
        }
