"""How to send something back."""

from actions.return_how import ReturnHow
from actions.wiring import Hotline
from tests.actions.caller import Caller


def test_period_label_cost_and_refund_are_named(hotline: Hotline) -> None:
    policy = hotline.knowledge.returns
    answer = Caller(ReturnHow, hotline).says("return_how", "wie schicke ich das zurück")
    assert f"{policy.period_days} Tage" in answer.text
    assert policy.label["de"] in answer.text
    assert "kostenlos" in answer.text
    assert f"{policy.refund_days} Tagen" in answer.text


def test_from_a_country_where_it_costs_something_the_price_is_named(hotline: Hotline) -> None:
    answer = Caller(ReturnHow, hotline, language="en").says("return_how", "I am in Switzerland")
    assert f"[[amount:{hotline.knowledge.returns.costs['CH']:.2f}]]" in answer.text
