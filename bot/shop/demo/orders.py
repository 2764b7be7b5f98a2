"""The demo shop's orders, their returns and their history."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bot.shop.demo.files import read
from bot.shop.demo.lives import Life, live, moment
from bot.shop.demo.numbers import named, order_numbers
from bot.shop.policies import Delivery
from bot.shop.sql_products import line_of
from bot.shop.sql_rows import total_of
from bot.shop.withdrawal import refund_until
from bot.store.shop_tables import CustomerRow, OrderEventRow, OrderLineRow, OrderRow, ProductRow, ReturnRow

Scenario = Mapping[str, Any]

UNPAID_WAYS = ("invoice", "prepayment")
PAID_WAYS = ("credit_card", "paypal", "direct_debit", "prepayment")
ALL_WAYS = ("invoice", "invoice", *PAID_WAYS)
INVOICE_DAYS = timedelta(days=14)
SHIPPED_STATES = frozenset({"shipped", "delivered", "partially_returned", "returned"})
# Customers with several orders are drawn from the first of the list.
REGULARS = 60


class DemoOrders:
    """Draws everything from one random source, so the same seed gives the same shop."""

    def __init__(
        self,
        rng: Random,
        now: datetime,
        people: list[CustomerRow],
        range_: list[ProductRow],
        delivery: Delivery,
    ) -> None:
        self._rng = rng
        self._now = now
        self._range = range_
        self._delivery = delivery
        self._people = people
        self._made: list[tuple[Scenario, OrderRow]] = []

    def orders(self) -> list[OrderRow]:
        """All orders of all scenarios."""
        scenarios = [scenario for scenario in read("scenarios") for _ in range(scenario["count"])]
        owners = self._owners(scenarios)
        numbers = order_numbers(self._rng, scenarios)
        for scenario, owner, number in zip(scenarios, owners, numbers, strict=True):
            self._made.append((scenario, self._order(scenario, owner, number)))
        return [order for _, order in self._made]

    def returns(self) -> list[ReturnRow]:
        """The parcels on their way back."""
        return [self._return(scenario, order) for scenario, order in self._made if "returned" in scenario]

    def events(self) -> list[OrderEventRow]:
        """What the shop's own systems wrote into the history."""
        return [event for _, order in self._made for event in _history(order)]

    def _owners(self, scenarios: list[Scenario]) -> list[CustomerRow]:
        again = [self._rng.choice(self._people[:REGULARS]) for _ in scenarios[len(self._people) :]]
        owners = self._people + again
        self._rng.shuffle(owners)
        # An order the documentation names belongs to somebody with a number, an e-mail and a German address.
        complete = (
            person for person in self._people if person.country == "DE" and person.phones and person.email
        )
        for at in named(scenarios):
            owners[at] = next(complete)
        return owners

    def _order(self, scenario: Scenario, owner: CustomerRow, number: str) -> OrderRow:
        life = live(scenario, self._now, self._rng)
        lines = self._lines(scenario)
        order = OrderRow(
            order_number=number, status=scenario["status"], customer_id=owner.customer_id, lines=lines
        )
        order.street, order.postcode, order.city, order.country = (
            owner.street,
            owner.postcode,
            owner.city,
            owner.country,
        )
        order.shipping = self._shipping(owner.country, lines)
        _date(order, life)
        self._pay(order)
        self._ship(order)
        return order

    def _lines(self, scenario: Scenario) -> list[OrderLineRow]:
        least = 2 if scenario.get("partial") else 1
        articles = self._rng.sample(self._range, max(least, self._rng.choice([1, 1, 2, 2, 3])))
        return [self._line(scenario, at, article) for at, article in enumerate(articles)]

    def _line(self, scenario: Scenario, at: int, article: ProductRow) -> OrderLineRow:
        first, partial = at == 0, bool(scenario.get("partial"))
        quantity = 1 if article.price > 100 else self._rng.choice([1, 1, 1, 2, 3])
        line = line_of(article, at + 1, quantity)
        line.shipped = scenario["status"] in SHIPPED_STATES or (partial and first)
        line.returned = scenario["status"] == "returned" or (
            scenario["status"] == "partially_returned" and first
        )
        return line

    def _shipping(self, country: str, lines: list[OrderLineRow]) -> Decimal:
        goods = sum((line.price * line.quantity for line in lines), Decimal(0))
        cost = self._delivery.countries[country].cost_for(goods, any("bulky" in line.flags for line in lines))
        return cost or Decimal(0)

    def _pay(self, order: OrderRow) -> None:
        ways = {"placed": UNPAID_WAYS, "paid": PAID_WAYS, "cancelled": ALL_WAYS}.get(order.status, ALL_WAYS)
        order.payment = self._rng.choice(ways)
        settled = order.delivered_at is not None and order.delivered_at < self._now - INVOICE_DAYS
        order.paid = order.status not in ("placed", "cancelled") and (order.payment != "invoice" or settled)

    def _ship(self, order: OrderRow) -> None:
        digits = self._rng.randrange(10**12)
        if order.shipped_at is None:
            return
        order.carrier = self._rng.choice(["DHL", "DHL", "DPD"])
        order.tracking = f"{digits:012d}"
        order.invoice_number = f"RE-{order.order_number[3:]}"

    def _return(self, scenario: Scenario, order: OrderRow) -> ReturnRow:
        sent_back = [line for line in order.lines if line.returned] or order.lines
        announced = moment(scenario["announced"], self._now, self._rng, (8, 20))
        return ReturnRow(
            return_number=f"RT-{order.order_number[3:]}",
            order_number=order.order_number,
            status=scenario["returned"],
            announced_at=announced,
            arrived_at=self._moment(scenario, "arrived"),
            refunded_at=self._moment(scenario, "refunded"),
            refund=sum((line.price * line.quantity for line in sent_back), Decimal(0)),
            refund_until=refund_until(announced.date()),
            articles=[line.article_number for line in sent_back],
        )

    def _moment(self, scenario: Scenario, what: str) -> datetime | None:
        return moment(scenario[what], self._now, self._rng, (9, 16)) if what in scenario else None


def _date(order: OrderRow, life: Life) -> None:
    order.placed_at, order.shipped_at, order.delivered_at = life.placed, life.shipped, life.delivered
    order.cancelled_at, order.eta, order.last_scan_at = life.cancelled, life.eta, life.last_scan


def _history(order: OrderRow) -> list[OrderEventRow]:
    moments = {
        "placed": order.placed_at,
        "shipped": order.shipped_at,
        "delivered": order.delivered_at,
        "cancelled": order.cancelled_at,
    }
    details = {"total": f"{total_of(order):.2f}"}
    return [
        OrderEventRow(order_number=order.order_number, what=what, who="shop", at=at, details=details)
        for what, at in moments.items()
        if at
    ]
