"""The order number a caller said: settled, or still to be read back to him."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.talk import Talk
from bot.understanding.entities import match

EXACT = frozenset({"keyed", "typed"})
BILL = "RE-"


@dataclass(frozen=True)
class Said:
    """`number` when it is settled, otherwise what it may be, likeliest first."""

    number: str | None = None
    candidates: tuple[str, ...] = ()


def resolve(talk: Talk, entity: Mapping[str, Any]) -> Said:
    """What an order number entity stands for: the caller's own orders decide first, then all that exist."""
    readings = tuple(_order_of(talk, reading) for reading in readings_of(entity))
    if len(readings) == 1 and entity.get("source") in EXACT:
        return Said(number=readings[0])
    own = match(readings, [order.order_number for order in talk.shop.orders_of(talk.turn.customers)])
    if own.certain:
        return Said(number=own.value)
    existing = talk.shop.existing(readings)
    possible = dict.fromkeys((*own.candidates, *(reading for reading in readings if reading in existing)))
    if not own.candidates and len(possible) == 1:
        return Said(number=next(iter(possible)))
    # Nothing fits: it was misheard, or the caller has a wrong number; hearing it read back tells him which.
    return Said(candidates=tuple(possible) or readings[:1])


def readings_of(entity: Mapping[str, Any]) -> tuple[str, ...]:
    """All canonical readings, best first."""
    return tuple(entity.get("readings") or (str(entity["value"]),))


def _order_of(talk: Talk, reading: str) -> str:
    """The order of a bill, for whoever reads out the number of the bill instead."""
    if not reading.startswith(BILL):
        return reading
    return talk.shop.billing.order_of(reading) or reading
