"""The people of the demo morning: who they are in the demo shop, and what they say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.phrases.catalogue import plainly
from bot.shop.models import Order, OrderStatus

FILE = Path(__file__).parent / "demo_morning.yml"
# Numbers nobody has: the regulator keeps them for films and examples.
STRANGERS = ("+491729925904", "+491729968532", "+4915228895456", "+4915254599371")
# Some of these belong to customers of the demo shop.
MORE_STRANGERS = "+49176040690{:02d}"
# So many people with the same story, one after another.
ROUNDS = 3
FRESH, OLD = timedelta(days=14), timedelta(days=21)


@dataclass(frozen=True)
class Contact:
    """One call or thread: `says` to the bot, `connected` to a person, `goodbye` to either."""

    name: str
    channel: str
    phone: str
    says: tuple[str, ...]
    connected: tuple[str, ...]
    goodbye: str
    pause: float
    talks: bool
    media: int


def load_contacts(
    orders: list[Order], now: datetime, rounds: int = ROUNDS, file: Path = FILE
) -> list[list[Contact]]:
    """Each entry of the file as so many people; strangers where the shop has no more orders of that kind."""
    chosen, taken = _Choice(orders, now), {order.phone for order in orders}
    numbers = chain(STRANGERS, map(MORE_STRANGERS.format, range(100)))
    strangers = (number for number in numbers if number not in taken)
    entries: list[dict[str, Any]] = YAML(typ="safe").load(file.read_text("utf-8"))
    people = [[_contact(one, chosen.next(one["order"]), strangers) for one in entries] for _ in range(rounds)]
    return [list(same) for same in zip(*people, strict=True)]


class _Choice:
    """Takes orders of one kind after another, never two of one customer."""

    def __init__(self, orders: list[Order], now: datetime) -> None:
        self._by_kind = {kind: _fitting(orders, is_kind, now) for kind, is_kind in KINDS.items()}
        self._phones: set[str] = set()

    def next(self, kind: str) -> Order | None:
        """The next of this kind, None when there is none."""
        for order in self._by_kind.get(kind, iter(())):
            if order.phone and order.phone not in self._phones:
                self._phones.add(order.phone)
                return order
        return None


def _fitting(
    orders: list[Order], is_kind: Callable[[Order, datetime], bool], now: datetime
) -> Iterator[Order]:
    return iter([order for order in orders if is_kind(order, now)])


def _contact(entry: dict[str, Any], order: Order | None, strangers: Iterator[str]) -> Contact:
    own = {
        "order": order.order_number if order else "WM-104823",
        "postcode": order.postcode if order else "01067",
    }
    phone = order.phone if order else None
    return Contact(
        name=entry["name"],
        channel=entry["channel"],
        phone=phone or next(strangers),
        says=tuple(plainly(line, own) for line in entry["says"]),
        connected=tuple(entry.get("connected", ())),
        goodbye=entry["goodbye"],
        pause=float(entry.get("pause", 3)),
        talks=bool(entry.get("talks", False)),
        media=int(entry.get("media", 0)),
    )


def _late(order: Order, now: datetime) -> bool:
    return order.status is OrderStatus.SHIPPED and order.eta is not None and order.eta < now.date()


def _on_the_way(order: Order, now: datetime) -> bool:
    return order.status is OrderStatus.SHIPPED and not _late(order, now)


def _fresh(order: Order, now: datetime) -> bool:
    return order.status is OrderStatus.DELIVERED and bool(
        order.delivered_at and now - order.delivered_at < FRESH
    )


def _old(order: Order, now: datetime) -> bool:
    return order.status is OrderStatus.DELIVERED and bool(
        order.delivered_at and now - order.delivered_at > OLD
    )


KINDS: dict[str, Callable[[Order, datetime], bool]] = {
    "late": _late,
    "on_the_way": _on_the_way,
    "fresh": _fresh,
    "old": _old,
}
