"""Changing an order: proven by code, read back with its new total, carried out once on an explicit yes."""

import pytest
from sqlalchemy import Engine, text

from actions.order_form import OrderForm
from actions.wiring import Hotline
from bot.shop.models import Order, OrderStatus
from tests.actions.codes import sent_code
from tests.actions.conftest import OrderLike, Rows
from tests.actions.ordering import Orderer, must_hear

CHANGED = "SELECT order_number FROM shop_order_requests WHERE kind = 'changed'"


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    """One piece of one cheap article, paid, in Germany."""
    return order_like(
        status=OrderStatus.PAID,
        country="DE",
        lines=lambda lines: len(lines) == 1 and lines[0].quantity == 1 and lines[0].price < 90,
        email=bool,
    )


def proven(hotline: Hotline, order: Order, text: str) -> Orderer:
    """Up to the moment the code was right."""
    caller = Orderer(hotline, OrderForm)
    answer = caller.says("order_change", text, order_number=order.order_number, postcode=order.postcode)
    assert answer.asks == "code"
    caller.last = caller.says("inform", "…", code=sent_code(answer, hotline))  # type: ignore[attr-defined]
    return caller


def test_two_instead_of_one_is_read_back_with_the_new_total(
    hotline: Hotline, order: Order, rows: Rows
) -> None:
    caller = proven(hotline, order, "doch zwei statt eins")
    assert caller.slots["requested_slot"] == "confirm_change"
    assert rows(CHANGED) == []
    answer = caller.says("affirm", "ja")
    assert answer.done == ["order_change"]
    assert hotline.shop.order(order.order_number).lines[0].quantity == 2
    assert {"confirm_order": {"order_number": order.order_number}} in answer.requests


def test_after_a_change_of_language_the_change_is_read_out_again(
    hotline: Hotline, order: Order, rows: Rows
) -> None:
    caller = proven(hotline, order, "doch zwei statt eins")
    caller.slots["language"] = "en"
    assert must_hear(caller.says("affirm", "yes"))
    assert rows(CHANGED) == []
    assert caller.says("affirm", "yes").done == ["order_change"]


def test_what_was_said_first_is_heard_after_all_questions(hotline: Hotline, order: Order) -> None:
    caller = Orderer(hotline, OrderForm)
    digits = " ".join(order.order_number.removeprefix("WM-"))
    caller.says(
        "order_change", f"doch drei stück bei der bestellung w m {digits}", order_number=order.order_number
    )
    asked = caller.says("inform", order.postcode, postcode=order.postcode)
    answer = caller.says("inform", "…", code=sent_code(asked, hotline))
    assert answer.asks == "confirm_change"
    assert "3 mal" in answer.text


def test_without_the_code_nothing_is_told_or_changed(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller = Orderer(hotline, OrderForm)
    answer = caller.says(
        "order_change", "doch zwei", order_number=order.order_number, postcode=order.postcode
    )
    assert "amount" not in answer.text
    assert rows(CHANGED) == []


def test_an_item_more_is_added_at_todays_price(hotline: Hotline, order: Order) -> None:
    caller = proven(hotline, order, "legen sie noch eine vase dazu")
    caller.says("affirm", "ja")
    articles = [line.article_number for line in hotline.shop.order(order.order_number).lines]
    assert articles == [order.lines[0].article_number, "483166"]


def test_the_same_wish_twice_changes_once(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller = proven(hotline, order, "doch zwei statt eins")
    before = dict(caller.slots)
    caller.says("affirm", "ja")
    caller.slots = before
    caller.says("affirm", "ja")
    assert len(rows(CHANGED)) == 1


@pytest.mark.parametrize(
    ("stock", "said"), [(0, "utter_change_sold_out"), (1, "utter_change_too_few")], ids=["none", "one"]
)
def test_if_somebody_was_faster_nothing_changes(
    hotline: Hotline, order: Order, engine: Engine, stock: int, said: str
) -> None:
    caller = proven(hotline, order, "doch drei statt eins")
    with engine.begin() as db:
        db.execute(text("UPDATE shop_products SET stock = :stock"), {"stock": stock})
    answer = caller.says("affirm", "ja")
    assert answer.responses == [said, "utter_change_kept"]
    assert hotline.shop.order(order.order_number).lines == order.lines


def test_no_keeps_the_order(hotline: Hotline, order: Order, rows: Rows) -> None:
    answer = proven(hotline, order, "doch zwei statt eins").says("deny", "nein")
    assert answer.responses == ["utter_change_kept"]
    assert rows(CHANGED) == []


def test_no_with_another_number_is_read_back_again(hotline: Hotline, order: Order) -> None:
    answer = proven(hotline, order, "doch zwei statt eins").says("deny", "nein, drei")
    assert answer.asks == "confirm_change"
    assert "3 mal" in answer.text
    assert must_hear(answer)


def test_a_yes_to_what_was_not_heard_changes_nothing(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller = proven(hotline, order, "doch zwei statt eins")
    caller.slots["heard"] = None
    assert must_hear(caller.says("affirm", "ja"))
    assert rows(CHANGED) == []
    assert caller.says("affirm", "ja").done == ["order_change"]


def test_what_shall_change_is_asked_for(hotline: Hotline, order: Order) -> None:
    caller = proven(hotline, order, "ich möchte meine bestellung ändern")
    assert caller.slots["requested_slot"] == "article"
    assert caller.says("inform", "zwei davon").asks == "confirm_change"


def test_taking_the_last_item_out_is_a_cancellation(hotline: Hotline, order: Order) -> None:
    name = order.lines[0].name_de
    caller = proven(hotline, order, f"{name} doch nicht")
    assert caller.slots["requested_slot"] == "confirm_cancel"
    caller.says("affirm", "ja")
    assert hotline.shop.order(order.order_number).status is OrderStatus.CANCELLED


@pytest.mark.parametrize("status", [OrderStatus.PACKED, OrderStatus.SHIPPED])
def test_what_is_packed_only_a_person_can_change(
    hotline: Hotline, order_like: OrderLike, status: OrderStatus
) -> None:
    packed = order_like(status=status)
    caller = Orderer(hotline, OrderForm)
    answer = caller.says(
        "order_change", "doch zwei", order_number=packed.order_number, postcode=packed.postcode
    )
    assert answer.asks == "confirm_person"
    done = caller.says("affirm", "ja")
    assert done.handover
    assert done.handover["reason"] == "change_too_late"


def test_more_than_the_bot_may_take_goes_to_a_person(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller = proven(hotline, order, "und noch einen esstisch dazu")
    assert rows(CHANGED) == []
    assert caller.slots["requested_slot"] is None
