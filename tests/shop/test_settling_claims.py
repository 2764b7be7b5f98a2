"""Claims that a person decides: released once, whatever the shop's own limits say."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import Engine, update

from bot.errors import AlreadyClaimed, AlreadySettled, NotRefundable, OrderNotFound, OutOfStock
from bot.shop.claims.models import Claim, ClaimKind, ClaimReport, ClaimState, Remedy, Settlement
from bot.shop.listing import newest_orders
from bot.shop.models import Order, OrderStatus
from bot.shop.refunds.models import RefundGrant, RefundReason
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.shop_tables import ProductRow
from tests.shop.builders import BERLIN
from tests.shop.together import at_once


@pytest.fixture
def order(engine: Engine, shop: SqlShop, now: datetime) -> Order:
    """Paid and delivered long ago: beyond what the shop does by itself."""
    return next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if order.status is OrderStatus.DELIVERED
        and order.delivered_at
        and order.delivered_at < now - timedelta(days=35)
        and shop.refunds.ledger(order.order_number).left == order.total
        and shop.product(order.lines[0].article_number).stock > 2
    )


@pytest.fixture
def report(order: Order, now: datetime) -> ClaimReport:
    return ClaimReport(
        "call-1", now, ClaimKind.DAMAGED, Remedy.REPLACEMENT, order.order_number, 0, words="zerbrochen"
    )


def decided(claim: Claim, at: datetime, remedy: Remedy = Remedy.REPLACEMENT) -> Settlement:
    return Settlement("desk-1", claim.reference, remedy, at, "staff-1")


def stock(shop: SqlShop, order: Order) -> int:
    return shop.product(order.lines[0].article_number).stock


def test_what_a_person_releases_is_done_at_once(shop: SqlShop, order: Order, report: ClaimReport) -> None:
    before = stock(shop, order)
    claim = shop.claims.report(replace(report, released=True, by="staff-1", verified=True))
    assert (claim.state, stock(shop, order)) == (ClaimState.DONE, before - 1)
    assert shop.events_of(order.order_number)[-1].who == "staff-1"


def test_a_claim_that_waited_is_released_with_its_goods(
    shop: SqlShop, order: Order, report: ClaimReport
) -> None:
    waiting, before = shop.claims.report(report), stock(shop, order)
    assert waiting.state is ClaimState.REQUESTED
    claim = shop.claims.settle(decided(waiting, report.at))
    assert (claim.state, claim.remedy) == (ClaimState.DONE, Remedy.REPLACEMENT)
    assert stock(shop, order) == before - 1
    last = shop.events_of(order.order_number)[-1]
    assert (last.what, last.who) == ("claim_released", "staff-1")


def test_money_instead_of_the_replacement_that_was_asked_for(
    shop: SqlShop, order: Order, report: ClaimReport
) -> None:
    waiting, before = shop.claims.report(report), stock(shop, order)
    claim = shop.claims.settle(decided(waiting, report.at, Remedy.REFUND))
    assert claim.refund_until is not None
    assert stock(shop, order) == before
    assert shop.refunds.ledger(order.order_number).gone == order.lines[0].price


def test_the_same_decision_twice_is_one(shop: SqlShop, order: Order, report: ClaimReport) -> None:
    waiting, before = shop.claims.report(report), stock(shop, order)
    call = partial(shop.claims.settle, decided(waiting, report.at))
    assert call() == call()
    assert stock(shop, order) == before - 1


def test_of_two_people_who_decide_at_once_one_does(shop: SqlShop, order: Order, report: ClaimReport) -> None:
    waiting, before = shop.claims.report(report), stock(shop, order)
    one = decided(waiting, report.at)
    results = at_once(*(partial(shop.claims.settle, replace(one, request_id=f"desk-{at}")) for at in (1, 2)))
    assert {type(result) for result in results} == {Claim, AlreadySettled}
    assert stock(shop, order) == before - 1


def test_without_goods_it_stays_undecided(
    shop: SqlShop, engine: Engine, order: Order, report: ClaimReport
) -> None:
    waiting = shop.claims.report(report)
    with transaction(engine) as session:
        session.execute(update(ProductRow).values(stock=0))
    with pytest.raises(OutOfStock):
        shop.claims.settle(decided(waiting, report.at))
    assert shop.claims.claims_of(order.order_number)[0].state is ClaimState.REQUESTED


def test_no_more_is_paid_back_than_was_paid(shop: SqlShop, order: Order, report: ClaimReport) -> None:
    waiting = shop.claims.report(report)
    number, rest = order.order_number, order.total - order.lines[0].price + Decimal("0.01")
    shop.refunds.grant(RefundGrant("desk-0", number, rest, RefundReason.OTHER, report.at, "staff-1"))
    with pytest.raises(NotRefundable):
        shop.claims.settle(decided(waiting, report.at, Remedy.REFUND))
    other = replace(report, request_id="d", kind=ClaimKind.DEFECT, remedy=Remedy.REFUND, released=True)
    with pytest.raises(NotRefundable):
        shop.claims.report(replace(other, verified=True))


def test_pieces_a_person_has_made_good_are_not_made_good_again(
    shop: SqlShop, order: Order, report: ClaimReport
) -> None:
    everything = replace(report, quantity=order.lines[0].quantity, released=True, verified=True)
    shop.claims.report(everything)
    with pytest.raises(AlreadyClaimed):
        shop.claims.report(replace(everything, request_id="desk-2"))


def test_an_unknown_claim_cannot_be_decided(shop: SqlShop, now: datetime) -> None:
    with pytest.raises(OrderNotFound):
        shop.claims.settle(Settlement("desk-1", "RK-999999", Remedy.REFUND, now, "staff-1"))
