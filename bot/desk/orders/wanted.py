"""What an expert wants done with an order, before and after it is done."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from bot.desk.orders.proof import Sure
from bot.desk.orders.view import OrderView
from bot.errors import NotPossible

Form = Mapping[str, str]
# Where somebody lives, who they are, and what is said of them.
PERSONAL = frozenset({"street", "postcode", "city", "to", "new", "note"})


@dataclass(frozen=True)
class Line:
    """A sentence for the expert: the words' key, and the values in it as canonical text."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {"key": self.key, "values": dict(self.values)}


@dataclass(frozen=True)
class Wanted:
    """An action, checked; `details` is all it needs, `counts` the limit `amount` counts against."""

    kind: str
    order_number: str | None
    details: Mapping[str, Any]
    amount: Decimal = Decimal(0)
    counts: str | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """What of it may stay on record: codes and figures."""
        return {name: value for name, value in self.details.items() if name not in PERSONAL}

    @property
    def mark(self) -> str:
        """Changes with what would be done: what was confirmed is what happens, or nothing."""
        said = [self.kind, self.order_number, str(self.amount), dict(self.details)]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Deed:
    """Under which request, when, by whom and in which conversation something is done."""

    request_id: str
    at: datetime
    by: str
    conversation_id: str
    language: str
    channel: str


@dataclass(frozen=True)
class Outcome:
    """What came of it: for the expert, and what the customer receives; `order_number` of a new order."""

    lines: tuple[Line, ...]
    order_number: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {"lines": [line.to_json() for line in self.lines]}


class Unfit(NotPossible):
    """It cannot be done like this; the words are `orders.not.<code>`, with values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.values = values


class Kind(Protocol):
    """One kind of action."""

    name: str

    def needs(self, view: OrderView) -> Sure:
        """How sure it must be who asks for it."""
        ...

    def refused(self, view: OrderView) -> Line | None:
        """Why it cannot be done with this order at all, as it stands."""
        ...

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """What exactly the form asks for; raises Unfit."""
        ...

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """What would happen, to be confirmed."""
        ...

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Do it once; raises Unfit or ShopError."""
        ...


def money(amount: Decimal) -> str:
    """An amount in a line's values."""
    return f"{amount:.2f}"


def whole_number(text: str | None, code: str) -> int:
    """A count from a form; raises Unfit."""
    if not (text or "").strip().isdecimal():
        raise Unfit(code)
    return int((text or "").strip()[:6])


def amount_in(text: str | None) -> Decimal:
    """An amount as people type it: "12,50", "12.5", "12"; raises Unfit."""
    typed = (text or "").strip().replace("€", "").strip().replace(",", ".")
    digits = typed.replace(".", "", 1)
    if not digits.isdecimal() or not digits.isascii() or len(typed.partition(".")[2]) > 2 or len(typed) > 9:
        raise Unfit("amount")
    amount = Decimal(typed).quantize(Decimal("0.01"))
    if amount <= 0:
        raise Unfit("amount")
    return amount
