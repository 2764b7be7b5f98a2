"""Arrived broken: which article, what the caller wants; a person decides, no proof is a condition."""

import pytest

from bot.shop.models import Order, OrderStatus
from tests.actions.claims import owner, recent
from tests.actions.conftest import Call, OrderLike, Rows


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return recent(order_like, lines=2)


def test_the_article_and_the_wish_are_asked_then_a_person_decides(
    call: Call, order: Order, rows: Rows
) -> None:
    caller, line = owner(call, order), order.lines[1]
    answer = caller.says("parcel_damaged", "der Karton war aufgerissen", order_number=order.order_number)
    assert (answer.asks, line.name_de in answer.text) == ("article", True)
    answer = caller.says("inform", line.name_de)
    if line.quantity > 1:
        answer = caller.says("inform", "eins", quantity="1")
    assert answer.asks == "claim_remedy_text"
    answer = caller.says("inform", "lieber Ersatz")
    assert answer.handover is not None
    assert (answer.handover["kind"], answer.handover["reason"]) == ("claim", "parcel_damaged")
    facts = answer.handover["summary"]["RK-100001"]
    assert (line.article_number in facts["article"], facts["wanted"]) == (True, "replacement")
    assert facts["words"] == "der Karton war aufgerissen"
    (claim,) = rows("SELECT * FROM shop_claims")
    assert (claim["kind"], claim["state"], claim["remedy"]) == ("damaged", "requested", "replacement")


def test_a_photo_is_welcome_but_nothing_waits_for_it(call: Call, order_like: OrderLike) -> None:
    order = recent(order_like, lines=1, most="60")
    caller = owner(call, order)
    answer = caller.says(
        "parcel_damaged", "kaputt angekommen, ich möchte mein Geld zurück", order_number=order.order_number
    )
    if answer.asks == "claim_quantity":
        answer = caller.says("inform", "1", quantity="1")
    assert answer.handover is not None
    assert "muss aber nicht sein" in answer.text
    assert "utter_damage_refund" in answer.responses


def test_all_of_it_may_be_broken(call: Call, order: Order, rows: Rows) -> None:
    caller = owner(call, order)
    caller.says("parcel_damaged", "da ist was kaputt", order_number=order.order_number)
    caller.says("inform", "alles ist kaputt")
    answer = caller.says("inform", "Geld zurück")
    assert "utter_damage_whole_refund" in answer.responses
    (claim,) = rows("SELECT * FROM shop_claims")
    goods = sum(line.price * line.quantity for line in order.lines)
    assert (claim["position"], claim["amount"]) == (None, int(goods * 100))


def test_a_choice_that_is_not_made_is_left_to_the_person(call: Call, order_like: OrderLike) -> None:
    order = recent(order_like, lines=1, most="60")
    caller = owner(call, order)
    answer = caller.says("parcel_damaged", "kaputt", order_number=order.order_number)
    if answer.asks == "claim_quantity":
        caller.says("inform", "1", quantity="1")
    assert caller.says("inform", "hm weiß nicht").responses == ["utter_claim_remedy_again"]
    answer = caller.says("inform", "ach")
    assert "utter_damage_open" in answer.responses
    assert answer.handover is not None


def test_cut_on_the_shards_a_person_at_once(call: Call, order: Order, rows: Rows) -> None:
    answer = owner(call, order).says(
        "parcel_damaged", "lauter Scherben, ich hab mich geschnitten", order_number=order.order_number
    )
    assert answer.handover is not None
    assert answer.handover["reason"] == "safety_injury"
    assert rows("SELECT * FROM shop_claims") == []


def test_the_same_piece_twice_is_known(call: Call, order_like: OrderLike) -> None:
    order = recent(order_like, most="60")
    for _ in range(order.lines[0].quantity):
        caller = owner(call, order)
        answer = caller.says("parcel_damaged", "kaputt, bitte Ersatz", order_number=order.order_number)
        if answer.asks == "claim_quantity":
            caller.says("inform", str(order.lines[0].quantity), quantity=str(order.lines[0].quantity))
            break
    caller = owner(call, order)
    answer = caller.says("parcel_damaged", "kaputt, Geld zurück", order_number=order.order_number)
    if answer.asks == "claim_quantity":
        answer = caller.says("inform", "1", quantity="1")
    assert (answer.responses, answer.asks) == (["utter_claim_again"], "confirm_person")


def test_what_has_not_been_sent_cannot_be_broken_yet(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.PAID)
    answer = owner(call, order).says("parcel_damaged", "kaputt", order_number=order.order_number)
    assert answer.responses[0] == "utter_status_paid"


def test_only_the_owner_reports(call: Call, order: Order) -> None:
    assert call().says("parcel_damaged", "kaputt", order_number=order.order_number).asks == "postcode"
