"""A whole conversation to read again, without the person: what was said and understood, how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, select

from bot.errors import NotThere
from bot.phrases.values import MARKUP, for_eye
from bot.store.database import table_of
from bot.store.tables import HandoverRow
from bot.tuning.inbox_redaction import InboxRedaction
from bot.tuning.person_known import Known, known_of
from bot.tuning.utterance_rows import CONVERSATIONS, TURNS
from bot.tuning.utterances import UTTERANCES

HANDOVERS = table_of(HandoverRow)
# Values the bot says that name somebody; the others are told as they are.
PERSONAL = {
    "order": "order_number",
    "postcode": "postcode",
    "digits": "number",
    "phone": "phone_number",
    "email": "email",
}
# Turns in which people spoke with each other.
BY_PEOPLE = ("expert", "hotline")


@dataclass(frozen=True)
class ReplayedTurn:
    """`heard`, `said`: redacted; `withheld`: what people told each other; `keys`: how many were pressed."""

    number: int
    at: datetime
    language: str
    heard: str | None
    said: str | None
    keys: int
    withheld: bool
    expecting: str | None
    intent: str | None
    confidence: float | None
    how: str | None
    route: str | None
    values: tuple[str, ...]
    flags: tuple[str, ...]
    failure: str | None
    model_version: int | None
    timings: Mapping[str, float]
    utterance: RowMapping | None


@dataclass(frozen=True)
class Replay:
    """One call or thread; `cases`: kind, reason, priority and status of what it was handed over for."""

    talk: RowMapping
    turns: tuple[ReplayedTurn, ...]
    cases: Sequence[RowMapping]

    @property
    def seconds(self) -> int:
        """From its beginning to the last that happened."""
        end = self.talk["closed_at"] or self.talk["last_at"]
        return int((end - self.talk["started_at"]).total_seconds())


class Replays:
    """Reads them."""

    def __init__(self, engine: Engine, redaction: InboxRedaction) -> None:
        self._engine = engine
        self._redaction = redaction

    def of(self, conversation_id: str) -> Replay:
        """Raises NotThere."""
        with self._engine.connect() as db:
            talk = db.execute(_mine(CONVERSATIONS.c.id, conversation_id)).mappings().first()
            if talk is None:
                raise NotThere("conversation")
            known = known_of(db, talk["caller"], talk["memory"])
            mine = _mine(TURNS.c.conversation_id, conversation_id).order_by(TURNS.c.number)
            turns = db.execute(mine).mappings().all()
            utterances = _utterances(db, conversation_id)
            cases = db.execute(_cases(conversation_id)).mappings().all()
        told = [self._turn(talk, turn, known, utterances.get(turn["number"])) for turn in turns]
        return Replay(talk, tuple(told), cases)

    def _turn(
        self, talk: RowMapping, turn: RowMapping, known: tuple[Known, ...], utterance: RowMapping | None
    ) -> ReplayedTurn:
        understood: Mapping[str, Any] = turn["understood"] or {}
        flags = [flag["code"] for flag in talk["memory"].get("flags", ()) if flag["turn"] == turn["number"]]
        expecting, names = understood.get("expecting"), understood.get("entities", ())
        by_people = turn["route"] in BY_PEOPLE or not (
            turn["said"] or turn["intent"] or flags or turn["failure"]
        )
        return ReplayedTurn(
            number=turn["number"],
            at=turn["at"],
            language=turn["language"],
            heard=None if by_people else self._heard(turn, expecting, known, utterance),
            said=None if by_people or not turn["said"] else self._said(turn, known),
            keys=len(turn["keyed"] or ""),
            withheld=by_people and bool(turn["heard"] or turn["said"]),
            expecting=expecting,
            intent=turn["intent"],
            confidence=turn["confidence"],
            how=understood.get("how"),
            route=turn["route"],
            values=tuple(dict.fromkeys(item["name"] for item in names)),
            flags=tuple(dict.fromkeys(flags)),
            failure=str(turn["failure"]).partition(":")[0] if turn["failure"] else None,
            model_version=turn["model_version"] or talk["model_version"],
            timings=turn["timings"] or {},
            utterance=utterance,
        )

    def _heard(
        self, turn: RowMapping, expecting: str | None, known: tuple[Known, ...], utterance: RowMapping | None
    ) -> str | None:
        """As in the inbox, less what became known of the person only later."""
        words = utterance["text"] if utterance else turn["heard"]
        return self._redaction(words, turn["language"], expecting, known) if words else None

    def _said(self, turn: RowMapping, known: tuple[Known, ...]) -> str:
        plain = MARKUP.sub(_placeholder, turn["said"])
        return self._redaction(for_eye(plain, turn["language"]), turn["language"], None, known)


def _placeholder(found: Any) -> str:
    kind = PERSONAL.get(found["kind"])
    return f"[{kind}]" if kind else str(found.group())


def _mine(column: Any, conversation_id: str) -> Any:
    return select(column.table).where(column == conversation_id)


def _utterances(db: Connection, conversation_id: str) -> dict[int, RowMapping]:
    mine = select(UTTERANCES).where(UTTERANCES.c.conversation_id == conversation_id)
    return {row["turn"]: row for row in db.execute(mine).mappings()}


def _cases(conversation_id: str) -> Any:
    named = (HANDOVERS.c[name] for name in ("kind", "reason", "priority", "status", "created_at"))
    return (
        select(*named).where(HANDOVERS.c.conversation_id == conversation_id).order_by(HANDOVERS.c.created_at)
    )
