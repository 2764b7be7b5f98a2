from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.shop.listing import newest_orders
from bot.shop.mailroom import outbox
from bot.shop.models import Order
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from tests.shop.builders import BERLIN


@pytest.fixture
def orders(engine: Engine) -> list[Order]:
    return newest_orders(engine, BERLIN, None)


def test_the_invoice_goes_to_the_stored_address_once_per_request(
    shop: SqlShop, engine: Engine, orders: list[Order], now: datetime
) -> None:
    order = next(order for order in orders if order.invoice_number and order.email)
    first = shop.send_invoice_copy(order.order_number, request_id="call-1", at=now)
    again = shop.send_invoice_copy(order.order_number, request_id="call-1", at=now + timedelta(minutes=5))
    assert first is not None
    assert first == again
    assert first.to != order.email
    with transaction(engine) as session:
        (letter,) = outbox(session, 10)
    assert (letter.recipient, letter.channel) == (order.email, "email")
    assert order.invoice_number in letter.subject
    assert shop.events_of(order.order_number)[-1].what == "invoice_copy_sent"


def test_without_an_email_the_invoice_goes_by_letter(
    shop: SqlShop, orders: list[Order], now: datetime
) -> None:
    order = next(order for order in orders if order.invoice_number and not order.email)
    sent = shop.send_invoice_copy(order.order_number, request_id="call-1", at=now)
    assert sent is not None
    assert (sent.channel, sent.to) == ("letter", "")


def test_before_shipping_there_is_no_invoice(shop: SqlShop, orders: list[Order], now: datetime) -> None:
    order = next(order for order in orders if order.is_cancellable)
    assert shop.send_invoice_copy(order.order_number, request_id="call-1", at=now) is None
