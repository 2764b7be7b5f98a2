"""Changing a subscription: proven by a code, read back with delivery and charge, made once."""

from datetime import date, timedelta
from typing import Any

import pytest

from actions.subscription_form import SubscriptionForm
from actions.wiring import Hotline
from bot.shop.models import Order
from tests.actions.caller import Answer, Caller
from tests.actions.conftest import OrderLike, Rows
from tests.actions.proving import proven_caller

# The documented order's owner has a coffee subscription: every four weeks, next on 4 December.
NEXT = date(2026, 12, 4)


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return order_like(order_number="WM-104823")


def wished(hotline: Hotline, order: Order, text: str, **slots: Any) -> tuple[Caller, Answer]:
    return proven_caller(SubscriptionForm, hotline, order, "subscription_change", text, **slots)


def coffee(rows: Rows, order: Order) -> dict[str, Any]:
    mine = f"WHERE customer_id = '{order.customer_id}'"
    return rows(
        f"SELECT quantity, interval_weeks, next_delivery, paused_until FROM shop_subscriptions {mine}"
    )[0]


def test_a_pause_is_read_back_and_made_after_the_yes(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller, read_back = wished(hotline, order, "bitte pausieren bis zum ersten februar")
    assert read_back.asks == "confirm_subscription"
    assert "2027-02-26" in read_back.text
    assert coffee(rows, order)["paused_until"] is None
    done = caller.says("affirm")
    assert done.done == ["subscription_change"]
    assert coffee(rows, order) == {
        "quantity": 1,
        "interval_weeks": 4,
        "next_delivery": "2027-02-26",
        "paused_until": "2027-02-01",
    }
    # Two days before the delivery it is charged.
    assert "2027-02-24" in done.text
    assert "18.90" in done.text


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("die nächste lieferung bitte auslassen", "next_delivery", str(NEXT + timedelta(weeks=4))),
        ("künftig nur alle sechs wochen bitte", "interval_weeks", 6),
        ("ich möchte zwei packungen statt einer", "quantity", 2),
        ("die lieferung verschieben auf den 15. Dezember", "next_delivery", "2026-12-15"),
    ],
)
def test_every_kind_of_change(
    hotline: Hotline, order: Order, rows: Rows, text: str, column: str, value: object
) -> None:
    caller, read_back = wished(hotline, order, text)
    assert read_back.asks == "confirm_subscription", read_back
    caller.says("affirm")
    assert coffee(rows, order)[column] == value
    assert len(rows("SELECT id FROM shop_subscription_changes")) == 1


def test_a_correction_in_one_breath_is_read_back_anew(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller, _ = wished(hotline, order, "alle sechs wochen bitte")
    again = caller.says("deny", "nein, alle acht wochen")
    assert again.asks == "confirm_subscription"
    caller.says("affirm")
    assert coffee(rows, order)["interval_weeks"] == 8


def test_a_plain_no_asks_only_for_what_can_be_wrong(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller, _ = wished(hotline, order, "alle sechs wochen bitte")
    assert caller.says("deny", "nein").asks == "interval_quantity"
    assert caller.says("subscription_change", "alle acht wochen").asks == "confirm_subscription"
    caller.says("affirm")
    assert coffee(rows, order)["interval_weeks"] == 8


def test_another_kind_of_change_instead(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller, _ = wished(hotline, order, "alle sechs wochen bitte")
    again = caller.says("deny", "nein, lieber eine lieferung auslassen, diesmal nicht")
    assert again.responses[0] == "utter_subscription_skip"
    caller.says("affirm")
    assert coffee(rows, order)["interval_weeks"] == 4


def test_what_shall_change_is_asked_where_it_was_not_said(hotline: Hotline, order: Order) -> None:
    caller, answer = wished(hotline, order, "ich will was an meinem abo ändern")
    assert answer.asks == "subscription_what"
    assert caller.says("inform", "pausieren").asks == "pause_date"
    assert caller.says("inform", "zwei monate").asks == "confirm_subscription"


def test_of_two_the_one_meant_is_asked_for(hotline: Hotline, order_like: OrderLike, rows: Rows) -> None:
    order = order_like(order_number="WM-118340")
    caller, answer = wished(hotline, order, "die nächste lieferung auslassen")
    assert answer.asks == "subscription_which"
    assert "Kaffee-Abo, Tee-Abo" in answer.text
    assert caller.says("inform", "den tee").asks == "confirm_subscription"
    caller.says("affirm")
    changed = rows("SELECT subscription_number FROM shop_subscription_changes")
    (tea,) = rows(
        "SELECT subscription_number FROM shop_subscriptions WHERE plan = 'tea' AND customer_id = 'C1001'"
    )
    assert changed == [tea]


def test_a_yes_that_reaches_us_twice_changes_once(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller, _ = wished(hotline, order, "die nächste lieferung auslassen")
    before = dict(caller.slots)
    caller.says("affirm")
    caller.slots = before
    caller.says("affirm")
    assert coffee(rows, order)["next_delivery"] == str(NEXT + timedelta(weeks=4))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("die lieferung verschieben auf morgen", "subscription_too_soon"),
        ("pausieren bis zum ersten august", "subscription_pause_too_long"),
        ("alle fünf wochen bitte", "subscription_no_such_interval"),
        ("ich brauche fünfzig stück", "subscription_too_many"),
        ("ich bin umgezogen, bitte andere adresse", "subscription_address"),
    ],
)
def test_what_a_machine_does_not_decide_is_offered_to_a_person(
    hotline: Hotline, order: Order, rows: Rows, text: str, reason: str
) -> None:
    caller, answer = wished(hotline, order, text)
    assert answer.asks == "confirm_person"
    handed = caller.says("affirm").handover
    assert handed
    assert handed["reason"] == reason
    assert rows("SELECT id FROM shop_subscription_changes") == []


def test_who_changes_his_mind_may_end_it(hotline: Hotline, order: Order, rows: Rows) -> None:
    caller, _ = wished(hotline, order, "bitte pausieren bis zum ersten februar")
    answer = caller.says("subscription_cancel", "ach, ich kündige lieber")
    assert answer.done == ["subscription_cancel"]
    assert rows("SELECT verified FROM shop_subscription_ends") == [{"verified": 1}]
