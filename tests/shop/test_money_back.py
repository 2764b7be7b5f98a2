"""Money that people give back: never more than was paid, nothing twice, and the customer is told."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import Engine, select

from bot.errors import NotRefundable, OrderNotFound
from bot.shop.claims.models import ClaimKind, ClaimReport, ClaimState, Remedy
from bot.shop.listing import newest_orders
from bot.shop.mailroom import outbox
from bot.shop.models import Order, OrderStatus, WithdrawalDeclaration
from bot.shop.refunds.models import GrantedRefund, RefundGrant, RefundReason, RefundState
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.billing_tables import InvoiceRow, PaymentRow
from bot.store.granted_tables import RefundGrantRow
from tests.shop.builders import BERLIN
from tests.shop.together import at_once


@pytest.fixture
def order(engine: Engine, shop: SqlShop) -> Order:
    """Paid once, delivered, nothing of it back yet, with an e-mail stored."""
    return next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if order.status is OrderStatus.DELIVERED
        and order.email
        and shop.refunds.ledger(order.order_number).paid == order.total
        and shop.refunds.ledger(order.order_number).left == order.total
    )


@pytest.fixture
def wanted(order: Order, now: datetime) -> RefundGrant:
    return RefundGrant("desk-1", order.order_number, Decimal("5.00"), RefundReason.LATE, now, "staff-1")


def test_it_goes_back_within_two_weeks_and_is_on_record(
    shop: SqlShop, order: Order, wanted: RefundGrant
) -> None:
    given = shop.refunds.grant(wanted)
    assert (given.amount, given.until, given.payment) == (Decimal("5.00"), date(2026, 12, 7), order.payment)
    assert shop.refunds.ledger(order.order_number).left == order.total - 5
    who = {event.what: event.who for event in shop.events_of(order.order_number)}
    assert (who["refund_granted"], who["refund_confirmation_sent"]) == ("staff-1", "mailroom")


def test_the_customer_is_told_at_the_stored_address(
    shop: SqlShop, engine: Engine, order: Order, wanted: RefundGrant
) -> None:
    given = shop.refunds.grant(wanted)
    with transaction(engine) as session:
        mail = outbox(session, 1)[0]
    assert (mail.recipient, given.sent.channel) == (order.email, "email")
    assert "5,00 €" in mail.body
    assert "07.12.2026" in mail.body
    assert given.reference in mail.subject


def test_the_bot_tells_of_it_afterwards(shop: SqlShop, wanted: RefundGrant) -> None:
    shop.refunds.grant(wanted)
    told = shop.refunds.latest(wanted.order_number)
    assert told is not None
    assert (told.amount, told.state, told.until) == (Decimal("5.00"), RefundState.DUE, date(2026, 12, 7))


def test_the_same_request_pays_once(shop: SqlShop, engine: Engine, wanted: RefundGrant) -> None:
    assert shop.refunds.grant(wanted) == shop.refunds.grant(
        replace(wanted, at=wanted.at + timedelta(hours=1))
    )
    with transaction(engine) as session:
        assert len(session.scalars(select(RefundGrantRow)).all()) == 1
        assert [mail.document for mail in outbox(session, 5)] == ["refund_confirmation"]


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_nothing_is_not_a_refund(shop: SqlShop, wanted: RefundGrant, amount: str) -> None:
    with pytest.raises(NotRefundable):
        shop.refunds.grant(replace(wanted, amount=Decimal(amount)))


def test_one_cent_more_than_is_left_is_refused(shop: SqlShop, order: Order, wanted: RefundGrant) -> None:
    shop.refunds.grant(wanted)
    rest = order.total - 5
    with pytest.raises(NotRefundable) as refusal:
        shop.refunds.grant(replace(wanted, request_id="desk-2", amount=rest + Decimal("0.01")))
    assert refusal.value.left == f"{rest:.2f}"
    shop.refunds.grant(replace(wanted, request_id="desk-3", amount=rest))
    assert shop.refunds.ledger(order.order_number).left == 0


def test_of_many_people_at_once_together_not_more_than_was_paid(
    shop: SqlShop, order: Order, wanted: RefundGrant
) -> None:
    half = replace(wanted, amount=(order.total / 2).quantize(Decimal("0.01")) + Decimal("0.01"))
    calls = [partial(shop.refunds.grant, replace(half, request_id=f"desk-{at}")) for at in range(4)]
    kinds = sorted(type(result).__name__ for result in at_once(*calls))
    assert kinds == ["GrantedRefund", *["NotRefundable"] * 3]
    assert shop.refunds.ledger(order.order_number).gone == half.amount


def test_one_request_delivered_twice_at_once_pays_once(shop: SqlShop, wanted: RefundGrant) -> None:
    one, other = at_once(partial(shop.refunds.grant, wanted), partial(shop.refunds.grant, wanted))
    assert isinstance(one, GrantedRefund)
    assert one == other


def test_a_refund_and_a_claim_at_once_are_not_both_paid(
    shop: SqlShop, order: Order, wanted: RefundGrant
) -> None:
    whole = replace(wanted, amount=order.total)
    line = ClaimReport(
        "desk-2", wanted.at, ClaimKind.DAMAGED, Remedy.REFUND, order.order_number, 0, verified=True
    )
    released = replace(line, released=True, by="staff-2")
    at_once(partial(shop.refunds.grant, whole), partial(shop.claims.report, released))
    assert shop.refunds.ledger(order.order_number).gone <= order.total


def test_what_the_bot_would_pay_goes_to_a_person_once_everything_is_back(
    shop: SqlShop, order: Order, wanted: RefundGrant
) -> None:
    shop.refunds.grant(replace(wanted, amount=order.total))
    late = order.delivered_at or wanted.at
    report = ClaimReport(
        "call-1", late, ClaimKind.MISSING, Remedy.REFUND, order.order_number, 0, verified=True
    )
    assert shop.claims.report(report).state is ClaimState.REQUESTED


def test_an_order_nobody_has_paid_gives_nothing_back(
    shop: SqlShop, engine: Engine, wanted: RefundGrant
) -> None:
    with transaction(engine) as session:
        open_bill = select(InvoiceRow.order_number).where(InvoiceRow.paid_on.is_(None))
        paid = select(PaymentRow.order_number).where(PaymentRow.ok)
        number = session.scalars(open_bill.where(InvoiceRow.order_number.not_in(paid))).first()
    with pytest.raises(NotRefundable):
        shop.refunds.grant(replace(wanted, order_number=str(number)))


def test_what_was_charged_twice_can_go_back_once_more(shop: SqlShop, engine: Engine) -> None:
    twice = next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if shop.billing.charged_twice(order.order_number)
    )
    assert shop.refunds.ledger(twice.order_number).paid == twice.total * 2


def test_a_cancelled_order_is_back_already(shop: SqlShop, engine: Engine, now: datetime) -> None:
    paid = next(order for order in newest_orders(engine, BERLIN, None) if order.is_cancellable and order.paid)
    shop.cancel(paid.order_number, request_id="desk-1", at=now, by="staff-1")
    ledger = shop.refunds.ledger(paid.order_number)
    assert [entry.why for entry in ledger.back] == ["cancellation"]
    assert ledger.left == ledger.paid - paid.total


def test_a_withdrawal_in_time_takes_all_of_it(shop: SqlShop, engine: Engine, now: datetime) -> None:
    order = next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if order.status is OrderStatus.DELIVERED
        and order.delivered_at
        and order.delivered_at > now - timedelta(days=10)
        and shop.refunds.ledger(order.order_number).left == order.total
        and not any(line.flags for line in order.lines)
    )
    shop.record_withdrawal(WithdrawalDeclaration("call-1", now, "Anna", "die Kanne", order.order_number))
    assert shop.refunds.ledger(order.order_number).left == 0


def test_what_was_given_back_before_does_not_go_back_with_a_cancellation(
    shop: SqlShop, engine: Engine, wanted: RefundGrant
) -> None:
    paid = next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if order.is_cancellable and order.paid and not shop.billing.charged_twice(order.order_number)
    )
    shop.refunds.grant(replace(wanted, order_number=paid.order_number))
    done = shop.cancel(paid.order_number, request_id="desk-2", at=wanted.at, by="staff-1")
    assert done.refund == paid.total - 5
    ledger = shop.refunds.ledger(paid.order_number)
    assert ledger.gone == ledger.paid


def test_what_was_given_back_before_does_not_go_back_with_a_withdrawal(
    shop: SqlShop, order: Order, wanted: RefundGrant
) -> None:
    shop.refunds.grant(wanted)
    declared = order.delivered_at or wanted.at
    shop.record_withdrawal(
        WithdrawalDeclaration("call-1", declared, "Anna", "die Kanne", order.order_number, verified=True)
    )
    told, ledger = shop.refunds.latest(order.order_number), shop.refunds.ledger(order.order_number)
    withdrawn = [entry.amount for entry in ledger.back if entry.why == "withdrawal"]
    assert ledger.gone <= ledger.paid
    assert withdrawn in ([], [order.total - 5])
    assert told is not None
    assert told.amount <= order.total


def test_an_unknown_order_has_no_ledger(shop: SqlShop, wanted: RefundGrant) -> None:
    with pytest.raises(OrderNotFound):
        shop.refunds.ledger("WM-000000")
    with pytest.raises(OrderNotFound):
        shop.refunds.grant(replace(wanted, order_number="WM-000000"))


def test_no_order_of_the_demo_has_given_back_more_than_was_paid(
    lasting_engine: Engine,
) -> None:
    shop = SqlShop(lasting_engine, BERLIN)
    ledgers = [
        shop.refunds.ledger(order.order_number) for order in newest_orders(lasting_engine, BERLIN, 120)
    ]
    assert [ledger.order_number for ledger in ledgers if ledger.paid and ledger.gone > ledger.paid] == []
