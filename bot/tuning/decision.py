"""What one person says an utterance means, and what follows when several people have said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import RowMapping

from bot.errors import NotPossible
from bot.understanding.delicate.flags import CODES, LEVELS
from bot.understanding.intent_kinds import OUT_OF_SCOPE

Verdict = Literal["right", "intent", "new_intent", "out_of_scope", "unusable"]
VERDICTS: tuple[Verdict, ...] = ("right", "intent", "new_intent", "out_of_scope", "unusable")
OPEN, HALF, DISPUTED, DECIDED, WRITTEN, UNUSABLE = (
    "open",
    "half",
    "disputed",
    "decided",
    "written",
    "unusable",
)


@dataclass(frozen=True)
class Mark:
    """A value marked in the text from `start` to `end`; `value` as it should have been read, if typed."""

    name: str
    start: int
    end: int
    value: str | None = None


@dataclass(frozen=True)
class Decision:
    """`flags` {code: level}: what is delicate in it, {} for nothing, None where nobody said anything."""

    verdict: Verdict
    intent: str | None = None
    flags: Mapping[str, str] | None = None
    marks: tuple[Mark, ...] = field(default=())

    def checked(self, intents: Sequence[str]) -> "Decision":
        """Itself; raises NotPossible for what nobody can mean."""
        if self.verdict not in VERDICTS or (self.verdict == "intent") is not bool(self.intent):
            raise NotPossible("label")
        if self.intent and self.intent not in intents:
            raise NotPossible("no_such_intent")
        if any(code not in CODES or level not in LEVELS for code, level in (self.flags or {}).items()):
            raise NotPossible("label")
        return self


@dataclass(frozen=True)
class Outcome:
    """Where an utterance stands, and the label that counts if it is decided."""

    status: str
    label: RowMapping | None = None


def outcome(labels: Sequence[RowMapping], understood: str | None, needed: int) -> Outcome:
    """From the labels that stand, oldest first; `understood`: what "right" means; `needed`: how many."""
    newest: dict[str, RowMapping] = {}
    for label in labels:
        newest.pop(label["staff_id"], None)
        newest[label["staff_id"]] = label
    if not newest:
        return Outcome(OPEN)
    standing = list(newest.values())
    if needed <= 1:
        return _decided(standing[-1])
    meant: dict[Any, list[RowMapping]] = {}
    for label in standing:
        meant.setdefault(meaning(label, understood), []).append(label)
    first, *others = sorted(meant.values(), key=len, reverse=True)
    if len(first) >= needed and not any(len(other) == len(first) for other in others):
        return _decided(first[-1])
    return Outcome(DISPUTED if others else HALF)


def meaning(label: Mapping[Any, Any], understood: str | None) -> tuple[Any, ...]:
    """Two people agree when this is the same, however they clicked it."""
    flags = None if label["flags"] is None else tuple(sorted(label["flags"].items()))
    return (
        label["verdict"] if label["verdict"] in ("new_intent", "unusable") else "",
        intent_of(label, understood),
        flags,
    )


def intent_of(label: Mapping[Any, Any], understood: str | None) -> str | None:
    """The intent it stands for; None for a new one, and for what cannot be used."""
    verdict = label["verdict"]
    known = {"right": understood, "intent": label["intent"], "out_of_scope": OUT_OF_SCOPE}
    return known.get(verdict)


def _decided(label: RowMapping) -> Outcome:
    return Outcome(UNUSABLE if label["verdict"] == "unusable" else DECIDED, label)
