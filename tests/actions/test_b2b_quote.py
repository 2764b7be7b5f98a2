"""Quotes for companies: what and for whom, then always a person."""

import pytest

from actions.b2b_quote import B2bForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(B2bForm, hotline)


def test_a_need_told_at_once_is_not_asked_for_again(caller: Caller) -> None:
    need = "wir sind ein kindergarten und bräuchten so an die dreißig stühle"
    assert caller.says("b2b_quote", need).asks == "b2b_firm_text"
    answer = caller.says("inform", "kindergarten sonnenschein, frau lang")
    assert answer.handover
    summary = answer.handover["summary"]
    assert (summary["need"], summary["firm"]) == (need, "kindergarten sonnenschein, frau lang")
    assert "Firmenkunden" in answer.text


def test_both_are_asked_for_one_after_the_other(caller: Caller) -> None:
    assert caller.says("b2b_quote", "ich ruf von einer firma an").asks == "b2b_need_text"
    assert caller.says("inform", "vierzig lampen").asks == "b2b_firm_text"
    assert caller.says("inform", "kanzlei huber").handover


def test_a_number_is_enough_of_a_need(caller: Caller) -> None:
    assert caller.says("b2b_quote", "angebot für 300 tassen", quantity="300").asks == "b2b_firm_text"


def test_something_else_is_not_taken(caller: Caller) -> None:
    caller.says("b2b_quote", "ich ruf von einer firma an")
    assert caller.says("order_status", "wo ist mein paket").refused


def test_coming_back_asks_again(caller: Caller) -> None:
    caller.says("b2b_quote", "ich ruf von einer firma an")
    assert caller.is_back().asks == "b2b_need_text"
