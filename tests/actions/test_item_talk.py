"""Items as callers name them: several in a breath, variants, one more, another instead, fewer than wished."""

import pytest

from actions.wiring import Hotline
from bot.shop.models import Product
from tests.actions.ordering import Orderer


def cart(caller: Orderer) -> dict[str, int]:
    return {item["article"]: item["quantity"] for item in (caller.slots.get("cart") or {}).get("items", [])}


@pytest.fixture
def caller(hotline: Hotline) -> Orderer:
    return Orderer(hotline)


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("zwei thermoskannen und einen toaster", [], {"481207": 2, "481269": 1}),
        ("artikel 48 12 07 bitte", ["noch eine"], {"481207": 2}),
        ("vier acht eins zwei null sieben", [], {"481207": 1}),
        ("eine thermoskanne", ["nein, drei"], {"481207": 3}),
        ("zwei, nein, drei thermoskannen", [], {"481207": 3}),
        ("eine thermoskanne", ["noch eine thermoskanne"], {"481207": 2}),
        ("eine thermoskanne und eine vase", ["die thermoskanne doch nicht"], {"483166": 1}),
        ("eine thermoskanne", ["lieber den wasserkocher statt der thermoskanne"], {"481238": 1}),
        ("zwei henkelbecher", ["in blau"], {"488201": 2}),
        ("einen blauen henkelbecher und zwei grüne", [], {"488201": 1, "488202": 2}),
        ("hausschuhe", ["größe zweiundvierzig"], {"488106": 1}),
        ("ein paar hausschuhe größe 42", [], {"488106": 1}),
        ("hausschuhe in 42", ["doch lieber 43"], {"488107": 1}),
        ("eine pfanne", ["die erste"], {"482105": 1}),
        ("dreimal die springform 26 cm", [], {"482174": 3}),
        ("ich möchte etwas bestellen", ["einen toaster"], {"481269": 1}),
    ],
)
def test_the_cart_holds_what_was_said(
    caller: Orderer, first: str, then: list[str], expected: dict[str, int]
) -> None:
    caller.says("order_place", first)
    for text in then:
        caller.says("inform", text)
    assert cart(caller) == expected


def test_two_that_may_be_meant_are_asked_about(caller: Orderer) -> None:
    answer = caller.says("order_place", "ich hätte gern die pfanne")
    assert answer.asks == "article"
    assert "Meinen Sie" in answer.text


def test_a_family_is_asked_for_its_variant(caller: Orderer) -> None:
    answer = caller.says("order_place", "einen henkelbecher")
    assert "blau, grün, grau und weiß" in answer.text
    assert caller.says("inform", "lila").asks == "article"
    assert cart(caller) == {}


def test_sold_out_says_until_when_and_offers_to_go_on(caller: Orderer) -> None:
    answer = caller.says("order_place", "einen isolierbecher und eine vase")
    assert "[[date:2026-12-02]]" in answer.text
    assert cart(caller) == {"483166": 1}


def test_a_sold_out_size_offers_the_others(caller: Orderer) -> None:
    answer = caller.says("order_place", "hausschuhe in größe einundvierzig")
    assert "utter_order_other_size" in answer.responses
    caller.says("inform", "dann zweiundvierzig")
    assert cart(caller) == {"488106": 1}


def test_fewer_than_wished_are_offered(caller: Orderer) -> None:
    answer = caller.says("order_place", "sechs kaffeemühlen")
    assert (answer.asks, "noch 5" in answer.text) == ("confirm_fewer", True)
    caller.says("affirm", "ja")
    assert cart(caller) == {"481245": 5}


def test_fewer_may_be_declined(caller: Orderer) -> None:
    caller.says("order_place", "sechs kaffeemühlen")
    assert caller.says("deny", "nein").asks == "article"
    assert cart(caller) == {}


def test_an_unknown_number_and_an_unknown_name_are_said_to_be_unknown(caller: Orderer) -> None:
    assert "utter_order_no_such_number" in caller.says("order_place", "artikel 99 99 99").responses
    assert "utter_order_unknown_article" in caller.says("inform", "ein krokodil").responses
    caller.slots["attempt"] = 1
    assert caller.says("inform", "ein krokodil eben").asks == "confirm_person"


def test_nothing_named_and_no_more_wanted_is_no_order(caller: Orderer) -> None:
    caller.says("order_place", "ich möchte etwas bestellen")
    assert caller.says("deny", "ach nein").responses == ["utter_order_not_placed"]


def test_every_article_of_the_range_can_be_ordered_by_its_name(hotline: Hotline) -> None:
    numbers = ("481221", "481252", "482150", "483135", "484189", "485195", "486156", "487124", "488301")
    products: list[Product] = [hotline.shop.product(number) for number in numbers]
    for product in products:
        caller = Orderer(hotline)
        caller.says("order_place", f"ich möchte {product.name('de')} bestellen")
        assert cart(caller) == {product.article_number: 1}, product.name("de")
