"""Care and use: what the manual says, named with its source; otherwise a person."""

import pytest

from actions.product_form import ProductForm
from actions.wiring import Hotline
from tests.actions.caller import Caller


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(ProductForm, hotline)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("passt der kochtopf auf induktion", "alle Herde"),
        ("wie krieg ich die kalkränder vom wasserkocher weg", "Zitronensäure"),
        ("wie heiß darf ich die bettdecke waschen", "60 Grad"),
        ("kann der teppich draußen liegen auch wenns regnet", "keine Nässe"),
        ("soll man die gusspfanne mit spüli abwaschen oder nicht", "ohne Spülmittel"),
    ],
)
def test_the_manual_answers_a_sentence_as_people_speak(caller: Caller, text: str, heard: str) -> None:
    answer = caller.says("care_usage", text)
    assert heard in answer.text
    assert "sagt die Anleitung" in answer.text
    assert answer.done == ["care_usage"]


def test_english_callers_hear_english(hotline: Hotline) -> None:
    answer = Caller(ProductForm, hotline, language="en").says(
        "care_usage", "can I put the knife set in the dishwasher"
    )
    assert "the manual says: no" in answer.text


def test_the_statement_goes_on_record_with_its_source(caller: Caller, hotline: Hotline) -> None:
    answer = caller.says("care_usage", "geht die auflaufform in die mikrowelle")
    source = hotline.knowledge.guide.care.source
    assert {"record": {"source": source, "entries": ["MANUAL-OFEN-MICROWAVE"]}} in answer.requests


def test_two_articles_with_different_manuals_are_asked_about(caller: Caller) -> None:
    asked = caller.says("care_usage", "darf die pfanne mit dem blauen griff in den geschirrspüler")
    assert (asked.responses, asked.asks) == (["utter_which_of_two"], "article")
    answer = caller.says("product_info_stock", "die beschichtete")
    assert "Beschichtung" in answer.text
    assert answer.done == ["care_usage"]


def test_an_article_that_sounds_like_an_order_is_an_answer(caller: Caller) -> None:
    caller.says("care_usage", "darf die in die mikrowelle")
    assert caller.says("order_place", "die thermoskanne").done == ["care_usage"]
    caller.says("care_usage", "darf das da in den ofen bitte", article_number="999999")
    assert caller.says("order_status", "wo ist mein paket").refused


def test_articles_with_the_same_answer_need_no_question(caller: Caller) -> None:
    answer = caller.says("care_usage", "darf die wolldecke in den trockner")
    assert "nicht in den Trockner" in answer.text


def test_the_article_just_talked_about_is_meant(caller: Caller) -> None:
    caller.says("product_info_stock", "haben sie die thermoskanne noch")
    answer = caller.says("care_usage", "und darf die in die spülmaschine")
    assert "Thermoskanne" in answer.text
    assert "von Hand" in answer.text


def test_without_an_article_it_is_asked_for_and_the_question_kept(caller: Caller) -> None:
    assert caller.says("care_usage", "darf die in die mikrowelle").asks == "article"
    assert "Edelstahl" in caller.says("inform", "die thermoskanne").text


@pytest.mark.parametrize(
    "text", ["darf mein baby den honig essen", "die auflaufform ist gesprungen darf die in den ofen"]
)
def test_what_touches_safety_is_for_a_person(caller: Caller, text: str) -> None:
    asked = caller.says("care_usage", text)
    assert (asked.responses, asked.asks) == (["utter_care_safety"], "confirm_person")
    accepted = caller.says("affirm", "ja")
    assert accepted.handover
    assert accepted.handover["reason"] == "care_safety"


def test_where_the_manual_is_silent_a_person_is_offered(caller: Caller) -> None:
    asked = caller.says("care_usage", "welche birne kommt in den wasserkocher")
    assert (asked.responses, asked.asks) == (["utter_care_unknown"], "confirm_person")


def test_danger_comes_before_everything(caller: Caller) -> None:
    answer = caller.says("care_usage", "wie reinige ich den toaster der qualmt so")
    assert answer.responses == ["utter_stop_use"]
    assert answer.handover
    assert answer.handover["reason"] == "product_danger"


def test_a_second_question_about_the_same_article_is_its_own(caller: Caller) -> None:
    caller.says("care_usage", "darf der kochtopf in den ofen")
    assert "Mikrowelle" in caller.says("care_usage", "und darf er in die mikrowelle").text


def test_coming_back_asks_for_the_article_again(caller: Caller) -> None:
    caller.says("care_usage", "darf die in die mikrowelle")
    assert caller.is_back().asks == "article"
