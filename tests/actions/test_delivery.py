"""Delivery costs by country, from the retailer's terms only."""

import pytest

from actions.delivery import DeliveryCosts
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("was kostet der Versand", "Deutschland"),
        ("liefern Sie nach Österreich", "Österreich"),
        ("und nach Wien", "Österreich"),
        ("in die Schweiz", "die Schweiz"),
        ("nach Holland", "die Niederlande"),
    ],
)
def test_the_country_named_is_answered_with_its_terms(hotline: Hotline, text: str, country: str) -> None:
    answer = Caller(DeliveryCosts, hotline).says("delivery_options_costs", text)
    terms = next(t for t in hotline.knowledge.delivery.countries.values() if t.name["de"] == country)
    assert country in answer.text
    assert f"[[amount:{terms.cost:.2f}]]" in answer.text
    assert answer.done == ["delivery_options_costs"]


def test_the_source_goes_on_record(hotline: Hotline) -> None:
    answer = Caller(DeliveryCosts, hotline).says("delivery_options_costs", "Versand?")
    assert {
        "record": {"source": hotline.knowledge.delivery.source, "entry": "DELIVERY-DE"}
    } in answer.requests


def test_where_bulky_goods_do_not_go_is_said(hotline: Hotline) -> None:
    answer = Caller(DeliveryCosts, hotline).says("delivery_options_costs", "nach Frankreich")
    assert "utter_delivery_time_no_bulky" in answer.responses


def test_a_country_we_do_not_deliver_to_is_named_honestly(hotline: Hotline) -> None:
    answer = Caller(DeliveryCosts, hotline, language="en").says("delivery_options_costs", "to Spain")
    assert (answer.responses, "Spain" in answer.text) == (["utter_delivery_not_there"], True)
