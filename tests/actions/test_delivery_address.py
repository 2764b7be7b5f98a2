"""Sending an order elsewhere: after a code, part by part, with a yes, and only until it is packed."""

from decimal import Decimal

import pytest

from actions.wiring import Hotline
from bot.shop.models import Order, OrderStatus
from bot.shop.textable import can_text
from tests.actions.caller import Answer, Caller
from tests.actions.codes import sent_code
from tests.actions.conftest import NOW, Call, OrderLike, Rows

OPEN = (OrderStatus.PAID, OrderStatus.PLACED)
WISH = "delivery_address_change"


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return order_like(
        status=lambda status: status in OPEN,
        phone=can_text,
        country="DE",
        total=lambda total: total <= Decimal(250),
        postcode=lambda postcode: postcode != "20095",
    )


@pytest.fixture
def caller(call: Call) -> Caller:
    return call()


def proven(caller: Caller, order: Order, hotline: Hotline, words: str = "falsche Adresse") -> Answer:
    """The wish with number and postcode, then the code."""
    asked = caller.says(WISH, words, order_number=order.order_number, postcode=order.postcode)
    return caller.says("inform", code=sent_code(asked, hotline))


def told(caller: Caller, postcode: str = "20095", street: str = "Lindenallee", house: str = "12 b") -> Answer:
    """All parts, each confirmed."""
    caller.says("inform", postcode, postcode=postcode)
    caller.says("inform", street)
    caller.says("affirm", "ja")
    caller.says("inform", house)
    return caller.says("affirm", "ja")


def stored(rows: Rows, order: Order) -> dict[str, object]:
    (row,) = rows(
        f"SELECT street, postcode, city FROM shop_orders WHERE order_number = '{order.order_number}'"
    )
    return row


