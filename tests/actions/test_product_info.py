"""Articles: by number, by name, two alike, none at all."""

import pytest
from sqlalchemy import Engine, text

from actions.product_form import ProductForm
from actions.wiring import Hotline
from tests.actions.caller import Caller
from tests.actions.conftest import Rows


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(ProductForm, hotline)


def test_the_number_brings_stock_price_and_day(caller: Caller) -> None:
    answer = caller.says("product_info_stock", article_number="481207")
    assert "Thermoskanne" in answer.text
    assert "[[amount:" in answer.text
    assert "[[date:" in answer.text
    assert answer.done == ["product_info_stock"]


def test_the_name_does_as_well_in_both_languages(hotline: Hotline) -> None:
    german = Caller(ProductForm, hotline).says("product_info_stock", "haben Sie den Toaster Krume noch da")
    english = Caller(ProductForm, hotline, language="en").says(
        "product_info_stock", "is the Krume toaster in stock"
    )
    assert ("Toaster Krume" in german.text, "Krume toaster" in english.text) == (True, True)


def test_sold_out_says_when_it_comes_back_or_that_nobody_knows(caller: Caller, rows: Rows) -> None:
    for condition, response in (("NOT NULL", "utter_product_restock"), ("NULL", "utter_product_sold_out")):
        sold_out = f"SELECT article_number FROM shop_products WHERE stock = 0 AND restock_on IS {condition}"
        number = rows(sold_out)[0]["article_number"]
        assert caller.says("product_info_stock", article_number=number).responses == [response]


def test_nothing_named_is_asked_for(caller: Caller) -> None:
    assert caller.says("product_info_stock", "haben Sie das auf Lager").asks == "article"


def test_two_alike_are_both_named_and_the_choice_is_taken(caller: Caller) -> None:
    asked = caller.says("product_info_stock", "Bratpfanne")
    assert (asked.responses, asked.asks) == (["utter_which_of_two"], "article")
    assert caller.says("inform", "die beschichtete Bratpfanne").done == ["product_info_stock"]


def test_what_we_do_not_have_is_said_and_a_person_offered(caller: Caller) -> None:
    caller.says("product_info_stock", "haben Sie so was")
    asked = caller.says("inform", "ein Raumschiff")
    assert (asked.responses, asked.asks) == (["utter_product_unknown"], "confirm_person")
    accepted = caller.says("affirm", "ja")
    assert accepted.handover
    assert accepted.handover["summary"]["said"] == "ein Raumschiff"


def test_an_order_wish_in_between_goes_on_afterwards(caller: Caller) -> None:
    caller.slots["wish"] = "order_status"
    answer = caller.says("product_info_stock", article_number="481207")
    assert {"event": "followup", "name": "order_form", "timestamp": None} in answer.events
    assert caller.slots["wish"] == "order_status"


def test_a_fact_asked_for_is_told_beside_stock_and_price(caller: Caller) -> None:
    answer = caller.says("product_info_stock", "wie breit ist der kleiderschrank")
    assert "150 Zentimeter breit" in answer.text
    assert ("utter_product_in_stock" in answer.responses, answer.done) == (True, ["product_info_stock"])


def test_a_fact_nobody_wrote_down_is_offered_to_a_person(caller: Caller) -> None:
    asked = caller.says("product_info_stock", "gibts die thermoskanne auch in grün")
    assert ("utter_product_fact_unknown" in asked.responses, asked.asks) == (True, "confirm_person")


def test_a_colour_we_have_is_answered(caller: Caller) -> None:
    answer = caller.says("product_info_stock", "gibt es den henkelbecher auch in blau")
    assert (answer.done, "Fjord blau" in answer.text) == (["product_info_stock"], True)


def test_figures_that_contradict_each_other_are_for_a_person(caller: Caller, engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(text("UPDATE shop_products SET restock_on = '2026-12-24' WHERE article_number = '481207'"))
    asked = caller.says("product_info_stock", "haben sie die thermoskanne noch")
    assert (asked.responses, asked.asks) == (["utter_product_conflict"], "confirm_person")
