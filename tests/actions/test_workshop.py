"""Spare parts for anybody, repairs for their owners."""

import pytest

from tests.actions.caller import Answer, Caller
from tests.actions.conftest import Call, OrderLike, Rows


def asked(call: Call, words: str, **slots: object) -> tuple[Caller, Answer]:
    caller = call(**slots)
    return caller, caller.says("repair_status_spare_part", words)


def test_part_and_article_in_one_sentence_are_enough(call: Call) -> None:
    _, answer = asked(call, "ich brauche einen Ersatzdeckel für die Thermoskanne Alvik")
    assert answer.responses == ["utter_part", "utter_part_time"]
    for said in ("[[digits:48120701]]", "[[amount:7.90]]", "2 bis 4 Werktage"):
        assert said in answer.text
    assert answer.done == ["repair_status_spare_part"]


def test_in_english_as_well(call: Call) -> None:
    _, answer = asked(call, "I need a new lid for the Alvik vacuum flask", language="en")
    assert "[[digits:48120701]]" in answer.text


def test_the_article_is_asked_for(call: Call) -> None:
    caller, answer = asked(call, "haben sie ersatzteile")
    assert (answer.responses, answer.asks) == (["utter_part_of_what"], "article")
    answer = caller.says("inform", "für die French Press Lund")
    assert answer.responses == ["utter_part_which"]
    assert "[[digits:48125202]]" in caller.says("inform", "das Sieb").text


def test_the_only_part_is_named_before_it_is_taken_for_the_one(call: Call) -> None:
    caller, answer = asked(call, "ich brauche ein Teil für die Wanduhr Takt")
    assert (answer.responses, answer.asks) == (["utter_part_only"], "confirm_part")
    assert "[[digits:48518801]]" in caller.says("affirm", "ja").text


def test_another_part_than_the_only_one_is_looked_up_by_a_person(call: Call) -> None:
    caller, _ = asked(call, "ich brauche ein Teil für die Wanduhr Takt")
    answer = caller.says("deny", "nein, das Glas")
    assert (answer.responses, answer.asks) == (["utter_part_not_that"], "confirm_person")


def test_an_unknown_model_is_offered_to_a_person(call: Call) -> None:
    caller, _ = asked(call, "ich brauche ein Ersatzteil")
    answer = caller.says("inform", "für meinen Quirlomat 3000")
    assert (answer.responses, answer.asks) == (["utter_part_unknown_model"], "confirm_person")


def test_an_article_without_parts_is_offered_to_a_person(call: Call) -> None:
    _, answer = asked(call, "gibt es ein Ersatzteil für die Fußmatte Kokos")
    assert (answer.responses, answer.asks) == (["utter_part_none"], "confirm_person")


def test_unclear_words_ask_which_of_both(call: Call) -> None:
    caller, answer = asked(call, "wie schaut es denn aus")
    assert answer.asks == "part_or_repair_text"
    assert caller.says("inform", "es geht um die Reparatur").asks == "order_number"


@pytest.mark.parametrize("state", ["received", "waiting_for_parts", "in_repair", "sent_back"])
def test_each_state_of_a_repair_is_told_with_its_day(
    call: Call, order_like: OrderLike, rows: Rows, state: str
) -> None:
    query = (
        "SELECT * FROM shop_repairs WHERE state = '{}' AND expected_on >= '2026-11-23' ORDER BY repair_number"
    )
    repair = rows(query.format(state))[0]
    order = order_like(order_number=repair["order_number"])
    answer = call().says(
        "repair_status_spare_part",
        f"wie weit ist die Reparatur, {repair['name_de']}",
        order_number=order.order_number,
        postcode=order.postcode,
    )
    assert answer.responses == [f"utter_repair_{state}", "utter_repair_expected"]
    assert f"[[date:{repair['expected_on']}]]" in answer.text


def test_a_repair_is_told_to_its_owner_only(call: Call, rows: Rows) -> None:
    number = rows("SELECT order_number FROM shop_repairs")[0]["order_number"]
    answer = call().says("repair_status_spare_part", "meine Reparatur", order_number=number)
    assert answer.asks == "postcode"


def test_a_late_repair_is_offered_to_a_person(call: Call, order_like: OrderLike, rows: Rows) -> None:
    number = rows("SELECT * FROM shop_repairs WHERE expected_on < '2026-11-23'")[0]["order_number"]
    order = order_like(order_number=number)
    answer = call().says(
        "repair_status_spare_part", "ist es repariert", order_number=number, postcode=order.postcode
    )
    assert (answer.responses, answer.asks) == (["utter_repair_late"], "confirm_person")


def test_no_repair_on_record_is_offered_to_a_person(call: Call, order_like: OrderLike) -> None:
    order = order_like(delivered_at=lambda at: at is not None)
    answer = call().says(
        "repair_status_spare_part",
        "meine Reparatur",
        order_number=order.order_number,
        postcode=order.postcode,
    )
    assert (answer.responses, answer.asks) == (["utter_repair_none"], "confirm_person")
