"""Ordering: items as said, everything read back, placed only on an explicit yes to what was heard."""

import pytest
from sqlalchemy import Engine, text

from actions.wiring import Hotline
from bot.shop.models import Order, OrderStatus, PaymentMethod
from tests.actions.conftest import OrderLike, Rows
from tests.actions.ordering import NEW_CUSTOMER, Orderer, must_hear

PLACED = "SELECT order_number FROM shop_order_requests WHERE request_id LIKE 'call-1:order%'"


@pytest.fixture
def known(order_like: OrderLike) -> Order:
    """Somebody in Germany with an e-mail address whose bills are paid."""
    return order_like(
        status=OrderStatus.PAID, country="DE", email=bool, payment=lambda way: way != PaymentMethod.INVOICE
    )


@pytest.fixture
def regular(hotline: Hotline, known: Order) -> Orderer:
    return Orderer(hotline, caller_customers=[known.customer_id])


def asked(regular: Orderer, known: Order, *items: str) -> Orderer:
    """Up to the question for the yes."""
    regular.says("order_place", items[0] if items else "eine thermoskanne bitte")
    regular.goes_on(*(("inform", item) for item in items[1:]), ("inform", "das war alles"))
    regular.goes_on(("inform", known.postcode, {"postcode": known.postcode}), ("inform", "auf rechnung"))
    return regular


def test_a_new_customer_orders_from_name_to_bank_details(hotline: Hotline, rows: Rows) -> None:
    caller = Orderer(hotline)
    caller.says("order_place", "ich möchte zwei thermoskannen bestellen")
    read = caller.goes_on(*NEW_CUSTOMER)
    assert "2 mal Thermoskanne" in read.text
    assert "zusammen [[amount:69.80]]" in read.text
    assert "Jens Müller, Lindenallee 12b in Hamburg" in read.text
    assert "14 Tage ab Erhalt widerrufen" in read.text
    assert read.asks == "confirm_order"
    assert rows(PLACED) == []
    done = caller.says("affirm", "ja")
    number = rows(PLACED)[0]["order_number"]
    assert number in done.text
    assert done.done == ["order_place"]
    assert {"confirm_order": {"order_number": number}} in done.requests
    order = hotline.shop.order(number)
    assert (order.email, order.payment, order.city) == (
        "jens.mueller@example.org",
        PaymentMethod.PREPAYMENT,
        "Hamburg",
    )


def test_a_known_caller_needs_a_postcode_and_never_hears_the_address(
    regular: Orderer, known: Order, hotline: Hotline, rows: Rows
) -> None:
    answer = asked(regular, known).says("affirm", "ja bitte")
    order = hotline.shop.order(rows(PLACED)[0]["order_number"])
    assert (order.customer_id, order.payment) == (known.customer_id, PaymentMethod.INVOICE)
    assert order.eta is not None
    said = " ".join([answer.text, *map(str, regular.slots.values())])
    assert known.street not in said


def test_every_mandatory_sentence_is_named_to_the_server(regular: Orderer, known: Order) -> None:
    regular.says("order_place", "eine thermoskanne und den vorhang nach maß")
    regular.goes_on(("inform", "nein"), ("inform", "x", {"postcode": known.postcode}))
    answer = regular.says("inform", "auf rechnung")
    request = next(request["must_hear"] for request in answer.requests if "must_hear" in request)
    assert set(request["responses"]) == {
        "utter_order_sum_up",
        "utter_order_item",
        "utter_order_total_free",
        "utter_order_to_stored",
        "utter_order_by_invoice",
        "utter_order_withdrawal",
        "utter_order_no_withdrawal",
    }
    assert answer.responses[-1] == "utter_confirm_order"


def test_a_yes_to_what_was_not_heard_to_its_end_places_nothing(
    regular: Orderer, known: Order, rows: Rows
) -> None:
    regular.hears_all = False
    again = asked(regular, known).says("affirm", "ja")
    assert rows(PLACED) == []
    assert must_hear(again)
    assert "utter_order_again" in again.responses
    regular.hears_all = True
    regular.says("inform", "wie bitte")
    assert regular.says("affirm", "ja").done == ["order_place"]
    assert len(rows(PLACED)) == 1


@pytest.mark.parametrize(
    ("intent", "text"),
    [("inform", "hm"), ("affirm", "mhm vielleicht"), ("affirm", "ja aber nur eine"), ("greet", "hallo")],
)
def test_anything_but_an_explicit_yes_places_nothing(
    regular: Orderer, known: Order, rows: Rows, intent: str, text: str
) -> None:
    answer = asked(regular, known).says(intent, text)
    assert rows(PLACED) == []
    assert answer.asks in ("confirm_order", "order_part_text")


