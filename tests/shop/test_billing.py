"""Bills, payments, links and claims, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.shop.billing.models import BillingClaim, ClaimKind, LinkRequest
from bot.shop.listing import newest_orders
from bot.shop.mailroom import outbox
from bot.shop.models import Order, OrderStatus
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from tests.shop.builders import BERLIN
from tests.shop.together import at_once

Like = Callable[[Callable[[Order], bool]], Order]


@pytest.fixture
def like(engine: Engine) -> Like:
    orders = newest_orders(engine, BERLIN, None)
    return lambda fits: next(order for order in orders if fits(order))


@pytest.fixture
def unpaid(like: Like) -> Order:
    return like(lambda order: bool(order.status is OrderStatus.PLACED and order.email and not order.paid))


def a_link(order: Order, now: datetime, request_id: str = "call-1") -> LinkRequest:
    return LinkRequest(request_id, order.order_number, now, days=3)


def a_claim(order: Order, now: datetime) -> BillingClaim:
    return BillingClaim(
        "call-1", ClaimKind.DISPUTE, order.order_number, now, "zu viel", hold_until=date(2026, 12, 14)
    )


def test_every_shipped_order_has_a_bill_of_its_amount(shop: SqlShop, like: Like) -> None:
    order = like(lambda order: order.invoice_number is not None)
    bill = shop.billing.invoice(order.order_number)
    assert bill
    assert (bill.invoice_number, bill.amount, bill.hold_until) == (order.invoice_number, order.total, None)
    assert shop.billing.order_of(bill.invoice_number) == order.order_number


def test_before_shipping_there_is_no_bill(shop: SqlShop, unpaid: Order) -> None:
    assert shop.billing.invoice(unpaid.order_number) is None
    assert shop.billing.order_of("RE-000000") is None


def test_a_link_is_sent_once_per_request_to_the_stored_mail(
    shop: SqlShop, engine: Engine, unpaid: Order, now: datetime
) -> None:
    first = shop.billing.send_link(a_link(unpaid, now))
    assert first
    again = shop.billing.send_link(a_link(unpaid, now + timedelta(minutes=3)))
    assert again
    assert again.to == first.to == shop.billing.link_goes_to(unpaid.order_number)
    with transaction(engine) as session:
        (letter,) = outbox(session, 10)
    assert (letter.document, letter.recipient) == ("payment_link", unpaid.email)
    assert shop.events_of(unpaid.order_number)[-1].what == "payment_link_sent"


def test_a_link_in_vain_counts_as_a_failure_for_the_next_request(
    shop: SqlShop, unpaid: Order, now: datetime
) -> None:
    before = shop.billing.failures(unpaid.order_number)
    shop.billing.send_link(a_link(unpaid, now))
    assert shop.billing.failures(unpaid.order_number, without="call-1") == before
    assert shop.billing.failures(unpaid.order_number, without="call-2") == before + 1


def test_nobody_gets_a_link_for_what_is_paid(shop: SqlShop, like: Like, now: datetime) -> None:
    paid = like(lambda order: order.paid)
    assert shop.billing.send_link(a_link(paid, now)) is None


def test_a_claim_holds_dunning_at_once_and_is_recorded_once(shop: SqlShop, like: Like, now: datetime) -> None:
    order = like(lambda order: order.invoice_number is not None)
    claim = a_claim(order, now)
    assert shop.billing.take(claim) == shop.billing.take(claim)
    bill = shop.billing.invoice(order.order_number)
    assert bill
    assert bill.hold_until == date(2026, 12, 14)
    event = shop.events_of(order.order_number)[-1]
    assert (event.what, event.details["dunning_hold_until"]) == ("billing_dispute", "2026-12-14")


def test_of_two_claims_the_longer_hold_counts(shop: SqlShop, like: Like, now: datetime) -> None:
    claim = a_claim(like(lambda order: order.invoice_number is not None), now)
    shop.billing.take(claim)
    shop.billing.take(replace(claim, request_id="call-2", hold_until=date(2026, 12, 1)))
    bill = shop.billing.invoice(claim.order_number)
    assert bill
    assert bill.hold_until == date(2026, 12, 14)


def test_the_same_claim_at_the_same_moment_is_one(shop: SqlShop, like: Like, now: datetime) -> None:
    claim = a_claim(like(lambda order: order.invoice_number is not None), now)
    results = at_once(*[lambda: shop.billing.take(claim)] * 4)
    assert len({taken.reference for taken in results}) == 1


def test_words_no_database_takes_are_taken_all_the_same(shop: SqlShop, like: Like, now: datetime) -> None:
    claim = a_claim(like(lambda order: order.invoice_number is not None), now)
    assert shop.billing.take(replace(claim, said="zu\0viel \ud800")).reference
