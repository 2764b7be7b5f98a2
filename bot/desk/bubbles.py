"""What was said in a conversation, one bubble for each who said it, with what the bot made of it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import RowMapping

from bot.conversation.state import Conversation
from bot.desk.masked_words import as_shown, protected
from bot.desk.masking import masked
from bot.handover.caller_words import CONTACT, unsafe_since

Side = Literal["caller", "bot", "expert", "note"]
SIDES: Mapping[str | None, Side] = {"expert": "expert", "hotline": "note"}
MASKED = {"phone_number": "phone", "email": "email"}
# A value heard with less is marked as unsure.
SURE = 0.8


@dataclass(frozen=True)
class Part:
    """A stretch of what was said; `code` is the flag it was the reason for."""

    text: str
    code: str | None = None


@dataclass(frozen=True)
class Value:
    """A value heard, and how."""

    name: str
    value: str
    how: str
    sure: bool


@dataclass(frozen=True)
class Meant:
    """What the bot understood. `unclear`: it was not; `failure`: what went wrong behind it."""

    intent: str | None
    confidence: float | None
    unclear: bool
    values: tuple[Value, ...] = ()
    failure: str | None = None


@dataclass(frozen=True)
class Bubble:
    """One person's part of a turn. `withheld`: not for this reader; `delivery`: how a message fares."""

    id: str
    conversation_id: str
    turn: int
    side: Side
    at: datetime
    language: str
    parts: tuple[Part, ...]
    keyed: str | None = None
    meant: Meant | None = None
    flags: tuple[tuple[str, str], ...] = ()
    withheld: bool = False
    delivery: str | None = None


@dataclass(frozen=True)
class Reading:
    """Who reads: the flags whose words they may see (None: all), and which contacts they had shown."""

    quotes: frozenset[str] | None = None
    shown: frozenset[str] = frozenset()

    def may(self, codes: Iterable[str]) -> bool:
        """Whether words with these flags are for them."""
        return self.quotes is None or set(codes) <= self.quotes


@dataclass
class Told:
    """One conversation with its turns; `deliveries` says of a turn's message how it fares."""

    talk: Conversation
    turns: Sequence[RowMapping]
    deliveries: Mapping[int, str] = field(default_factory=dict)

    def bubbles(self, reading: Reading) -> list[Bubble]:
        """In the order in which they were said."""
        unsafe = unsafe_since(self.talk)
        said = [bubble for turn in self.turns for bubble in self._of(turn, reading, unsafe)]
        return sorted(said, key=lambda bubble: (bubble.at, bubble.turn, bubble.side != "caller"))

    def _of(self, turn: RowMapping, reading: Reading, unsafe: int | None) -> Iterable[Bubble]:
        guarded = unsafe is not None and turn["number"] > unsafe
        if turn["heard"] or turn["keyed"]:
            yield self._heard(turn, reading, guarded)
        if turn["said"]:
            yield self._said(turn, reading, guarded)

    def _heard(self, turn: RowMapping, reading: Reading, guarded: bool) -> Bubble:
        flags = self._flags(turn["number"])
        named = {item["name"] for item in (turn["understood"] or {}).get("entities", ())}
        hidden = (guarded and bool(named & CONTACT)) or not reading.may(flag["code"] for flag in flags)
        words = as_shown(turn["heard"] or "", turn["language"], reading.shown)
        return Bubble(
            **self._common(turn, "caller", turn["at"]),
            parts=() if hidden else _marked(words, flags),
            keyed=None if hidden else turn["keyed"],
            meant=self._meant(turn, reading, hidden),
            flags=tuple((flag["code"], flag["level"]) for flag in flags),
            withheld=hidden,
        )

    def _said(self, turn: RowMapping, reading: Reading, guarded: bool) -> Bubble:
        side = SIDES.get(turn["route"], "bot")
        at = turn["answered_at"] or turn["at"]
        words = protected(turn["said"]) if guarded and side == "bot" else turn["said"]
        return Bubble(
            **self._common(turn, side, at),
            parts=(Part(as_shown(words, turn["language"], reading.shown)),),
            delivery=self.deliveries.get(turn["number"]),
        )

    def _common(self, turn: RowMapping, side: Side, at: datetime) -> dict[str, Any]:
        known = {"conversation_id": self.talk.id, "turn": turn["number"], "language": turn["language"]}
        return known | {"id": f"{self.talk.id[:8]}-{turn['number']}-{side}", "side": side, "at": at}

    def _flags(self, number: int) -> list[dict[str, Any]]:
        return [flag for flag in self.talk.memory.flags if flag["turn"] == number]

    def _meant(self, turn: RowMapping, reading: Reading, hidden: bool) -> Meant | None:
        understood = turn["understood"] or {}
        if not understood and not turn["failure"]:
            return None
        heard = () if hidden else understood.get("entities", ())
        values = tuple(self._value(turn, item, reading) for item in heard)
        return Meant(turn["intent"], turn["confidence"], turn["route"] == "clarify", values, turn["failure"])

    def _value(self, turn: RowMapping, item: Mapping[str, Any], reading: Reading) -> Value:
        fact = self.talk.memory.facts.get(item["name"], {})
        same = fact.get("value") == item["value"]
        usual = "keyed" if turn["keyed"] else "typed" if self.talk.channel == "sms" else "spoken"
        kind = MASKED.get(item["name"])
        value = str(item["value"])
        if kind is not None and kind not in reading.shown:
            value = masked(kind, value)
        how = fact["how"] if same and fact.get("turn") == turn["number"] else usual
        return Value(item["name"], value, str(how), float(item.get("score") or 0) >= SURE)


def _marked(words: str, flags: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    """The words that raised a flag stand out where they are found again as they were said."""
    parts = [Part(words)]
    for flag in flags:
        quote = (flag.get("quote") or "").strip()
        at = words.casefold().find(quote.casefold()) if quote else -1
        if at >= 0 and len(parts) == 1:
            end = at + len(quote)
            parts = [Part(words[:at]), Part(words[at:end], flag["code"]), Part(words[end:])]
    return tuple(part for part in parts if part.text)
