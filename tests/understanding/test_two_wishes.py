"""Several wishes in one breath: none is lost, what cannot wait comes first, a story stays whole."""

from typing import Any

import pytest

from bot.understanding.rasa_client import Parse
from tests.builders import ScriptedRasa, sure
from tests.understanding.meaning import Ranking, meant


def test_two_wishes_are_both_kept_in_the_order_said() -> None:
    text = "wo ist mein paket und was kostet der versand"
    rasa = ScriptedRasa(
        {
            text: [("delivery_options_costs", 0.55)],
            "wo ist mein paket": sure("order_status"),
            "und was kostet der versand": sure("delivery_options_costs"),
            "was kostet der versand": sure("delivery_options_costs"),
        }
    )
    understood = meant(text, rasa)
    assert understood.intent == "order_status"
    assert [wish.intent for wish in understood.later] == ["delivery_options_costs"]


@pytest.mark.parametrize(
    ("second", "intent"),
    [("und stornieren sie den tisch", "order_cancel"), ("und ganz dringend die rechnung", "invoice_copy")],
)
def test_what_cannot_wait_comes_first(second: str, intent: str) -> None:
    first = "wie lange haben sie heute offen"
    text = f"{first} {second}"
    hours = sure("store_hours_location")
    understood = meant(text, ScriptedRasa({text: hours, first: hours, second: sure(intent)}))
    assert understood.intent == intent
    assert [wish.intent for wish in understood.later] == ["store_hours_location"]


def test_danger_goes_before_what_was_asked_first() -> None:
    first, second = "wann kommt mein paket", "und aus dem toaster qualmt es"
    text = f"{first} {second}"
    parcel = sure("order_status")
    understood = meant(text, ScriptedRasa({text: parcel, first: parcel, second: [("troubleshoot", 0.4)]}))
    assert (understood.intent, understood.route) == ("troubleshoot", "bot")
    assert [wish.intent for wish in understood.later] == ["order_status"]


def test_a_hospital_beside_a_parcel_is_no_dangerous_article() -> None:
    first, second = "wo bleibt mein paket", "und ich liege im krankenhaus"
    text = f"{first} {second}"
    parcel = sure("order_status")
    said = ScriptedRasa({text: parcel, first: parcel, second: [("complaint", 0.4)]})
    assert meant(text, said).intent == "order_status"


def test_one_more_item_of_an_order_is_no_second_wish() -> None:
    text = "i would like to order three carafes and three thermos flasks"
    rasa = ScriptedRasa(
        {
            text: sure("order_place"),
            "i would like to order three carafes": sure("order_place"),
            "three thermos flasks": sure("b2b_quote"),
            "and three thermos flasks": sure("b2b_quote"),
        }
    )
    understood = meant(text, rasa, language="en")
    assert (understood.text, understood.intent, understood.later) == (text, "order_place", ())


def test_a_question_beside_an_order_stays_a_wish_of_its_own() -> None:
    text = "i would like to order three carafes and what does delivery cost"
    rasa = ScriptedRasa(
        {
            text: sure("order_place"),
            "i would like to order three carafes": sure("order_place"),
            "what does delivery cost": sure("delivery_options_costs"),
            "and what does delivery cost": sure("delivery_options_costs"),
        }
    )
    assert [wish.intent for wish in meant(text, rasa, language="en").later] == ["delivery_options_costs"]


@pytest.mark.parametrize(
    "second",
    [
        sure("order_status"),
        [("return_how", 0.49)],
        sure("greet"),
        sure("human_request", 0.55),
        sure("other_topic"),
    ],
)
def test_what_is_no_second_wish(second: Ranking) -> None:
    text = "wo ist mein paket und was weiß denn ich"
    rasa = ScriptedRasa(
        {
            text: sure("order_status"),
            "wo ist mein paket": sure("order_status"),
            "und was weiß denn ich": second,
        }
    )
    understood = meant(text, rasa)
    assert (understood.intent, understood.later) == ("order_status", ())


@pytest.mark.parametrize("danger", ["he got hurt", "it was on fire"])
def test_danger_is_never_cut_off_into_a_wish_for_later(danger: str) -> None:
    text = f"my toaster broke down and {danger}"
    rasa = ScriptedRasa(
        {
            text: sure("defect_claim"),
            "my toaster broke down": sure("defect_claim"),
            f"and {danger}": sure("recall_check"),
        }
    )
    understood = meant(text, rasa, language="en")
    assert (understood.text, understood.intent, understood.later) == (text, "defect_claim", ())


def test_all_clauses_are_parsed_in_one_request() -> None:
    asked: list[list[str]] = []

    class Counting(ScriptedRasa):
        def parse(self, texts: list[str], *more: Any) -> list[Parse]:
            asked.append(texts)
            return super().parse(texts, *more)

    meant("wo ist mein paket und was kostet der versand und wann haben sie geöffnet", Counting())
    assert len(asked) == 1


def test_a_monologue_costs_a_bounded_number_of_parses() -> None:
    asked: list[list[str]] = []

    class Counting(ScriptedRasa):
        def parse(self, texts: list[str], *more: Any) -> list[Parse]:
            asked.append(texts)
            return super().parse(texts, *more)

    meant(" und ".join(["was kostet der versand denn"] * 50), Counting())
    assert len(asked[0]) <= 6


def test_a_story_of_danger_is_not_cut_into_wishes() -> None:
    text = "mein mixer geht nicht mehr und es riecht so verbrannt"
    rasa = ScriptedRasa(
        {
            text: sure("defect_claim"),
            "mein mixer geht nicht mehr": sure("defect_claim"),
            "und es riecht so verbrannt": sure("product_advice"),
        }
    )
    understood = meant(text, rasa)
    assert (understood.text, understood.later) == (text, ())
