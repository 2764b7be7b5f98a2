"""No more advertising: at once, from anybody, for what he names or what is stored of him."""

import pytest

from actions.ads_opt_out import AdsForm
from actions.wiring import Hotline
from bot.shop.models import Order
from tests.actions.caller import Caller
from tests.actions.conftest import OrderLike, Rows


@pytest.fixture
def order(order_like: OrderLike) -> Order:
    return order_like(order_number="WM-104823")


def listed(rows: Rows) -> set[tuple[str, str]]:
    return {(row["kind"], row["value"]) for row in rows("SELECT kind, value FROM shop_suppressions")}


def test_a_known_caller_is_asked_nothing_and_gets_none_on_any_channel(
    hotline: Hotline, order: Order, rows: Rows
) -> None:
    answer = Caller(AdsForm, hotline, caller_customers=[order.customer_id]).says("ads_opt_out")
    assert answer.responses == ["utter_ads_stopped_all", "utter_ads_print"]
    assert answer.done == ["ads_opt_out"]
    assert {("email", order.email), ("phone", order.phone), ("post", order.customer_id)} <= listed(rows)
    assert order.email
    assert not hotline.shop.accounts.may_advertise(order.email.upper())


def test_a_stranger_names_the_contact_and_hears_it_read_back(hotline: Hotline, rows: Rows) -> None:
    stranger = Caller(AdsForm, hotline)
    assert stranger.says("ads_opt_out", "keinen newsletter mehr").asks == "ad_email"
    read_back = stranger.says("inform", "max punkt meier at gmx punkt de")
    assert read_back.asks == "confirm_ad_contact"
    assert "max.meier@gmx.de" in read_back.text
    assert listed(rows) == set()
    done = stranger.says("affirm")
    assert done.responses == ["utter_ads_stopped_email", "utter_ads_print"]
    assert listed(rows) == {("email", "max.meier@gmx.de")}


def test_a_correction_replaces_what_was_heard(hotline: Hotline, rows: Rows) -> None:
    stranger = Caller(AdsForm, hotline)
    stranger.says("ads_opt_out", "keine werbung an max punkt maier at gmx punkt de")
    corrected = stranger.says("deny", "nein, max punkt meier at gmx punkt de")
    assert "max.meier@gmx.de" in corrected.text
    stranger.says("affirm")
    assert listed(rows) == {("email", "max.meier@gmx.de")}


def test_a_plain_no_asks_for_the_contact_again(hotline: Hotline) -> None:
    stranger = Caller(AdsForm, hotline)
    stranger.says("ads_opt_out", "keine werbung an max punkt maier at gmx punkt de")
    assert stranger.says("deny", "nein").asks == "ad_email"


def test_a_typed_contact_needs_no_reading_back(hotline: Hotline, rows: Rows) -> None:
    texter = Caller(AdsForm, hotline, channel="sms")
    answer = texter.says("ads_opt_out", "Bitte keine Werbung mehr an max.meier@gmx.de")
    assert answer.done == ["ads_opt_out"]
    assert listed(rows) == {("email", "max.meier@gmx.de")}


def test_of_two_people_behind_one_number_nobody_speaks_for_the_other(hotline: Hotline, rows: Rows) -> None:
    answer = Caller(AdsForm, hotline, caller_customers=["C1001", "C1002"]).says("ads_opt_out")
    assert answer.asks == "ad_email"
    assert listed(rows) == set()


def test_catalogues_to_an_unknown_address_are_a_persons_search(hotline: Hotline) -> None:
    stranger = Caller(AdsForm, hotline)
    assert stranger.says("ads_opt_out", "keine kataloge mehr bitte").asks == "ad_address_text"
    answer = stranger.says("inform", "Anna Meier, Lindenallee 3 in Dresden")
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == ("ads_opt_out_post", "claim")
    assert answer.handover["summary"]["address"] == "Anna Meier, Lindenallee 3 in Dresden"


def test_saying_it_twice_leaves_one_entry(hotline: Hotline, order: Order, rows: Rows) -> None:
    for _ in range(2):
        Caller(AdsForm, hotline, caller_customers=[order.customer_id]).says("ads_opt_out")
    kinds = [row["kind"] for row in rows("SELECT kind FROM shop_suppressions WHERE kind = 'post'")]
    assert kinds == ["post"]


def test_an_interrupted_question_is_asked_again(hotline: Hotline) -> None:
    stranger = Caller(AdsForm, hotline)
    stranger.says("ads_opt_out", "keine werbung an max punkt meier at gmx punkt de")
    assert stranger.is_back().asks == "confirm_ad_contact"
    assert stranger.says("affirm").done == ["ads_opt_out"]


def test_a_known_caller_is_not_asked_about_a_misheard_contact(hotline: Hotline, order: Order) -> None:
    known = Caller(AdsForm, hotline, caller_customers=[order.customer_id])
    answer = known.says("ads_opt_out", "keine werbung an max punkt meier at gmx punkt de")
    assert (answer.asks, answer.done) == (None, ["ads_opt_out"])