def test_a_correction_at_the_end_is_read_back_anew(regular: Orderer, known: Order, rows: Rows) -> None:
    answer = asked(regular, known).says("inform", "nein, drei")
    assert "3 mal Thermoskanne" in answer.text
    assert "[[amount:104.70]]" in answer.text
    assert must_hear(answer)
    regular.says("affirm", "ja")
    assert (
        rows("SELECT quantity FROM shop_order_lines ORDER BY order_number DESC LIMIT 1")[0]["quantity"] == 3
    )


def test_no_asks_which_part_and_keeps_the_rest(regular: Orderer, known: Order) -> None:
    asked(regular, known)
    assert regular.says("deny", "nein").asks == "order_part_text"
    answer = regular.says("inform", "die zahlung, lieber vorkasse")
    assert "utter_order_paid_by_prepayment" in answer.responses
    assert "1 mal Thermoskanne" in answer.text


def test_deciding_against_it_places_nothing_and_keeps_the_cart(
    regular: Orderer, known: Order, rows: Rows
) -> None:
    answer = asked(regular, known).says("deny", "nein ich will doch nicht bestellen")
    assert answer.responses == ["utter_order_not_placed"]
    assert rows(PLACED) == []
    back = regular.says("order_place", "ich möchte doch bestellen")
    assert (back.asks, "Thermoskanne" in back.text) == ("confirm_cart", True)


def test_a_no_that_sounds_like_a_cancellation_ends_this_order(
    regular: Orderer, known: Order, hotline: Hotline
) -> None:
    answer = asked(regular, known).says("order_cancel", "nein ich will doch nicht bestellen")
    assert answer.responses == ["utter_order_not_placed"]
    assert hotline.shop.order(known.order_number) == known


def test_another_order_is_cancelled_in_between_by_its_number(regular: Orderer, known: Order) -> None:
    asked(regular, known)
    words = {"order_number": known.order_number}
    assert regular.says("order_cancel", "bitte stornieren sie bestellung eins", **words).refused


def test_after_a_change_of_language_all_of_it_is_read_out_again(
    regular: Orderer, known: Order, rows: Rows
) -> None:
    asked(regular, known)
    regular.slots["language"] = "en"
    again = regular.says("affirm", "yes")
    assert rows(PLACED) == []
    assert must_hear(again)
    assert "You can withdraw within 14 days" in again.text
    assert regular.says("affirm", "yes").done == ["order_place"]


def test_a_yes_repeated_by_the_carrier_orders_once(regular: Orderer, known: Order, rows: Rows) -> None:
    asked(regular, known)
    before = dict(regular.slots)
    regular.says("affirm", "ja")
    regular.slots = before
    regular.says("affirm", "ja")
    assert len(rows(PLACED)) == 1


def test_the_cart_is_recorded_and_survives_starting_over(hotline: Hotline) -> None:
    caller = Orderer(hotline)
    answer = caller.says("order_place", "zwei thermoskannen")
    answer = caller.says("inform", "und einen toaster")
    recorded = [request["record"]["cart"] for request in answer.requests if "record" in request]
    assert [item["article"] for item in recorded[0]] == ["481207", "481269"]
    caller.slots |= dict.fromkeys(("ordering", "order_draft", "requested_slot", "topic", "wish"))
    back = caller.says("order_place", "ich möchte etwas bestellen")
    assert back.asks == "confirm_cart"
    assert caller.says("affirm", "ja").asks == "more"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("zwei esstische", "order_over_limit"),
        ("elf springformen", "order_many_pieces"),
        ("einen birnenschnaps", "order_adults_only"),
    ],
)
def test_what_the_bot_may_not_take_alone_goes_to_a_person_with_the_cart(
    hotline: Hotline, rows: Rows, text: str, reason: str
) -> None:
    caller = Orderer(hotline)
    caller.says("order_place", text)
    answer = caller.says("inform", "das war alles")
    assert answer.handover
    assert answer.handover["reason"] == reason
    assert len(answer.handover["summary"]["cart"]) == 1
    assert caller.slots["cart"]["items"]
    assert rows(PLACED) == []


def test_a_child_orders_nothing(hotline: Hotline) -> None:
    answer = Orderer(hotline).says("order_place", "ich bin zehn und will eine vase")
    assert answer.handover
    assert answer.handover["reason"] == "order_minor"


def test_nobody_hears_whether_an_invoice_is_refused(hotline: Hotline, order_like: OrderLike) -> None:
    owing = order_like(
        status=OrderStatus.DELIVERED,
        payment=PaymentMethod.INVOICE,
        country="DE",
        email=bool,
        delivered_at=lambda at: at is not None,
    )
    caller = Orderer(hotline)
    caller.says("order_place", "eine vase")
    caller.goes_on(*NEW_CUSTOMER[:-1])
    answer = caller.says("inform", "auf rechnung")
    assert answer.asks == "confirm_person"
    assert "entscheidet ein Mensch" in answer.text
    assert owing
    # Whoever does not want to wait for that pays another way; the order goes on.
    assert caller.says("deny", "nein").asks == "payment_text"
    assert caller.says("inform", "dann vorkasse").asks == "confirm_order"


