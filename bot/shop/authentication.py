"""Who may be told what: levels A0 and A1 here, A2 in bot.shop.codes. Pure but for looking orders up.

A1 is order number and postcode, or a known phone number with either. A phone number alone can be forged and
proves nothing. An answer never tells which part of a wrong combination was wrong.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.errors import OrderNotFound
from bot.shop.models import Order

MAX_FAILURES = 3


class Level(StrEnum):
    """How sure we are who calls."""

    A0 = "A0"
    A1 = "A1"
    # A1 and a one-time code sent to a contact that was stored before.
    A2 = "A2"


@dataclass(frozen=True)
class Claims:
    """What the caller brought so far; `caller_customers` are those whose stored number the call came from."""

    order_number: str | None = None
    postcode: str | None = None
    caller_customers: tuple[str, ...] = ()
    failures: int = 0


@dataclass(frozen=True)
class AuthResult:
    """At A1 `orders` holds what the caller proved, newest first; below it nothing but what to ask next."""

    level: Level
    orders: tuple[Order, ...] = ()
    failures: int = 0
    failed: bool = False
    ask: str | None = None

    @property
    def locked(self) -> bool:
        """No more tries: from here only a person helps."""
        return self.failures >= MAX_FAILURES


class OrderLookup(Protocol):
    """The part of the shop that is asked."""

    def order(self, order_number: str) -> Order:
        """The order; raises OrderNotFound."""
        ...

    def orders_of(self, customer_ids: Collection[str]) -> tuple[Order, ...]:
        """The customers' orders, newest first."""
        ...


def authenticate(claims: Claims, shop: OrderLookup) -> AuthResult:
    """Judge the claims; a wrong combination counts as one failure, an incomplete one as none."""
    if claims.failures >= MAX_FAILURES:
        return AuthResult(Level.A0, failures=claims.failures)
    if claims.order_number:
        return _by_number(claims, claims.order_number, shop)
    return _by_postcode(claims, shop)


def same_postcode(one: str, other: str) -> bool:
    """Whether both name the same postcode, however it was written (`D-01067`, `01067`, `0 10 67`)."""
    return _bare(one) == _bare(other) != ""


def _by_number(claims: Claims, order_number: str, shop: OrderLookup) -> AuthResult:
    order = _find(shop, order_number)
    if order and order.customer_id in claims.caller_customers:
        return _proven(claims, order)
    # Asked for even when there is no such order, so that nobody finds out which numbers exist.
    if not claims.postcode:
        return AuthResult(Level.A0, failures=claims.failures, ask="postcode")
    if order and same_postcode(order.postcode, claims.postcode):
        return _proven(claims, order)
    return _failed(claims)


def _by_postcode(claims: Claims, shop: OrderLookup) -> AuthResult:
    orders = shop.orders_of(claims.caller_customers) if claims.caller_customers else ()
    if not orders or not claims.postcode:
        return AuthResult(Level.A0, failures=claims.failures, ask="postcode" if orders else "order_number")
    own = tuple(order for order in orders if same_postcode(order.postcode, claims.postcode))
    # Several open orders stay candidates; somebody without an open one means the past ones.
    return (
        _proven(claims, *(tuple(order for order in own if order.is_open) or own)) if own else _failed(claims)
    )


def _proven(claims: Claims, *orders: Order) -> AuthResult:
    return AuthResult(Level.A1, orders, failures=claims.failures)


def _failed(claims: Claims) -> AuthResult:
    return AuthResult(Level.A0, failures=claims.failures + 1, failed=True)


def _find(shop: OrderLookup, order_number: str) -> Order | None:
    try:
        return shop.order(order_number)
    except OrderNotFound:
        return None


def _bare(postcode: str) -> str:
    return re.sub(r"\D", "", postcode)
