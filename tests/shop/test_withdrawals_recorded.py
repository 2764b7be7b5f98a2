from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.errors import OrderNotFound
from bot.shop.listing import newest_orders
from bot.shop.mailroom import outbox
from bot.shop.models import (
    Order,
    OrderStatus,
    ProductFlag,
    Withdrawal,
    WithdrawalDeclaration,
    WithdrawalVerdict,
)
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.shop_tables import MailRow
from tests.shop.builders import BERLIN
from tests.shop.together import at_once


@pytest.fixture
def declaration(now: datetime) -> WithdrawalDeclaration:
    return WithdrawalDeclaration("call-1", now, "Anna Meier", "die Thermoskanne von letzter Woche")


def order_delivered(engine: Engine, day: date) -> Order:
    """An order of ordinary goods, delivered that day, of a customer with an e-mail."""
    return next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if order.status is OrderStatus.DELIVERED
        and order.delivered_at
        and order.delivered_at.date() == day
        and order.email
        and all(line.flags <= {ProductFlag.BULKY} for line in order.lines)
    )


def mail(engine: Engine) -> list[MailRow]:
    with transaction(engine) as session:
        return outbox(session, 10)


def test_a_withdrawal_without_an_order_number_is_taken_down(
    shop: SqlShop, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    taken = shop.record_withdrawal(declaration)
    assert taken.verdict is WithdrawalVerdict.UNKNOWN_ORDER
    assert (taken.declared_at, taken.order_number, taken.needs_person) == (now, None, True)
    assert taken.reference.startswith("WR-")
    assert taken.refund_until == date(2026, 12, 7)


def test_an_order_number_that_does_not_exist_is_no_reason_to_refuse(
    shop: SqlShop, declaration: WithdrawalDeclaration
) -> None:
    taken = shop.record_withdrawal(replace(declaration, order_number="WM-000000"))
    assert taken.verdict is WithdrawalVerdict.UNKNOWN_ORDER


def test_a_verified_withdrawal_in_time_needs_nobody(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    order = order_delivered(engine, now.date() - timedelta(days=4))
    taken = shop.record_withdrawal(replace(declaration, order_number=order.order_number, verified=True))
    assert (taken.verdict, taken.needs_person) == (WithdrawalVerdict.IN_TIME, False)
    assert taken.last_day == date(2026, 12, 3)


def test_an_unverified_one_is_as_valid_but_seen_by_a_person(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    order = order_delivered(engine, now.date() - timedelta(days=4))
    taken = shop.record_withdrawal(replace(declaration, order_number=order.order_number))
    assert (taken.verdict, taken.needs_person) == (WithdrawalVerdict.IN_TIME, True)


def test_a_late_one_is_taken_down_all_the_same(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    order = order_delivered(engine, now.date() - timedelta(days=51))
    taken = shop.record_withdrawal(replace(declaration, order_number=order.order_number, verified=True))
    assert (taken.verdict, taken.needs_person) == (WithdrawalVerdict.LATE, True)


def test_midnight_is_the_callers_not_utcs(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    order = order_delivered(engine, now.date() - timedelta(days=4))
    last_minute = datetime(2026, 12, 3, 23, 59, tzinfo=BERLIN)
    in_time = replace(declaration, order_number=order.order_number, at=last_minute)
    late = replace(in_time, request_id="call-2", at=last_minute + timedelta(minutes=1))
    assert shop.record_withdrawal(in_time).verdict is WithdrawalVerdict.IN_TIME
    assert shop.record_withdrawal(late).verdict is WithdrawalVerdict.LATE


@pytest.mark.parametrize(
    "said", ["\0", "\ud800", "x" * 10_000, "'; DROP TABLE shop_withdrawals; --", "<Say>🙂", ""]
)
def test_nothing_a_caller_says_can_make_it_fail(
    shop: SqlShop, declaration: WithdrawalDeclaration, said: str
) -> None:
    odd = replace(
        declaration, request_id=f"call:{said}", name=said, order_hint=said, order_number=said, receipt_to=said
    )
    assert shop.record_withdrawal(odd).verdict is WithdrawalVerdict.UNKNOWN_ORDER


def test_the_order_remembers_the_declaration_but_not_the_person(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    order = order_delivered(engine, now.date() - timedelta(days=4))
    shop.record_withdrawal(replace(declaration, order_number=order.order_number))
    event = shop.events_of(order.order_number)[-1]
    assert (event.what, event.who, event.at) == ("withdrawal_declared", "caller:voice", now)
    assert "Meier" not in str(event.details)


def test_one_request_is_one_declaration_even_twice_at_once(
    shop: SqlShop, declaration: WithdrawalDeclaration
) -> None:
    for call in range(6):
        mine = replace(declaration, request_id=f"call-{call}")
        one, other = at_once(partial(shop.record_withdrawal, mine), partial(shop.record_withdrawal, mine))
        assert isinstance(one, Withdrawal)
        assert one == other == shop.record_withdrawal(mine)


def test_the_receipt_goes_to_the_contact_given_and_says_only_what_was_said(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    taken = shop.record_withdrawal(replace(declaration, receipt_to="anna@example.org"))
    sent = shop.send_withdrawal_receipt(taken.reference, request_id="call-1", at=now)
    assert sent is not None
    assert (sent.channel, sent.to) == ("email", "a…a@example.org")
    (letter,) = mail(engine)
    assert letter.recipient == "anna@example.org"
    for said in ("Anna Meier", "die Thermoskanne von letzter Woche", "23.11.2026", "10:00", taken.reference):
        assert said in letter.body


def test_a_receipt_by_text_message_goes_to_the_number_given(
    shop: SqlShop, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    taken = shop.record_withdrawal(replace(declaration, receipt_to="+4917139200042", language="en"))
    sent = shop.send_withdrawal_receipt(taken.reference, request_id="call-1", at=now)
    assert sent is not None
    assert (sent.channel, sent.to) == ("sms", "…42")


def test_a_verified_callers_receipt_goes_to_what_is_stored(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    order = order_delivered(engine, now.date() - timedelta(days=4))
    taken = shop.record_withdrawal(replace(declaration, order_number=order.order_number, verified=True))
    shop.send_withdrawal_receipt(taken.reference, request_id="call-1", at=now)
    assert mail(engine)[0].recipient == order.email


def test_an_unverified_caller_never_reaches_the_stored_contact(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    order = order_delivered(engine, now.date() - timedelta(days=4))
    taken = shop.record_withdrawal(replace(declaration, order_number=order.order_number))
    assert shop.send_withdrawal_receipt(taken.reference, request_id="call-1", at=now) is None
    assert mail(engine) == []


@pytest.mark.parametrize("reference", ["WR-999999", "WR-1", "", "WM-104823; --"])
def test_a_receipt_needs_a_recorded_withdrawal(shop: SqlShop, now: datetime, reference: str) -> None:
    with pytest.raises(OrderNotFound):
        shop.send_withdrawal_receipt(reference, request_id="call-1", at=now)


def test_one_request_sends_one_receipt_even_twice_at_once(
    shop: SqlShop, engine: Engine, declaration: WithdrawalDeclaration, now: datetime
) -> None:
    taken = shop.record_withdrawal(replace(declaration, receipt_to="anna@example.org"))
    send = partial(shop.send_withdrawal_receipt, taken.reference, request_id="call-1", at=now)
    one, other = at_once(send, send)
    assert one == other
    assert len(mail(engine)) == 1
