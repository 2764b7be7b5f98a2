"""Blocks 1, 2 and 7: who it is, what they want in which words, and how they may be reached. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.masking import Shown, Veil
from bot.handover.brief import EMPTY_WISHES
from bot.handover.expert_verdicts import need_verdict

Packet = Mapping[str, Any]


@dataclass(frozen=True)
class Who:
    """`number` is None when it was withheld, or is not for this person; `address_form`: "Sie" or None."""

    name: str | None
    number: Shown | None
    withheld: bool
    auth_level: str
    language: str
    address_form: str | None
    recognised: bool
    # How many contacts there were; None where the past is not for this person.
    before: int | None


@dataclass(frozen=True)
class Need:
    """Our guess; `verdict` is what experts say of it: None, "right" or "wrong" (`corrected_to`)."""

    code: str | None
    verdict: str | None = None
    corrected_to: str | None = None


@dataclass(frozen=True)
class Wish:
    """`matter` is the wish's code, `request` the caller's own sentence, `quotes` what they said last."""

    matter: str | None
    reason: str
    kind: str
    request: str | None
    quotes: tuple[str, ...]
    still_open: tuple[str, ...]
    question: str | None
    need: Need


@dataclass(frozen=True)
class SafeContact:
    """The one way somebody in danger may be reached; without a number: not at all."""

    number: Shown | None
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class Reach:
    """What the caller agreed to; None: nobody asked."""

    callback: Shown | None
    sms: bool
    email: bool
    voicemail: bool | None
    recording: bool
    safe: SafeContact | None


def who(packet: Packet, veil: Veil, before: int) -> Who:
    """Block 1."""
    caller = packet.get("caller") or {}
    return Who(
        name=caller.get("name_as_heard") if veil.sight.sees("name") else None,
        number=veil.of("phone", caller.get("number")),
        withheld=not caller.get("number"),
        auth_level=caller.get("auth_level") or "A0",
        language=packet.get("lang") or "de",
        address_form=packet.get("address_form"),
        recognised=bool(caller.get("recognised_customers")),
        before=before if veil.sight.sees("history") else None,
    )


def wish(packet: Packet, veil: Veil) -> Wish:
    """Block 2."""
    language = packet.get("lang") or "de"
    request = veil.words(packet.get("stated_request"), language)
    said = [veil.words(quote.get("words"), language) for quote in packet.get("quotes") or ()]
    later = [veil.words(one, language) for one in packet.get("still_open") or ()]
    return Wish(
        matter=matter(packet),
        reason=packet.get("reason") or "",
        kind=packet.get("kind") or "",
        request=request,
        quotes=tuple(quote for quote in said if quote and quote != request),
        still_open=tuple(one for one in later if one),
        question=packet.get("open_question"),
        need=_need(packet),
    )


def matter(packet: Packet) -> str | None:
    """The wish the case is about, as last understood."""
    intents = [intent.get("name") for intent in reversed(packet.get("intents") or ())]
    named = [(packet.get("summary") or {}).get("wish"), *intents]
    return next((name for name in named if isinstance(name, str) and name not in EMPTY_WISHES), None)


def reach(packet: Packet, veil: Veil) -> Reach:
    """Block 7."""
    allowed = packet.get("permissions") or {}
    safe = allowed.get("safe_contact")
    return Reach(
        callback=veil.of("phone", allowed.get("callback")),
        sms=bool(allowed.get("sms")),
        email=bool(allowed.get("email")),
        voicemail=allowed.get("voicemail"),
        recording=bool(allowed.get("recording")),
        safe=_safe(safe, veil) if safe else None,
    )


def _need(packet: Packet) -> Need:
    guessed = packet.get("probable_need") or {}
    said = need_verdict(packet)
    return Need(guessed.get("code"), said.get("verdict"), said.get("corrected_to"))


def _safe(safe: Packet, veil: Veil) -> SafeContact:
    chosen = safe.get("callback") or {}
    start, end = (
        datetime.fromisoformat(at) if (at := chosen.get(name)) else None for name in ("from", "until")
    )
    return SafeContact(veil.of("phone", chosen.get("phone")), start, end)
