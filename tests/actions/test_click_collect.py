"""Orders for collection: where, whether ready, today's hours, until when, what to bring, who may come."""

from bot.shop.models import OrderStatus
from tests.actions.caller import Answer
from tests.actions.conftest import Call, OrderLike

# bot/shop/demo/singles.yml
READY, ON_ITS_WAY, COLLECTED, EXPIRED = "WM-131407", "WM-152938", "WM-168251", "WM-173364"


def asked(call: Call, order_like: OrderLike, number: str, words: str = "liegt das schon bereit") -> Answer:
    order = order_like(order_number=number)
    return call().says("click_collect", words, order_number=number, postcode=order.postcode)


def test_ready_says_where_until_when_how_long_open_and_what_to_bring(
    call: Call, order_like: OrderLike
) -> None:
    answer = asked(call, order_like, READY)
    assert answer.responses == ["utter_pickup_ready", "utter_pickup_open_today", "utter_pickup_text"]
    for said in ("Berlin", "[[date:2026-12-01]]", "[[time:10:00]]", "[[time:19:00]]", "Ausweis"):
        assert said in answer.text
    assert answer.done == ["click_collect"]


def test_the_answer_names_its_source(call: Call, order_like: OrderLike) -> None:
    records = [
        request["record"] for request in asked(call, order_like, READY).requests if "record" in request
    ]
    assert records == [{"source": "PICKUP-TERMS", "store": "STORE-BERLIN", "pickup": "ready"}]


def test_somebody_else_may_come_with_a_line_from_the_customer(call: Call, order_like: OrderLike) -> None:
    answer = asked(call, order_like, READY, "darf meine Frau das für mich abholen")
    assert "eine Zeile von Ihnen" in answer.text or "einer Zeile von Ihnen" in answer.text


def test_on_its_way_says_when_it_is_expected(call: Call, order_like: OrderLike) -> None:
    answer = asked(call, order_like, ON_ITS_WAY)
    assert answer.responses[0] == "utter_pickup_on_its_way"
    assert "[[date:2026-11-25]]" in answer.text


def test_collected_says_when(call: Call, order_like: OrderLike) -> None:
    answer = asked(call, order_like, COLLECTED)
    assert (answer.responses, answer.done) == (["utter_pickup_collected"], ["click_collect"])


def test_kept_too_long_is_offered_to_a_person(call: Call, order_like: OrderLike) -> None:
    answer = asked(call, order_like, EXPIRED)
    assert (answer.responses, answer.asks) == (["utter_pickup_expired"], "confirm_person")


def test_an_order_that_is_delivered_is_not_found_there(call: Call, order_like: OrderLike) -> None:
    number = order_like(status=OrderStatus.SHIPPED).order_number
    answer = asked(call, order_like, number)
    assert (answer.responses, answer.asks) == (["utter_pickup_none"], "confirm_person")


def test_nobody_hears_of_it_without_proof(call: Call) -> None:
    assert call().says("click_collect", "ist es da", order_number=READY).asks == "postcode"


def test_asking_where_it_is_leads_to_the_same_answer(call: Call, order_like: OrderLike) -> None:
    order = order_like(order_number=READY)
    answer = call().says("order_status", "wo ist es", order_number=READY, postcode=order.postcode)
    assert answer.responses[0] == "utter_pickup_ready"
