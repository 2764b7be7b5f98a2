"""Shown as delivered and not there: neighbours first, then the carrier searches, a person follows it up."""

import pytest

from bot.shop.models import Order, OrderStatus
from tests.actions.caller import Answer, Caller
from tests.actions.claims import owner, recent
from tests.actions.conftest import Call, OrderLike, Rows


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return recent(order_like, total=lambda total: total <= 100)


def reported(call: Call, order: Order, words: str = "steht zugestellt, ist aber nichts da") -> Answer:
    return owner(call, order).says("parcel_not_received", words, order_number=order.order_number)


def test_neighbours_and_the_agreed_place_are_asked_about_first(call: Call, order: Order, rows: Rows) -> None:
    answer = reported(call, order)
    assert (answer.responses, answer.asks) == (["utter_confirm_searched"], "confirm_searched")
    assert rows("SELECT * FROM shop_traces") == []


def test_a_search_has_a_reference_a_deadline_and_a_case(call: Call, order: Order, rows: Rows) -> None:
    caller = owner(call, order)
    caller.says("parcel_not_received", "nichts da", order_number=order.order_number)
    answer = caller.says("affirm", "ja, überall")
    (trace,) = rows("SELECT * FROM shop_traces")
    # Five working days from Monday 23 November.
    assert (trace["order_number"], trace["searched"], trace["deadline"]) == (
        order.order_number,
        1,
        "2026-11-30",
    )
    assert "[[digits:NF-100001]]" in answer.text
    assert "[[date:2026-11-30]]" in answer.text
    assert answer.handover is not None
    assert (answer.handover["kind"], answer.handover["reason"]) == ("claim", "parcel_lost")
    assert answer.handover["summary"]["answer_by"] == "2026-11-30"
    assert "utter_trace_then" in answer.responses


def test_the_shop_remembers_it_and_writes_to_the_stored_contact(call: Call, order: Order, rows: Rows) -> None:
    reported(call, order, "die nachbarn wissen nichts, alles abgesucht")
    events = rows(f"SELECT what FROM shop_events WHERE order_number = '{order.order_number}'")
    assert {"what": "trace_opened"} in events
    assert [mail["document"] for mail in rows("SELECT * FROM shop_mail")] == ["trace_confirmation"]


def test_whoever_has_searched_already_is_not_asked(call: Call, order: Order) -> None:
    answer = reported(call, order, "steht zugestellt, die Nachbarn wissen auch nichts")
    assert answer.responses[0] == "utter_trace_opened"


def test_whoever_has_not_is_asked_to_but_may_start_the_search(call: Call, order: Order, rows: Rows) -> None:
    caller = owner(call, order)
    caller.says("parcel_not_received", "nichts da", order_number=order.order_number)
    assert caller.says("deny", "nein").responses == ["utter_confirm_trace"]
    assert caller.says("affirm", "ja bitte").responses[0] == "utter_trace_opened"
    assert [trace["searched"] for trace in rows("SELECT * FROM shop_traces")] == [0]


def test_looking_first_leaves_nothing_open(call: Call, order: Order, rows: Rows) -> None:
    caller = owner(call, order)
    caller.says("parcel_not_received", "nichts da", order_number=order.order_number)
    caller.says("deny", "nein")
    answer = caller.says("deny", "nein, ich schau erst")
    assert (answer.responses, answer.done) == (["utter_trace_later"], ["parcel_not_received"])
    assert rows("SELECT * FROM shop_traces") == []


def test_beyond_the_limit_a_person_decides_about_the_money(call: Call, order_like: OrderLike) -> None:
    dear = order_like(status=OrderStatus.DELIVERED, total=lambda total: total > 100)
    answer = reported(call, dear, "nichts da, überall gesucht")
    assert answer.handover is not None
    assert answer.handover["reason"] == "parcel_lost_high_value"
    assert "utter_trace_person_decides" in answer.responses


def test_a_second_call_hears_of_the_first_search(call: Call, order: Order, rows: Rows) -> None:
    reported(call, order, "nichts da, überall gesucht")
    answer = reported(call, order)
    assert (answer.responses, answer.done) == (["utter_trace_running"], ["parcel_not_received"])
    assert len(rows("SELECT * FROM shop_traces")) == 1


def test_what_is_still_on_its_way_is_not_lost(call: Call, order_like: OrderLike) -> None:
    coming = order_like(status=OrderStatus.SHIPPED, eta=lambda eta: eta is not None and eta.day >= 24)
    assert reported(call, coming).responses[0] == "utter_status_shipped"


def test_what_is_long_overdue_is_searched_for_at_once(call: Call, order_like: OrderLike) -> None:
    overdue = order_like(
        status=OrderStatus.SHIPPED, eta=lambda eta: eta is not None and eta.isoformat() < "2026-11-20"
    )
    assert reported(call, overdue).responses[0] == "utter_trace_opened"


def test_yes_to_another_order_starts_no_search_for_it(
    call: Call, order: Order, order_like: OrderLike, rows: Rows
) -> None:
    other = recent(order_like, order_number=lambda number: number != order.order_number)
    caller: Caller = call()
    caller.says("parcel_not_received", "nichts da", order_number=order.order_number, postcode=order.postcode)
    answer = caller.says("affirm", "ja, die andere", order_number=other.order_number, postcode=other.postcode)
    assert answer.asks == "confirm_searched"
    assert rows("SELECT * FROM shop_traces") == []
