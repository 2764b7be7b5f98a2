"""Recurring deliveries on both databases, and the rules of changing and ending them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.shop.knowledge import load_knowledge
from bot.shop.sql_shop import SqlShop
from bot.shop.subscriptions.models import Change, ChangeKind, ChangeRequest, EndDeclaration, Subscription
from bot.shop.subscriptions.rules import Doubt, changed, charged_on, doubt_about, ends_on
from tests.shop.together import at_once

TODAY = date(2026, 11, 23)
TERMS = load_knowledge().terms.subscriptions
COFFEE = Subscription(
    subscription_number="AB-1",
    customer_id="C1",
    plan="coffee",
    name_de="Kaffee-Abo",
    name_en="coffee subscription",
    quantity=1,
    price=Decimal("18.90"),
    interval_weeks=4,
    next_delivery=date(2026, 12, 4),
    paused_until=None,
    minimum_until=date(2026, 10, 24),
    ends_on=None,
)
SKIP = Change(ChangeKind.SKIP)


def test_after_a_pause_the_rhythm_goes_on() -> None:
    paused = changed(COFFEE, Change(ChangeKind.PAUSE, day=date(2027, 2, 1)))
    assert (paused.paused_until, paused.next_delivery) == (date(2027, 2, 1), date(2027, 2, 26))


def test_a_pause_to_the_day_of_a_delivery_lets_it_come() -> None:
    assert changed(COFFEE, Change(ChangeKind.PAUSE, day=date(2027, 1, 1))).next_delivery == date(2027, 1, 1)


def test_a_skipped_delivery_comes_one_rhythm_later() -> None:
    assert changed(COFFEE, SKIP).next_delivery == date(2027, 1, 1)


def test_the_charge_comes_before_the_delivery_and_counts_the_pieces() -> None:
    assert charged_on(COFFEE, TERMS) == date(2026, 12, 2)
    assert changed(COFFEE, Change(ChangeKind.QUANTITY, number=2)).amount == Decimal("37.80")


@pytest.mark.parametrize(
    ("change", "today", "doubt"),
    [
        (SKIP, date(2026, 12, 1), None),
        (SKIP, date(2026, 12, 2), Doubt.TOO_SOON),
        (Change(ChangeKind.DATE, day=date(2026, 11, 25)), TODAY, Doubt.TOO_SOON),
        (Change(ChangeKind.DATE, day=date(2026, 11, 26)), TODAY, None),
        (Change(ChangeKind.INTERVAL, number=5), TODAY, Doubt.NO_SUCH_INTERVAL),
        (Change(ChangeKind.INTERVAL, number=6), TODAY, None),
        (Change(ChangeKind.QUANTITY, number=10), TODAY, None),
        (Change(ChangeKind.QUANTITY, number=11), TODAY, Doubt.TOO_MANY),
        (Change(ChangeKind.PAUSE, day=TODAY + timedelta(weeks=26)), TODAY, None),
        (Change(ChangeKind.PAUSE, day=TODAY + timedelta(weeks=26, days=1)), TODAY, Doubt.PAUSE_TOO_LONG),
    ],
)
def test_what_is_not_done_by_a_machine(change: Change, today: date, doubt: Doubt | None) -> None:
    assert doubt_about(COFFEE, change, TERMS, today) is doubt


@pytest.mark.parametrize(
    ("wished", "minimum", "end"),
    [
        (None, date(2026, 1, 1), date(2026, 12, 7)),
        (date(2026, 12, 1), date(2026, 1, 1), date(2026, 12, 7)),
        (date(2027, 2, 1), date(2026, 1, 1), date(2027, 2, 1)),
        (None, date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_when_a_contract_ends(wished: date | None, minimum: date, end: date) -> None:
    assert ends_on(replace(COFFEE, minimum_until=minimum), wished, TERMS, TODAY) == end


def the_coffee(shop: SqlShop) -> Subscription:
    (coffee,) = shop.subscriptions.running(("C1002",))
    return coffee


def test_a_change_is_made_once_per_request(shop: SqlShop, now: datetime) -> None:
    before = the_coffee(shop)
    request = ChangeRequest("call-1", before.subscription_number, SKIP, now)
    assert shop.subscriptions.change(request) == shop.subscriptions.change(request) == changed(before, SKIP)
    assert the_coffee(shop) == changed(before, SKIP)


def test_changes_at_the_same_moment_are_made_one_after_the_other(shop: SqlShop, now: datetime) -> None:
    before = the_coffee(shop)
    requests = [ChangeRequest(f"call-{at}", before.subscription_number, SKIP, now) for at in range(3)]
    at_once(*[lambda request=request: shop.subscriptions.change(request) for request in requests])
    assert the_coffee(shop).next_delivery == before.next_delivery + timedelta(weeks=12)


def test_a_verified_cancellation_ends_the_contract_and_is_confirmed(shop: SqlShop, now: datetime) -> None:
    coffee = the_coffee(shop)
    declared = EndDeclaration("call-1", now, "ich kündige", coffee.subscription_number, verified=True)
    first = shop.subscriptions.end(declared, TERMS)
    assert shop.subscriptions.end(declared, TERMS) == first
    assert (first.ends_on, first.received_at, first.confirmed_by) == (date(2026, 12, 7), now, "email")
    assert shop.subscriptions.running(("C1002",)) == ()


def test_an_unverified_one_is_recorded_and_ends_nothing_by_itself(shop: SqlShop, now: datetime) -> None:
    coffee = the_coffee(shop)
    recorded = shop.subscriptions.end(
        EndDeclaration("call-1", now, "ich kündige", coffee.subscription_number), TERMS
    )
    assert (recorded.verified, recorded.confirmed_by) == (False, "email")
    assert the_coffee(shop) == coffee


def test_a_contract_nobody_knows_is_recorded_too(shop: SqlShop, now: datetime) -> None:
    recorded = shop.subscriptions.end(EndDeclaration("call-1", now, "das abo", "AB-999999"), TERMS)
    assert recorded.reference.startswith("SK-")
    assert (recorded.ends_on, recorded.confirmed_by) == (None, None)
