"""The same as last time: for a proven customer, at today's prices, without what is gone."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from actions.wiring import Hotline
from bot.shop.models import Order, OrderStatus
from tests.actions.caller import Answer
from tests.actions.codes import sent_code
from tests.actions.conftest import OrderLike, Rows
from tests.actions.ordering import Orderer

PLACED = "SELECT order_number FROM shop_order_requests WHERE kind = 'placed'"


@pytest.fixture
def last(order_like: OrderLike, hotline: Hotline) -> Order:
    """The only order of somebody in Germany, of small things that are in stock."""

    def simple(order_lines: object) -> bool:
        return all(
            hotline.shop.product(line.article_number).stock > 3 and line.price < 90
            for line in order_lines  # type: ignore[attr-defined]
        )

    return order_like(
        status=OrderStatus.DELIVERED,
        country="DE",
        lines=simple,
        customer_id=lambda customer: len(hotline.shop.orders_of([customer])) == 1,
        email=bool,
        phone=bool,
    )


def repeated(hotline: Hotline, last: Order) -> tuple[Orderer, Answer]:
    """Up to the right code."""
    caller = Orderer(hotline, caller_customers=[last.customer_id])
    caller.says("order_repeat", "dasselbe wie letztes mal bitte")
    asked = caller.says("inform", "…", postcode=last.postcode)
    assert asked.asks == "code"
    return caller, caller.says("inform", "…", code=sent_code(asked, hotline))


def to_the_yes(caller: Orderer, answer: Answer) -> Answer:
    return caller.says("inform", "vorkasse") if answer.asks == "payment_text" else answer


def test_the_items_of_the_last_order_are_ordered_again(hotline: Hotline, last: Order, rows: Rows) -> None:
    caller, answer = repeated(hotline, last)
    assert "utter_repeat_same_prices" in answer.responses
    assert to_the_yes(caller, answer).asks == "confirm_order"
    assert caller.says("affirm", "ja").done == ["order_repeat"]
    order = hotline.shop.order(rows(PLACED)[0]["order_number"])
    assert {line.article_number: line.quantity for line in order.lines} == {
        line.article_number: line.quantity for line in last.lines
    }


def test_a_price_that_changed_is_said_with_the_old_one(hotline: Hotline, last: Order, engine: Engine) -> None:
    line = last.lines[0]
    with engine.begin() as db:
        dearer = {"p": int((line.price + Decimal(1)) * 100), "a": line.article_number}
        db.execute(text("UPDATE shop_products SET price = :p WHERE article_number = :a"), dearer)
    _, answer = repeated(hotline, last)
    assert f"jetzt [[amount:{line.price + 1:.2f}]], damals [[amount:{line.price:.2f}]]" in answer.text


def test_what_is_gone_is_said_and_left_out(hotline: Hotline, last: Order, engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(
            text("UPDATE shop_products SET stock = 0, restock_on = NULL WHERE article_number = :a"),
            {"a": last.lines[0].article_number},
        )
    caller, answer = repeated(hotline, last)
    assert "utter_repeat_gone" in answer.responses
    items = {item["article"] for item in (caller.slots.get("cart") or {}).get("items", ())}
    assert last.lines[0].article_number not in items


def test_without_the_code_the_last_order_stays_unknown(hotline: Hotline, last: Order) -> None:
    caller = Orderer(hotline, caller_customers=[last.customer_id])
    caller.says("order_repeat", "dasselbe wie letztes mal")
    answer = caller.says("inform", "…", postcode=last.postcode)
    assert not any(line.name_de in answer.text for line in last.lines)
    assert not (caller.slots.get("cart") or {}).get("items")
