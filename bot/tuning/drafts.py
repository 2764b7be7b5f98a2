"""What is to be learnt of a decided utterance: its wish, what is delicate in it, the values marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping

from bot.tuning.decision import intent_of
from bot.tuning.originals import Originals
from bot.tuning.sentences import Share, one_line, share_of
from bot.tuning.stand_ins import StandIns
from bot.understanding.delicate.examples import NOT
from bot.understanding.delicate.flags import CODES

INTENT, FLAG, VALUE = "intent", "flag", "value"
# A value nobody knows the right form of cannot be measured.
VALUE_UNKNOWN = "value_unknown"


@dataclass(frozen=True)
class Draft:
    """One line for a file; `why` is set when it cannot become one."""

    kind: str
    label: str
    text: str
    share: Share
    data: dict[str, Any] = field(default_factory=dict)
    why: str | None = None


class Drafts:
    """With invented values where callers gave their own."""

    def __init__(self, originals: Originals, stand_ins: StandIns) -> None:
        self._originals = originals
        self._stand_ins = stand_ins

    def of(self, utterance: RowMapping, label: Mapping[Any, Any]) -> list[Draft]:
        """By the label that counts."""
        text = one_line(self._without_own(utterance, label["values"]))
        share = share_of(utterance["text"])
        intent = intent_of(label, utterance["intent"])
        found = [Draft(INTENT, intent, text, share)] if intent and text else []
        return [*found, *_flags(utterance, label, text, share), *_values(utterance, label, text)]

    def _without_own(self, utterance: RowMapping, marked: list[dict[str, Any]]) -> str:
        """The text with what was marked, and every placeholder, replaced."""
        text = str(utterance["text"])
        pieces = [(one["start"], one["end"], str(one["text"])) for one in marked]
        for gap in self._originals.gaps(utterance):
            if not any(start < gap.end and gap.start < end for start, end, _ in pieces):
                spoken = utterance["channel"] == "voice"
                other = self._stand_ins.of(gap.original, utterance["language"], spoken)
                pieces.append((gap.start, gap.end, other.text))
        for start, end, instead in sorted(pieces, reverse=True):
            text = text[:start] + instead + text[end:]
        return text


def _flags(utterance: RowMapping, label: Mapping[Any, Any], text: str, share: Share) -> Iterator[Draft]:
    """One line in the file of the gravest; {} says that those the gate heard are not there."""
    said: Mapping[str, str] | None = label["flags"]
    if said is None or not text:
        return
    codes = [code for code in CODES if code in said]
    if codes:
        yield Draft(FLAG, f"{codes[0]}:{said[codes[0]]}", text, share, {"also": codes[1:]})
    for code in utterance["flags"] if not codes else ():
        yield Draft(FLAG, f"{code}:{NOT}", text, share, {"also": []})


def _values(utterance: RowMapping, label: Mapping[Any, Any], text: str) -> Iterator[Draft]:
    """Only ever measured with: reading values is not taught by sentences."""
    facts = {"channel": utterance["channel"], "expecting": utterance["expecting"]}
    for one in label["values"]:
        data = {**facts, "value": one["value"]}
        yield Draft(VALUE, one["name"], text, "test", data, None if one["value"] else VALUE_UNKNOWN)
