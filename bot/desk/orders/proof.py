"""How sure it is who is on the line, and for which customer that counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.errors import OrderNotFound
from bot.shop.models import Order
from bot.shop.port import Shop

Facts = Mapping[str, Mapping[str, Any]]


class Sure(StrEnum):
    """Nothing; order and postcode; a code as well; documents a person has looked at. In this order."""

    A0 = "A0"
    A1 = "A1"
    A2 = "A2"
    A3 = "A3"


@dataclass(frozen=True)
class Proof:
    """What was proven in this conversation, for whom, and by which member of staff if not by the bot."""

    level: Sure = Sure.A0
    customer_id: str | None = None
    by: str | None = None

    def of(self, order: Order) -> Sure:
        """How sure it is that this order is the caller's own."""
        return self.level if order.customer_id == self.customer_id else Sure.A0


def proof_in(facts: Facts, shop: Shop) -> Proof:
    """From what the conversation remembers."""
    customer = _value(facts, "verified_customer") or _owner(shop, _value(facts, "verified_order"))
    if customer is None:
        return Proof()
    level = _value(facts, "auth_level") or Sure.A1
    by = facts.get("auth_level", {}).get("by")
    return Proof(Sure(level) if level in list(Sure) else Sure.A1, customer, by)


def _owner(shop: Shop, number: str | None) -> str | None:
    try:
        return shop.order(number).customer_id if number else None
    except OrderNotFound:
        return None


def _value(facts: Facts, name: str) -> str | None:
    value = facts.get(name, {}).get("value")
    return str(value) if value else None
