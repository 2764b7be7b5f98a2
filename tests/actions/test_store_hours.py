"""Stores: which city, which day, holidays of that state."""

import pytest

from actions.store_hours import StoreForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(StoreForm, hotline)


def test_the_city_in_the_sentence_is_enough(caller: Caller) -> None:
    answer = caller.says("store_hours_location", "wann hat Köln auf")
    assert answer.responses == ["utter_store_open", "utter_store_address"]
    assert "[[date:2026-11-23]]" in answer.text
    assert answer.done == ["store_hours_location"]


@pytest.mark.parametrize("name", ["Cologne", "KOELN", "in Ehrenfeld bitte", "50823"])
def test_other_names_of_a_city_are_known(caller: Caller, name: str) -> None:
    assert "Köln" in caller.says("store_hours_location", name).text


def test_the_city_is_asked_for_and_the_day_kept(caller: Caller) -> None:
    assert caller.says("store_hours_location", "am Sonntag?", date="2026-11-29").asks == "city"
    answer = caller.says("inform", "in München")
    assert "utter_store_closed" in answer.responses
    assert "[[date:2026-11-30]]" in answer.text


def test_the_next_question_is_about_today_again(caller: Caller) -> None:
    caller.says("store_hours_location", "Köln", date="2026-11-29")
    assert "[[date:2026-11-23]]" in caller.says("store_hours_location", "und Berlin").text


def test_a_holiday_is_named_in_the_callers_language(hotline: Hotline) -> None:
    caller = Caller(StoreForm, hotline, language="en")
    answer = caller.says("store_hours_location", "Vienna", date="2026-12-25")
    assert "Christmas" in answer.text


def test_a_lunch_break_is_told(caller: Caller) -> None:
    answer = caller.says("store_hours_location", "Graz", date="2026-11-24")
    assert "utter_store_open_with_break" in answer.responses


def test_a_city_without_a_store_is_answered_with_those_we_have(caller: Caller) -> None:
    caller.says("store_hours_location")
    answer = caller.says("inform", "Stuttgart")
    assert "Berlin" in answer.text
    assert answer.done == ["store_hours_location"]
