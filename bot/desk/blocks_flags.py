"""Block 3: the situations heard, and what to do and not to do in them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.masking import Veil
from bot.handover.do_dont import ASK_AGAIN
from bot.handover.expert_verdicts import WRONG
from bot.handover.packet_flags import REQUEST, pressing
from bot.understanding.delicate.flags import CODES

Packet = Mapping[str, Any]
# What was noted for the bookkeeping alone says nothing to a person.
SIGNALS = ("irritation", "repeated", "hint_denied")
# So many lines are read at a glance; the rest stands below them.
BIG = 3
DONT = "dont_"
# They hold in every situation, so they are not what presses.
ALWAYS = ("dont_sell", "dont_ask_to_repeat")


@dataclass(frozen=True)
class FlagLine:
    """One situation; `quote` is None where the words are not for this person, `verdict` an expert's."""

    code: str
    level: str
    quote: str | None
    at: datetime | None
    turn: int | None
    seen_by: str
    confidence: float | None
    settled: bool
    verdict: str | None
    pressing: bool


@dataclass(frozen=True)
class Flags:
    """`big` are the most pressing lines, `more` the others, `known` what must not be asked again."""

    lines: tuple[FlagLine, ...]
    signals: tuple[str, ...]
    big: tuple[str, ...]
    more: tuple[str, ...]
    known: tuple[str, ...]

    @property
    def first(self) -> FlagLine | None:
        """The one that decides how the caller is met."""
        return next((line for line in self.lines if line.pressing), None)


def flags(packet: Packet, veil: Veil) -> Flags:
    """The most pressing first, what an expert found wrong last."""
    told = [flag for flag in packet.get("flags") or () if flag.get("code")]
    first = _pressing(told)
    lines = [_line(flag, veil, first, packet.get("lang") or "de") for flag in told]
    noted = [signal.get("what") for signal in packet.get("signals") or ()]
    do_dont = [str(code) for code in packet.get("do_dont") or ()]
    advice = sorted((code for code in do_dont if not code.startswith(ASK_AGAIN)), key=ALWAYS.__contains__)
    return Flags(
        lines=tuple(sorted(lines, key=lambda line: (not line.pressing, line.verdict == WRONG))),
        signals=tuple(dict.fromkeys(one for one in noted if one in SIGNALS)),
        big=tuple(advice[:BIG]),
        more=tuple(advice[BIG:]),
        known=tuple(code.partition(":")[2] for code in do_dont if code.startswith(ASK_AGAIN)),
    )


def is_dont(code: str) -> bool:
    """Whether a line says what not to do."""
    return code.startswith(DONT)


def _pressing(told: Sequence[Packet]) -> str | None:
    counted = [flag for flag in told if flag["code"] in CODES and flag.get("confirmed_by_expert") != WRONG]
    found = pressing([{"settled": False, "level": "clear", **flag} for flag in counted])
    return str(found["code"]) if found else None


def _line(flag: Packet, veil: Veil, first: str | None, language: str) -> FlagLine:
    code, level = str(flag["code"]), str(flag.get("level") or "clear")
    quoted = code in veil.sight.quotes or level == REQUEST
    return FlagLine(
        code=code,
        level=level,
        quote=veil.words(flag.get("quote"), language) if quoted else None,
        at=datetime.fromisoformat(flag["at"]) if flag.get("at") else None,
        turn=flag.get("turn"),
        seen_by=str(flag.get("seen_by") or ""),
        confidence=flag.get("confidence"),
        settled=bool(flag.get("settled")),
        verdict=flag.get("confirmed_by_expert"),
        pressing=code == first,
    )
