"""Points: told to their owner, with what expires when; wrong ones are checked by a person."""

import pytest

from actions.loyalty_points import PointsForm
from actions.wiring import Hotline
from bot.shop.models import Order
from tests.actions.caller import Caller
from tests.actions.conftest import OrderLike, Rows


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return order_like(order_number="WM-104823")


@pytest.fixture
def owner(hotline: Hotline, order: Order) -> Caller:
    return Caller(PointsForm, hotline, caller_customers=[order.customer_id])


def test_the_owner_hears_balance_and_expiry(owner: Caller, order: Order) -> None:
    answer = owner.says("loyalty_points", postcode=order.postcode)
    assert answer.responses == ["utter_points_balance", "utter_points_expiring"]
    assert "1240" in answer.text
    assert "300" in answer.text
    assert "2026-12-31" in answer.text
    assert answer.done == ["loyalty_points"]


def test_a_stranger_has_to_prove_who_he_is(hotline: Hotline, order: Order) -> None:
    stranger = Caller(PointsForm, hotline)
    assert stranger.says("loyalty_points").asks == "order_number"
    assert stranger.says("inform", order_number=order.order_number).asks == "postcode"
    assert "1240" in stranger.says("inform", postcode=order.postcode).text


def test_missing_points_are_checked_by_a_person(owner: Caller, order: Order) -> None:
    assert owner.says("loyalty_points", "mir fehlen punkte vom letzten einkauf").asks == "order_number"
    answer = owner.says("inform", order.postcode, postcode=order.postcode)
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == ("points_disputed", "claim")
    assert answer.handover["summary"]["said"] == "mir fehlen punkte vom letzten einkauf"


def test_who_collects_none_is_told_so(hotline: Hotline, order_like: OrderLike, rows: Rows) -> None:
    collectors = {row["customer_id"] for row in rows("SELECT customer_id FROM shop_points")}
    order = order_like(customer_id=lambda who: who not in collectors)
    caller = Caller(PointsForm, hotline, caller_customers=[order.customer_id])
    answer = caller.says("loyalty_points", postcode=order.postcode)
    assert answer.responses == ["utter_points_none"]