def test_card_numbers_are_never_taken_down(hotline: Hotline) -> None:
    caller = Orderer(hotline)
    caller.says("order_place", "eine vase")
    caller.goes_on(*NEW_CUSTOMER[:-1])
    answer = caller.says("inform", "mit kreditkarte, die nummer ist vier eins eins eins")
    assert "utter_order_card_by_link" in answer.responses
    assert "utter_order_paid_by_link" in answer.responses


def test_by_text_message_the_confirmation_goes_to_the_number_that_writes(
    hotline: Hotline, rows: Rows
) -> None:
    caller = Orderer(hotline, channel="sms", can_text=True)
    caller.says("order_place", "2 x 481207")
    answer = caller.goes_on(*NEW_CUSTOMER[:7])
    assert answer.asks == "confirm_order"
    caller.says("affirm", "Ja")
    assert rows("SELECT channel, recipient FROM shop_confirmations") == [
        {"channel": "sms", "recipient": None}
    ]


def test_a_caller_who_cannot_name_an_earlier_order_orders_as_somebody_new(hotline: Hotline) -> None:
    caller = Orderer(hotline)
    caller.says("order_place", "eine vase")
    caller.goes_on(("inform", "das wars"), ("affirm", "ja"))
    assert caller.says("deny", "die nummer hab ich nicht").asks == "name"


def test_another_question_in_between_leaves_the_order_where_it_was(hotline: Hotline) -> None:
    caller = Orderer(hotline)
    caller.says("order_place", "eine vase")
    assert caller.says("store_hours_location", "wann haben sie in köln offen").refused
    assert caller.is_back().asks == "more"
    assert caller.slots["cart"]["items"]


@pytest.mark.parametrize(
    ("text", "items"), [("zwei teekannen sora", 2), ("haben sie die teekanne sora auf lager", 0)]
)
def test_an_item_that_sounds_like_a_question_about_it_is_told_from_one(
    hotline: Hotline, text: str, items: int
) -> None:
    caller = Orderer(hotline)
    caller.says("order_place", "eine vase")
    assert caller.says("product_info_stock", text).refused is (items == 0)
    assert sum(item["quantity"] for item in caller.slots["cart"]["items"]) == 1 + items


def test_a_swap_that_sounds_like_trouble_with_an_item_is_told_from_it(hotline: Hotline) -> None:
    caller = Orderer(hotline, language="en")
    caller.says("order_place", "a springform cake tin")
    assert caller.says("troubleshoot", "my kettle does not work").refused
    caller.says("troubleshoot", "a wall clock instead of the springform")
    assert [item["article"] for item in caller.slots["cart"]["items"]] == ["485188"]


def test_if_somebody_was_faster_what_is_left_is_read_back(
    regular: Orderer, known: Order, rows: Rows, engine: Engine
) -> None:
    caller = asked(regular, known, "drei thermoskannen")
    with engine.begin() as db:
        db.execute(text("UPDATE shop_products SET stock = 2"))
    answer = caller.says("affirm", "ja")
    assert (answer.responses[0], answer.asks) == ("utter_order_taking_left", "confirm_order")
    assert "2 mal Thermoskanne" in answer.text
    assert rows(PLACED) == []


def test_an_address_in_one_breath_is_not_asked_for_again(hotline: Hotline) -> None:
    caller = Orderer(hotline)
    caller.says("order_place", "ich möchte eine thermoskanne bestellen")
    caller.goes_on(*NEW_CUSTOMER[:3])
    heard = caller.says("inform", "Lindenallee 12 b in 20095 Hamburg", postcode="20095")
    assert (heard.asks, "Lindenallee" in heard.text) == ("confirm_street", True)
    assert "12b" in caller.says("affirm", "ja").text


def test_in_english_everything_is_said_in_english(hotline: Hotline, rows: Rows) -> None:
    caller = Orderer(hotline, language="en")
    caller.says("order_place", "I'd like two vacuum flasks and a fjord mug")
    answer = caller.says("inform", "the blue one")
    assert "Fjord mug blue" in answer.text
    caller.goes_on(
        ("inform", "that's all"), ("deny", "no"), ("inform", "Jane Miller", {"name": "Jane Miller"})
    )
    caller.goes_on(("inform", "20095", {"postcode": "20095"}), ("inform", "Lindenallee 5"))
    caller.goes_on(("affirm", "yes"), ("affirm", "yes"), ("inform", "by post"))
    assert "obligation to pay" in caller.says("inform", "hello").text
    caller.says("affirm", "yes please")
    assert len(rows(PLACED)) == 1
