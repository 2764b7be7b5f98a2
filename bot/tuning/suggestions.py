"""What an utterance probably means: what experts and the model said, and the sentences most like it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, RowMapping, func, select

from bot.privacy.spans import PLACEHOLDER
from bot.tuning import corrections
from bot.tuning.corrections import Correction
from bot.tuning.drafts import INTENT
from bot.tuning.known_files import KnownFiles
from bot.tuning.learnt import LEARNT, REFUSED, WAITING, WRITTEN
from bot.tuning.likeness import Likeness, Part
from bot.tuning.originals import TURNS

# Offered, each with a key of its own.
MOST = 5
# Sentences in common words first, then by meaning: this many of them.
LOOKED_AT, LABELLED = 24, 5000
# Less alike than this says nothing.
LEAST_ALIKE = 0.2
# An expert who had the case knows; a sentence somebody labelled counts more than one merely taught.
WEIGHTS = {"expert": 2.0, "labelled": 1.0, "taught": 0.8, "model": 1.0, "candidate": 0.3}


class Meanings(Protocol):
    """Sentences as vectors of length 1."""

    def vectors(self, texts: Sequence[str]) -> Any:
        """One row each."""
        ...


@dataclass(frozen=True)
class Reason:
    """Why an intent is offered: who says so, how sure (0 to 1), and the sentence that is like it."""

    who: str
    sure: float
    like: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """An intent, with what speaks for it, strongest first."""

    intent: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Offered:
    """For one utterance; `corrections` are what experts said that is no intent."""

    suggestions: tuple[Suggestion, ...]
    corrections: tuple[Correction, ...]


class Suggestions:
    """`meanings` puts what is alike by words in the order of what it means; without it, words must do."""

    def __init__(self, engine: Engine, known: KnownFiles, meanings: Meanings | None = None) -> None:
        self._engine = engine
        self._known = known
        self._meanings = meanings
        self._labelled: tuple[Any, list[RowMapping], Likeness] | None = None
        self._lock = Lock()

    def of(self, utterance: RowMapping, intents: Iterable[str]) -> Offered:
        """Of these intents, but for the one it was understood as: that one is simply right or not."""
        known = set(intents) - {utterance["intent"]}
        with self._engine.connect() as db:
            said = corrections.of(db, utterance)
            found = [*_by_experts(said, known), *_by_models(db, utterance)]
            found += [*self._taught(utterance), *self._same_label(db, utterance)]
        return Offered(_ranked(found, known), tuple(one for one in said if one.kind != "wish"))

    def _taught(self, utterance: RowMapping) -> list[tuple[str, Reason]]:
        files, likeness = self._known.taught()
        text = PLACEHOLDER.sub(" ", utterance["text"])
        near = [files[one.part].sentences[one.number] for one in likeness.nearest(text, LOOKED_AT)]
        alike = self._alike(text, [one.text for one in near], likeness)
        return [(one.label, Reason("taught", sure, one.text)) for one, sure in zip(near, alike, strict=True)]

    def _same_label(self, db: Connection, utterance: RowMapping) -> list[tuple[str, Reason]]:
        """Like sentences people have labelled, whether or not they are in the files."""
        rows, likeness = self._labelled_now(db)
        near = [
            rows[one.number]
            for one in likeness.nearest(utterance["text"], MOST)
            if rows[one.number]["utterance_id"] != utterance["id"]
        ]
        alike = self._alike(utterance["text"], [one["text"] for one in near], likeness)
        return [
            (one["label"], Reason("labelled", sure, one["text"]))
            for one, sure in zip(near, alike, strict=True)
        ]

    def _alike(self, text: str, others: Sequence[str], likeness: Likeness) -> list[float]:
        if not others:
            return []
        if self._meanings is None:
            return likeness.with_each(text, others)
        vectors = self._meanings.vectors([text, *others])
        return [max(0.0, float(one)) for one in vectors[1:] @ vectors[0]]

    def _labelled_now(self, db: Connection) -> tuple[list[RowMapping], Likeness]:
        mine = (LEARNT.c.kind == INTENT) & LEARNT.c.status.in_([WAITING, WRITTEN, REFUSED])
        stamp = tuple(db.execute(select(func.count(), func.max(LEARNT.c.id)).where(mine)).one())
        with self._lock:
            if self._labelled is None or self._labelled[0] != stamp:
                newest = select(LEARNT).where(mine).order_by(LEARNT.c.id.desc()).limit(LABELLED)
                rows = list(db.execute(newest).mappings())
                self._labelled = (stamp, rows, Likeness([Part([row["text"] for row in rows])]))
            return self._labelled[1:]


def _by_experts(said: Iterable[Correction], known: set[str]) -> list[tuple[str, Reason]]:
    """The wish they told the bot, or what they corrected a guess to, where it is an intent."""
    named = [one.code if one.kind == "wish" else one.corrected_to for one in said]
    return [(intent, Reason("expert", 1.0)) for intent in named if intent in known]


def _by_models(db: Connection, utterance: RowMapping) -> list[tuple[str, Reason]]:
    turn = (TURNS.c.conversation_id == utterance["conversation_id"]) & (TURNS.c.number == utterance["turn"])
    understood = db.execute(select(TURNS.c.understood).where(turn)).scalar() or {}
    ranking = [(str(intent), float(sure)) for intent, sure in understood.get("ranking", ())]
    if not ranking and utterance["intent"]:
        ranking = [(utterance["intent"], utterance["confidence"] or 0.0)]
    found = [(intent, Reason("model", sure)) for intent, sure in ranking]
    if utterance["candidate_intent"]:
        found.append((utterance["candidate_intent"], Reason("candidate", 1.0)))
    return found


def _ranked(found: Iterable[tuple[str, Reason]], known: set[str]) -> tuple[Suggestion, ...]:
    best: dict[str, dict[str, Reason]] = {}
    for intent, reason in found:
        if intent not in known or (reason.like and reason.sure < LEAST_ALIKE):
            continue
        reasons = best.setdefault(intent, {})
        if reason.who not in reasons or reasons[reason.who].sure < reason.sure:
            reasons[reason.who] = reason
    offered = [
        Suggestion(intent, tuple(sorted(reasons.values(), key=_weight, reverse=True)))
        for intent, reasons in best.items()
    ]
    return tuple(sorted(offered, key=lambda one: sum(map(_weight, one.reasons)), reverse=True)[:MOST])


def _weight(reason: Reason) -> float:
    return WEIGHTS[reason.who] * reason.sure
