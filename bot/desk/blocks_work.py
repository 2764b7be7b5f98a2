"""Blocks 4 and 6: what the bot did, said and promised; and what the shop knows of orders and dates. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.desk.masking import Veil
from bot.handover.thread_pass import PASSED_ON

Packet = Mapping[str, Any]
# Of what the bot said last.
MOST_WORDS = 20
BILLS = ("refund", "invoice_due", "dunning_hold")


@dataclass(frozen=True)
class Promised:
    """Something the caller was promised, by when."""

    what: str
    by_when: datetime | None


@dataclass(frozen=True)
class Done:
    """What happened before the person came; `failures` are the codes of what broke.

    `note` is what a colleague who had the case before wants whoever goes on to know.
    """

    note: str | None
    done: tuple[str, ...]
    said: tuple[str, ...]
    promised: tuple[Promised, ...]
    failures: tuple[str, ...]
    ai_disclosed: bool
    attempts: int


@dataclass(frozen=True)
class OrderLine:
    """One order; `known_by`: verified, named, or only found by the caller's number."""

    number: str
    status: str
    known_by: str
    cancellable: bool
    dunning_level: int


@dataclass(frozen=True)
class Deadline:
    """A date the case hangs on; `about` is the order's number where there is one."""

    kind: str
    day: date
    at: datetime | None
    over: bool
    about: str | None
    how: str | None


@dataclass(frozen=True)
class Orders:
    """Orders, dates (nearest first) and at most three options."""

    orders: tuple[OrderLine, ...]
    deadlines: tuple[Deadline, ...]
    steps: tuple[str, ...]


def done(packet: Packet, veil: Veil) -> Done:
    """Block 4."""
    language = packet.get("lang") or "de"
    said = [_end_of(veil.words(one.get("words"), language)) for one in packet.get("said") or ()]
    told = packet.get("disclosure") or {}
    return Done(
        note=veil.words(_passed_on(packet), language) if veil.sight.sees("notes") else None,
        done=tuple(packet.get("done") or ()),
        said=tuple(one for one in said if one),
        promised=tuple(_promised(one) for one in packet.get("promised") or ()),
        failures=tuple(dict.fromkeys(str(one).partition(":")[0] for one in packet.get("failures") or ())),
        ai_disclosed=bool(told.get("ai")),
        attempts=int((packet.get("routing") or {}).get("attempts") or 0),
    )


def orders(packet: Packet, veil: Veil, today: date) -> Orders:
    """Block 6."""
    known = packet.get("orders") or () if veil.sight.sees("orders") else ()
    dates = [_deadline(one, today) for one in packet.get("deadlines") or () if _is_for(one, veil)]
    return Orders(
        orders=tuple(_order(one, veil) for one in known),
        deadlines=tuple(one for one in dates if one),
        steps=tuple(packet.get("next_steps") or ()),
    )


def _promised(one: Packet) -> Promised:
    return Promised(str(one.get("what") or ""), _moment(one.get("by_when")))


def _order(one: Packet, veil: Veil) -> OrderLine:
    dunned = int(one.get("dunning_level") or 0) if veil.sight.sees("bills") else 0
    return OrderLine(
        number=str(one.get("order_number") or ""),
        status=str(one.get("status") or ""),
        known_by=str(one.get("known_by") or "named"),
        cancellable=bool(one.get("is_cancellable")),
        dunning_level=dunned,
    )


def _is_for(one: Packet, veil: Veil) -> bool:
    field = "bills" if one.get("type") in BILLS else "orders" if one.get("order_number") else None
    return field is None or veil.sight.sees(field)


def _deadline(one: Packet, today: date) -> Deadline | None:
    try:
        day = date.fromisoformat(str(one.get("date"))[:10])
    except ValueError:
        return None
    return Deadline(
        kind=str(one.get("type") or ""),
        day=day,
        at=_moment(one.get("at")),
        over=day < today,
        about=one.get("order_number"),
        how=one.get("how"),
    )


def _moment(stored: Any) -> datetime | None:
    """A moment with its time; a mere day is none."""
    try:
        found = datetime.fromisoformat(str(stored))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _end_of(words: str | None) -> str | None:
    """The question at the end is what is open; the rest is in the transcript."""
    said = (words or "").split()
    return words if len(said) <= MOST_WORDS else f"… {' '.join(said[-MOST_WORDS:])}"


def _passed_on(packet: Packet) -> str | None:
    """The newest of its kind; `notes` of an old packet may be anything."""
    notes = packet.get("notes") or ()
    handed = [one for one in notes if isinstance(one, Mapping) and one.get("kind") == PASSED_ON]
    return str(handed[-1].get("words") or "") or None if handed else None
