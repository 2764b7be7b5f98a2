"""Which demo order belongs to which scenario, settled for all of them before the first is played."""

from collections.abc import Iterable, Iterator
from itertools import product

from tests.conversations.matching import Matching
from tests.conversations.scenario import Scenario
from tests.conversations.wants import Order, Wanted, like


class Assignment:
    """Orders for all scenarios at once; what changes an order has it alone, all others share."""

    def __init__(self, orders: Iterable[Order], scenarios: Iterable[Scenario]) -> None:
        self._orders: dict[str, Order] = {order["order_number"]: order for order in orders}
        self._scenarios = sorted(scenarios, key=lambda scenario: scenario.id)
        self._wanted = {need: wanted for one in self._scenarios for need, wanted in needs(one).items()}
        self._matching = min(self._matchings(), key=lambda matching: len(matching.without))
        self._held = self._matching.held

    def of(self, scenario: Scenario) -> list[Order]:
        """The scenario's order, and its other one; raises AssertionError where the demo shop has too few."""
        found = needs(scenario)
        lacking = [self._lack(need) for need in found if need not in self._held]
        assert not lacking, f"{scenario.id}: {lacking[0]}"
        return [self._orders[self._held[need]] for need in found]

    def _matchings(self) -> Iterator[Matching]:
        """One for each choice of the customers whose two orders are wanted together."""
        likes = {need: self._like(wanted) for need, wanted in self._wanted.items()}
        pairs = [list(needs(scenario)) for scenario in self._scenarios if _of_one_customer(scenario)]
        for customers in product(*(self._customers(likes[first], likes[other]) for first, other in pairs)):
            tied = {need: who for pair, who in zip(pairs, customers, strict=True) for need in pair}
            theirs = {need: self._of(who, likes[need]) for need, who in tied.items()}
            yield Matching(likes | theirs)

    def _customers(self, firsts: list[str], others: list[str]) -> list[str]:
        """Who has two different orders, one of either list; if nobody has, somebody without any."""
        pairs = ((self._orders[one], self._orders[two]) for one, two in product(firsts, others) if one != two)
        found = {one["customer_id"] for one, two in pairs if one["customer_id"] == two["customer_id"]}
        return sorted(found) or [""]

    def _like(self, wanted: Wanted) -> list[str]:
        return sorted(order["order_number"] for order in like(self._orders.values(), wanted))

    def _of(self, customer: str, numbers: list[str]) -> list[str]:
        return [number for number in numbers if self._orders[number]["customer_id"] == customer]

    def _lack(self, need: str) -> str:
        rivals = sorted(self._matching.without[need])
        if not rivals:
            return f"no order in the demo shop is like {self._wanted[need]}"
        return (
            f"no order like {self._wanted[need]} is left in the demo shop;"
            f" {len(rivals)} others compete for {len(rivals)} orders: {'; '.join(rivals)}"
        )


def needs(scenario: Scenario) -> dict[str, Wanted]:
    """What orders it wants, by name; scenarios that change nothing and want the same share one need."""
    if scenario.order is None:
        return {}
    wanted = _owners(scenario) | scenario.order
    if scenario.other is not None:
        return {scenario.id: wanted, f"{scenario.id} (other)": scenario.other}
    shared = ", ".join(f"{name}: {value}" for name, value in sorted(wanted.items()))
    return {scenario.id if scenario.changes_order else f"whoever only asks ({shared})": wanted}


def _owners(scenario: Scenario) -> Wanted:
    """An owner who calls is known by his number: he has one order, and shares the number with nobody."""
    return {"single": True, "people_behind": 1} if scenario.caller == "owner" else {}


def _of_one_customer(scenario: Scenario) -> bool:
    return scenario.other is not None and scenario.caller == "owner"
