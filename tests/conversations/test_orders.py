"""Every scenario has the orders it needs, whichever are played and in whatever order."""

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.shop.demo import seed_if_empty
from bot.store.database import Base, make_engine
from tests.conversations.assignment import Assignment
from tests.conversations.matching import Matching
from tests.conversations.scenario import Scenario, scenarios
from tests.conversations.wants import QUERY, Order, like
from tests.stack import NOW


@pytest.fixture(scope="module")
def demo() -> list[Order]:
    """The demo shop's orders."""
    engine = make_engine("sqlite://")
    Base.metadata.create_all(engine)
    seed_if_empty(engine, FixedClock(NOW))
    with engine.connect() as db:
        return [dict(row) for row in db.execute(text(QUERY)).mappings()]


@pytest.fixture(scope="module")
def played() -> list[Scenario]:
    """All scenarios."""
    return list(scenarios())


@pytest.fixture(scope="module")
def assignment(demo: list[Order], played: list[Scenario]) -> Assignment:
    """For all scenarios."""
    return Assignment(demo, played)


def scenario(name: str, *, own: bool, **more: object) -> Scenario:
    expect = {"order": "cancelled"} if own else {}
    return Scenario("f", name, "en", "voice", steps=[], expect=expect, **more)  # type: ignore[arg-type]


def orders(*numbers: str, customer: str = "C1", status: str = "paid") -> list[Order]:
    """Orders with nothing special about them."""
    plain = {"returned": None, "special_lines": 0, "store": None, "repairs": 0}
    return [
        {"order_number": number, "customer_id": customer, "status": status, "orders": 1, **plain}
        for number in numbers
    ]


PAID, DELIVERED = {"status": "paid"}, {"status": "delivered"}


def test_who_has_a_choice_leaves_the_rest_to_who_has_none() -> None:
    held = Matching({"either": ["a", "b"], "only a": ["a"], "any": ["a", "b", "c"]}).held
    assert held == {"only a": "a", "either": "b", "any": "c"}


def test_a_holder_moves_on_when_that_helps_somebody_else() -> None:
    # As few choices as everybody: whoever came first has to move for the last.
    held = Matching({"1": ["a", "b"], "2": ["a", "c"], "3": ["b", "c"], "4": ["a", "d"]}).held
    assert len(set(held.values())) == 4


def test_who_goes_without_is_told_whom_he_competes_with() -> None:
    matching = Matching({"1": ["a", "b"], "2": ["a", "b"], "3": ["a", "b"], "4": ["d", "e"]})
    assert matching.without == {"3": frozenset({"1", "2"})}


def test_all_scenarios_have_what_they_need(
    assignment: Assignment, demo: list[Order], played: list[Scenario]
) -> None:
    for one in played:
        found = assignment.of(one)
        wanted = [wish for wish in (one.order, one.other) if wish is not None]
        assert len(found) == len(wanted), one.id
        for order, wish in zip(found, wanted, strict=True):
            assert order in like(demo, wish), one.id


def test_what_a_scenario_changes_no_other_has(assignment: Assignment, played: list[Scenario]) -> None:
    settled = [(one, order["order_number"]) for one in played for order in assignment.of(one)]
    changed = [number for one, number in settled if one.changes_order or one.other]
    shared = {number for one, number in settled if not (one.changes_order or one.other)}
    assert len(changed) == len(set(changed))
    assert shared.isdisjoint(changed)


def test_the_same_orders_in_whatever_order_they_are_played(
    assignment: Assignment, demo: list[Order], played: list[Scenario]
) -> None:
    backwards = Assignment(reversed(demo), reversed(played))
    assert all(backwards.of(one) == assignment.of(one) for one in played)


def test_two_orders_of_one_caller_are_his_even_if_others_want_them_too() -> None:
    shop = [*orders("1", "2", customer="C1"), *orders("3", "4", customer="C2", status="delivered")]
    shop += [*orders("5", customer="C2"), *orders("6", customer="C1", status="delivered")]
    for order in shop:
        order |= {"people_behind": 1, "orders": 3}
    both = scenario("both", own=True, caller="owner", order=PAID | {"single": False}, other=DELIVERED)
    alone = scenario("alone", own=True, order={"order_number": "6"} | DELIVERED)
    first, other = Assignment(shop, [alone, both]).of(both)
    assert (first["order_number"], other["order_number"]) in {("5", "3"), ("5", "4")}


def test_scenarios_that_change_nothing_share_an_order() -> None:
    asking = [scenario(name, own=False, order=PAID) for name in "abc"]
    changing = scenario("d", own=True, order=PAID)
    settled = Assignment(orders("1", "2"), [*asking, changing])
    numbers = {settled.of(one)[0]["order_number"] for one in asking}
    assert len(numbers) == 1
    assert settled.of(changing)[0]["order_number"] not in numbers


def test_only_whom_an_order_lacks_is_told_and_who_has_them() -> None:
    changing = [scenario(name, own=True, order=PAID) for name in "abc"]
    settled = Assignment(orders("1", "2"), changing)
    assert [len(settled.of(one)) for one in changing[:2]] == [1, 1]
    with pytest.raises(AssertionError, match=r"2 others compete for 2 orders: en/f: a; en/f: b"):
        settled.of(changing[2])


def test_an_order_nobody_has_is_said_to_be_nowhere() -> None:
    lost = scenario("a", own=True, order=DELIVERED)
    with pytest.raises(AssertionError, match="no order in the demo shop is like"):
        Assignment(orders("1"), [lost]).of(lost)
