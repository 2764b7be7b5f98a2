"""Subscriptions, points and gift cards of the demo shop's customers."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bot.shop.accounts.pins import digest_of
from bot.shop.demo.files import read
from bot.store.account_tables import GiftCardRow, PointsRow
from bot.store.shop_tables import CustomerRow, OrderRow
from bot.store.subscription_tables import SubscriptionRow

# A source of its own: what is drawn here leaves the orders as they are.
SEED = 31
SUBSCRIBE_EVERY, COLLECT_EVERY = 2, 2
MOST_RUNNING = 2

Plan = dict[str, Any]


class DemoAccounts:
    """Draws what people have beside orders; the same every time."""

    def __init__(self, today: date, people: Sequence[CustomerRow], orders: Sequence[OrderRow]) -> None:
        self._rng = Random(SEED)  # noqa: S311 - repeatable on purpose
        self._today = today
        self._people = people
        self._plans: dict[str, Plan] = {plan["plan"]: plan for plan in read("recurring")["plans"]}
        owners = {order.order_number: order.customer_id for order in orders}
        named = read("recurring")["named"].items()
        self._named = {owners[number]: has for number, has in named if number in owners}

    def subscriptions(self) -> list[SubscriptionRow]:
        """Numbered from AB-100001 on."""
        wanted = ((who, plan) for at, who in enumerate(self._people) for plan in self._of(at, who))
        return [
            self._subscription(100_001 + at, who, self._plans[plan]) for at, (who, plan) in enumerate(wanted)
        ]

    def points(self) -> list[PointsRow]:
        """Of everybody the documentation names, and of every second person."""
        return [row for at, who in enumerate(self._people) for row in self._points(at, who)]

    def gift_cards(self) -> list[GiftCardRow]:
        """Those the documentation names."""
        return [_gift_card(card, self._today) for card in read("recurring")["gift_cards"]]

    def _of(self, at: int, who: CustomerRow) -> list[str]:
        if who.customer_id in self._named:
            return list(self._named[who.customer_id]["plans"])
        if at % SUBSCRIBE_EVERY:
            return []
        return self._rng.sample(sorted(self._plans), self._rng.randint(1, MOST_RUNNING))

    def _subscription(self, number: int, who: CustomerRow, plan: Plan) -> SubscriptionRow:
        # Between a week and the rhythm away, so that the next delivery can still be changed.
        away = self._rng.randint(7, 7 + plan["weeks"] * 7)
        return SubscriptionRow(
            subscription_number=f"AB-{number}",
            customer_id=who.customer_id,
            plan=plan["plan"],
            name_de=plan["de"],
            name_en=plan["en"],
            quantity=self._rng.choice([1, 1, 2]),
            price=Decimal(plan["price"]),
            interval_weeks=plan["weeks"],
            next_delivery=self._today + timedelta(days=away),
            paused_until=None,
            minimum_until=self._today + timedelta(days=self._rng.choice([-200, -30, -30, 45])),
            ends_on=None,
        )

    def _points(self, at: int, who: CustomerRow) -> Iterator[PointsRow]:
        named = self._named.get(who.customer_id)
        if named is None and at % COLLECT_EVERY:
            return
        balance = named["points"] if named else self._rng.randrange(10, 3000, 5)
        expiring = named["expiring"] if named else self._rng.choice([0, balance // 10])
        expires_on = date(self._today.year, 12, 31) if expiring else None
        yield PointsRow(
            customer_id=who.customer_id, balance=balance, expiring=expiring, expires_on=expires_on
        )


def _gift_card(card: dict[str, Any], today: date) -> GiftCardRow:
    number, salt = card["number"], hashlib.sha256(card["number"].encode()).digest()
    return GiftCardRow(
        number=number,
        handle=f"card-{salt.hex()[:24]}",
        salt=salt,
        digest=digest_of(card["pin"], salt, number),
        balance=Decimal(card["balance"]),
        expires_on=today + timedelta(days=card["expires_in"]),
        tries=0,
    )
