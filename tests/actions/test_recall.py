"""Recalls: no from the list, yes with what to do, and a person for every hit and every doubt."""

import pytest

from actions.product_form import ProductForm
from actions.wiring import Hotline
from tests.actions.caller import Caller

TOASTER = "ist mein toaster von dem rückruf betroffen wegen brandgefahr"


@pytest.fixture
def caller(hotline: Hotline) -> Caller:
    return Caller(ProductForm, hotline)


def test_what_is_not_on_the_list_is_not_recalled(caller: Caller) -> None:
    answer = caller.says("recall_check", "im radio kam was von wasserkochern die brennen ist meiner dabei")
    assert (answer.responses, answer.done) == (["utter_recall_none"], ["recall_check"])
    assert "[[date:2026-11-20]]" in answer.text


def test_a_recalled_article_is_asked_for_its_batch_and_must_rest(caller: Caller) -> None:
    asked = caller.says("recall_check", TOASTER)
    assert (asked.asks, "nicht benutzen" in asked.text, "Boden" in asked.text) == ("batch_text", True, True)


@pytest.mark.parametrize("batch", ["zwei vier eins fünf", "2415", "vierundzwanzig fünfzehn"])
def test_a_hit_is_said_with_remedy_and_goes_to_product_safety(caller: Caller, batch: str) -> None:
    caller.says("recall_check", TOASTER)
    answer = caller.says("inform", batch)
    assert "bitte nicht mehr benutzen" in answer.text
    assert "Kaufpreis" in answer.text
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["summary"]["batch"]) == ("recall_hit", "2415")


def test_another_batch_is_confirmed_before_all_clear(caller: Caller) -> None:
    caller.says("recall_check", TOASTER)
    assert caller.says("inform", "2435").asks == "confirm_batch"
    answer = caller.says("affirm", "ja")
    assert (answer.responses, answer.done) == (["utter_recall_other_batch"], ["recall_check"])


def test_a_batch_misheard_is_asked_for_again(caller: Caller) -> None:
    caller.says("recall_check", TOASTER)
    caller.says("inform", "2435")
    assert caller.says("deny", "nein").asks == "batch_text"
    hit = caller.says("inform", "24 25")
    assert hit.handover
    assert hit.handover["reason"] == "recall_hit"


def test_a_batch_in_the_first_sentence_counts_only_when_called_so(caller: Caller) -> None:
    asked = caller.says("recall_check", "ist mein toaster von 2024 zurückgerufen")
    assert asked.asks == "batch_text"
    hit = caller.says("recall_check", "ist mein toaster charge 2410 zurückgerufen")
    assert hit.handover


def test_without_a_readable_label_a_person_checks(caller: Caller) -> None:
    caller.says("recall_check", TOASTER)
    answer = caller.says("inform", "das schild ist ab")
    assert answer.responses == ["utter_recall_unsure"]
    assert answer.handover
    assert answer.handover["reason"] == "recall_unsure"


def test_an_article_we_do_not_know_is_no_all_clear(caller: Caller) -> None:
    assert caller.says("recall_check", "ist mein kinderwagen auf der liste").asks == "article"
    answer = caller.says("inform", "der kinderwagen")
    assert answer.handover
    assert "nicht benutzen" in answer.text


def test_two_articles_of_which_one_is_recalled_are_told_apart(caller: Caller) -> None:
    asked = caller.says("recall_check", "betrifft der rückruf meinen staubsauger")
    assert (asked.responses, asked.asks) == (["utter_which_of_two"], "article")
    assert caller.says("inform", "den akkusauger").asks == "batch_text"


def test_an_article_not_recalled_that_smokes_is_no_all_clear_either(caller: Caller) -> None:
    answer = caller.says("recall_check", "mein wasserkocher qualmt ist der zurückgerufen")
    assert answer.responses == ["utter_stop_use"]


def test_a_recalled_article_that_burnt_is_dangerous_whatever_its_batch(hotline: Hotline) -> None:
    caller = Caller(ProductForm, hotline, language="en")
    answer = caller.says("recall_check", "my toaster is defective it caught fire")
    assert (answer.responses, answer.asks) == (["utter_stop_use"], None)
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["summary"]["about"]) == ("product_danger", "481269")


@pytest.mark.parametrize(
    "batch", ["2435 aber es hat schon funken geschlagen", "keine ahnung er hat gebrannt"]
)
def test_danger_told_at_the_batch_number_ends_the_check(caller: Caller, batch: str) -> None:
    caller.says("recall_check", TOASTER)
    answer = caller.says("inform", batch)
    assert answer.responses == ["utter_stop_use"]
    assert answer.handover
    assert answer.handover["summary"]["about"] == "481269"


@pytest.mark.parametrize("named", ["der wasserkocher", "der kinderwagen"])
def test_danger_told_before_the_article_is_not_forgotten(caller: Caller, named: str) -> None:
    assert caller.says("recall_check", "das ding hat gebrannt gibt es da einen rückruf").asks == "article"
    answer = caller.says("inform", named)
    assert answer.responses == ["utter_stop_use"]
    assert answer.handover
    assert answer.handover["reason"] == "product_danger"


def test_english(hotline: Hotline) -> None:
    caller = Caller(ProductForm, hotline, language="en")
    assert "four-digit" in caller.says("recall_check", "has my toaster been recalled").text
    assert "please stop using it" in caller.says("inform", "two four one five").text
