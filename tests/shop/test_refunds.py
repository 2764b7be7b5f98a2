"""What is known of money going back: from returns, cancellations and withdrawals."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from bot.shop.claims.models import ClaimKind, ClaimReport, Remedy
from bot.shop.listing import newest_orders
from bot.shop.models import Order, OrderStatus, WithdrawalDeclaration
from bot.shop.refunds.models import RefundState
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.delivery_tables import RefundPaymentRow
from tests.shop.conftest import BERLIN


@pytest.fixture
def paid(engine: Engine) -> Order:
    orders = newest_orders(engine, BERLIN, None)
    return next(order for order in orders if order.status is OrderStatus.PAID and order.paid)


def test_a_cancellation_of_a_paid_order_is_due_in_fourteen_days(
    shop: SqlShop, paid: Order, now: datetime
) -> None:
    assert shop.refunds.latest(paid.order_number) is None
    shop.cancel(paid.order_number, request_id="r", at=now, by="bot")
    refund = shop.refunds.latest(paid.order_number)
    assert refund
    assert (refund.state, refund.amount, refund.payment) == (RefundState.DUE, paid.total, paid.payment)
    assert not refund.is_overdue(refund.until)
    assert refund.is_overdue(refund.until + timedelta(days=1))


def test_what_the_accounts_paid_back_is_paid(
    shop: SqlShop, engine: Engine, paid: Order, now: datetime
) -> None:
    shop.cancel(paid.order_number, request_id="r", at=now, by="bot")
    with transaction(engine) as session:
        amount = Decimal("10.00")
        session.add(RefundPaymentRow(order_number=paid.order_number, amount=amount, paid_at=now))
    refund = shop.refunds.latest(paid.order_number)
    assert refund
    assert (refund.state, refund.amount, refund.paid_at) == (RefundState.PAID, amount, now)
    assert not refund.is_overdue(refund.until + timedelta(days=9))


def test_what_was_missing_is_due_with_the_claim(shop: SqlShop, engine: Engine, now: datetime) -> None:
    order = next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if order.status is OrderStatus.DELIVERED
        and order.paid
        and order.lines[0].price < 50
        and order.delivered_at
        and order.delivered_at > now - timedelta(days=20)
        and not shop.refunds.latest(order.order_number)
    )
    report = ClaimReport("r", now, ClaimKind.MISSING, Remedy.REFUND, order.order_number, 0, verified=True)
    claim = shop.claims.report(report)
    refund = shop.refunds.latest(order.order_number)
    assert refund
    assert (refund.state, refund.amount, refund.until) == (RefundState.DUE, claim.amount, claim.refund_until)


def test_nothing_paid_means_nothing_to_come_back(shop: SqlShop, engine: Engine, now: datetime) -> None:
    orders = newest_orders(engine, BERLIN, None)
    unpaid = next(order for order in orders if order.status is OrderStatus.PLACED)
    shop.cancel(unpaid.order_number, request_id="r", at=now, by="bot")
    assert shop.refunds.latest(unpaid.order_number) is None


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("in_transit", RefundState.AWAITS_GOODS),
        ("arrived", RefundState.DUE),
        ("refunded", RefundState.PAID),
        ("refused", RefundState.UNDER_REVIEW),
    ],
)
def test_a_return_tells_how_far_its_money_is(
    shop: SqlShop, engine: Engine, status: str, state: RefundState
) -> None:
    with engine.connect() as db:
        found = db.execute(text(f"SELECT order_number FROM shop_returns WHERE status = '{status}'"))
        number = found.scalars().first()
    refund = shop.refunds.latest(str(number))
    assert refund
    assert refund.state is state


def test_a_withdrawal_of_a_paid_order_awaits_the_goods(shop: SqlShop, engine: Engine, now: datetime) -> None:
    orders = newest_orders(engine, BERLIN, None)
    order = next(
        order
        for order in orders
        if order.status is OrderStatus.SHIPPED and order.paid and not any(line.flags for line in order.lines)
    )
    declared = WithdrawalDeclaration("w", now, "A", order.order_number, order.order_number)
    shop.record_withdrawal(declared)
    refund = shop.refunds.latest(order.order_number)
    assert refund
    assert (refund.state, refund.amount) == (RefundState.AWAITS_GOODS, order.total)


def test_an_unknown_order_has_no_refund(shop: SqlShop) -> None:
    assert shop.refunds.latest("WM-000000") is None