def test_part_by_part_and_only_the_yes_changes_it(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    assert proven(caller, order, hotline).asks == "new_postcode"
    street = caller.says("inform", "20095", postcode="20095")
    assert (street.asks, "Hamburg" in street.text) == ("new_street_text", True)
    right = caller.says("inform", "das ist die Lindenallee")
    assert (right.asks, "Lindenallee" in right.text) == ("confirm_street", True)
    assert caller.says("affirm", "ja").asks == "new_house_text"
    number = caller.says("inform", "zwölf b")
    assert (number.asks, "12b" in number.text) == ("confirm_house", True)
    whole = caller.says("affirm", "ja")
    assert whole.asks == "confirm_address"
    assert "Lindenallee 12b, [[postcode:20095]] Hamburg" in whole.text
    assert stored(rows, order)["street"] == order.street
    answer = caller.says("affirm", "ja")
    assert answer.done == [WISH]
    assert stored(rows, order) == {"street": "Lindenallee 12b", "postcode": "20095", "city": "Hamburg"}


def test_street_and_number_in_one_breath(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline)
    caller.says("inform", "20095", postcode="20095")
    assert "Lindenallee" in caller.says("inform", "Lindenallee zwölf").text
    assert "Hausnummer 12" in caller.says("affirm", "ja").text


def test_no_to_the_street_with_the_right_one(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline)
    caller.says("inform", "20095", postcode="20095")
    caller.says("inform", "Birnenweg 3")
    answer = caller.says("deny", "nein, Birkenweg")
    assert (answer.asks, "Birkenweg" in answer.text) == ("confirm_street", True)


def test_no_to_the_whole_keeps_what_was_right(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    proven(caller, order, hotline)
    told(caller)
    assert caller.says("deny", "nein").asks == "address_part_text"
    assert caller.says("inform", "die Hausnummer").asks == "new_house_text"
    caller.says("inform", "vierzehn")
    whole = caller.says("affirm", "ja")
    assert "Lindenallee 14, [[postcode:20095]] Hamburg" in whole.text
    caller.says("affirm", "ja")
    assert stored(rows, order)["street"] == "Lindenallee 14"


def test_no_that_names_the_part_needs_no_question(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline)
    told(caller)
    answer = caller.says("deny", "nein, Hausnummer vierzehn")
    assert (answer.asks, "14" in answer.text) == ("confirm_house", True)


def test_a_no_heard_as_the_wish_itself_puts_right_what_was_read_back(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    proven(caller, order, hotline)
    told(caller)
    answer = caller.says(WISH, "nein, die Hausnummer ist vierzehn")
    assert (answer.asks, "14" in answer.text) == ("confirm_house", True)
    assert "Lindenallee 14, [[postcode:20095]] Hamburg" in caller.says("affirm", "ja").text
    caller.says("affirm", "ja")
    assert stored(rows, order)["street"] == "Lindenallee 14"


def test_a_wrong_house_number_alone_is_put_right_alone(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    asked = proven(caller, order, hotline, "die Hausnummer ist falsch")
    assert asked.asks == "new_house_text"
    caller.says("inform", "7 c")
    whole = caller.says("affirm", "ja")
    assert order.street not in whole.text
    caller.says("affirm", "ja")
    changed = stored(rows, order)
    assert (changed["postcode"], changed["city"]) == (order.postcode, order.city)
    assert str(changed["street"]) == f"{order.street.rpartition(' ')[0]} 7c"


def test_an_unknown_postcode_asks_for_the_town(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline)
    assert caller.says("inform", "26409", postcode="26409").asks == "new_city_text"
    assert "Wittmund" in caller.says("inform", "wittmund").text


def test_the_new_postcode_is_no_claim_about_the_old_one(
    caller: Caller, order: Order, hotline: Hotline
) -> None:
    proven(caller, order, hotline)
    caller.says("inform", "20095", postcode="20095")
    assert caller.slots["postcode"] == order.postcode


def test_another_postcode_takes_a_delivery_day_longer(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    proven(caller, order, hotline)
    told(caller)
    answer = caller.says("affirm", "ja")
    wanted = "utter_address_new_day" if order.eta else "utter_eta_unknown"
    assert answer.responses == ["utter_address_changed", wanted]


def test_the_owner_is_told_by_e_mail(
    order_like: OrderLike, caller: Caller, hotline: Hotline, rows: Rows
) -> None:
    order = order_like(
        status=lambda status: status in OPEN,
        phone=can_text,
        email=bool,
        country="DE",
        total=lambda total: total <= Decimal(250),
    )
    proven(caller, order, hotline)
    told(caller)
    caller.says("affirm", "ja")
    (mail,) = rows("SELECT recipient FROM shop_mail WHERE document = 'address_changed'")
    assert mail["recipient"] == order.email


def test_a_yes_repeated_by_the_carrier_changes_once(
    caller: Caller, order: Order, hotline: Hotline, rows: Rows
) -> None:
    proven(caller, order, hotline)
    told(caller)
    before = dict(caller.slots)
    caller.says("affirm", "ja")
    caller.slots = before
    caller.says("affirm", "ja")
    assert len(rows("SELECT id FROM shop_address_changes")) == 1


def test_another_country_is_a_persons_business(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline)
    assert caller.says("inform", "nach Österreich, 1010", postcode="1010").asks == "confirm_person"
    assert caller.says("affirm", "ja").handover == {
        "reason": "address_abroad",
        "kind": "person",
        "summary": {
            "wish": WISH,
            "order_number": order.order_number,
            "verified": True,
            "said": "nach Österreich, 1010",
        },
    }


def test_an_expensive_order_goes_to_a_person(caller: Caller, order_like: OrderLike) -> None:
    order = order_like(status=lambda status: status in OPEN, total=lambda total: total > Decimal(250))
    answer = caller.says(WISH, order_number=order.order_number, postcode=order.postcode)
    assert answer.responses == ["utter_address_high_value"]
    assert caller.says("affirm", "ja").handover


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (OrderStatus.PACKED, "utter_address_packed"),
        (OrderStatus.SHIPPED, "utter_address_shipped"),
        (OrderStatus.DELIVERED, "utter_address_delivered"),
    ],
)
def test_once_packed_only_a_person_can_try(
    caller: Caller, order_like: OrderLike, status: OrderStatus, said: str
) -> None:
    order = order_like(status=status)
    answer = caller.says(WISH, order_number=order.order_number, postcode=order.postcode)
    assert answer.responses[0] == said
    assert answer.asks == "confirm_person"


def test_what_is_cancelled_has_no_address_to_change(caller: Caller, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.CANCELLED)
    assert caller.says(WISH, order_number=order.order_number, postcode=order.postcode).done == [WISH]


def test_a_warehouse_that_was_faster_is_told_as_it_is(caller: Caller, order: Order, hotline: Hotline) -> None:
    proven(caller, order, hotline)
    told(caller)
    hotline.shop.cancel(order.order_number, request_id="website", at=NOW, by="customer")
    assert caller.says("affirm", "ja").responses == ["utter_address_over"]


def test_the_recogniser_hears_which_streets_there_are_at_the_postcode(
    caller: Caller, order: Order, hotline: Hotline
) -> None:
    proven(caller, order, hotline)
    asked = caller.says("inform", order.postcode, postcode=order.postcode)
    hints = [request["hints"] for request in asked.requests if "hints" in request]
    assert hints == [list(hotline.shop.deliveries.streets(order.postcode))]
