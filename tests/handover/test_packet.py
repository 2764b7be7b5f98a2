"""The packet tells a person everything, and of every value how it is known."""

import json
from typing import Any

import pytest

from bot.handover.packet import Need, packet
from bot.handover.priority import priority, skill
from tests.builders import CALLER, NOW, conversation

DESIGNED = (
    {"lang", "address_form", "caller", "stated_request", "quotes", "probable_need", "intents", "flags"}
    | {"slots", "done", "promised", "deadlines", "permissions", "next_steps", "do_dont", "routing"}
    | {"disclosure", "transcript_ref", "retention_class"}
)


def turn(number: int, heard: str | None, intent: str | None = None, failure: str | None = None) -> Any:
    return {"number": number, "heard": heard, "intent": intent, "confidence": 0.9, "failure": failure}


def made(*turns: Any, need: Need = Need("person", "asked_for_person"), **talk: Any) -> dict[str, Any]:  # noqa: B008
    return packet(conversation(**talk), turns, need, NOW)


def test_every_field_of_the_design_is_there() -> None:
    assert set(made()) >= DESIGNED


def test_it_can_be_stored() -> None:
    assert json.loads(json.dumps(made(turn(1, "hallo")))) == made(turn(1, "hallo"))


def test_who_calls_and_how_sure_that_is() -> None:
    talk = conversation()
    talk.memory.caller_customers = ["C1042"]
    talk.memory.facts["name"] = {"value": "Klein", "how": "spoken"}
    caller = packet(talk, [], Need("person", "x"), NOW)["caller"]
    assert caller == {
        "number": CALLER,
        "name_as_heard": "Klein",
        "auth_level": "A0",
        "recognised_customers": ["C1042"],
    }


def test_an_order_that_was_proven_is_authentication_level_one() -> None:
    talk = conversation()
    talk.memory.facts["verified_order"] = {"value": "WM-104823", "how": "looked_up", "turn": 2}
    assert packet(talk, [], Need("person", "x"), NOW)["caller"]["auth_level"] == "A1"


def test_what_opened_the_order_is_confirmed_and_another_number_is_not() -> None:
    talk = conversation()
    for name, value in (("order_number", "WM-104823"), ("postcode", "20257"), ("city", "Hamburg")):
        talk.memory.facts[name] = {"value": value, "how": "spoken", "confidence": 1.0, "turn": 1}
    talk.memory.facts["verified_order"] = {"value": "WM-104823", "how": "looked_up", "turn": 2}
    slots = packet(talk, [], Need("person", "asked_for_person"), NOW)["slots"]
    assert [slot["name"] for slot in slots if slot["confirmed"]] == ["order_number", "postcode"]
    talk.memory.facts["order_number"]["value"] = "WM-118340"
    slots = packet(talk, [], Need("person", "asked_for_person"), NOW)["slots"]
    assert not [slot for slot in slots if slot["confirmed"]]


def test_a_withheld_number_is_nobody_s() -> None:
    assert made(caller=None)["caller"]["number"] is None


@pytest.mark.parametrize("how", ["spoken", "keyed", "typed", "looked_up"])
def test_every_value_says_how_and_when_it_became_known(how: str) -> None:
    talk = conversation()
    talk.memory.facts["postcode"] = {"value": "01067", "how": how, "confidence": 0.75, "turn": 3}
    (slot,) = packet(talk, [], Need("person", "x"), NOW)["slots"]
    assert slot == {
        "name": "postcode",
        "value": "01067",
        "how": how,
        "confidence": 0.75,
        "confirmed": False,
        "turn": 3,
    }


def test_no_value_is_without_confidence() -> None:
    talk = conversation()
    talk.memory.facts["city"] = {"value": "Wien"}
    assert packet(talk, [], Need("person", "x"), NOW)["slots"][0]["confidence"] is not None


def test_what_the_caller_gave_must_not_be_asked_again() -> None:
    talk = conversation()
    talk.memory.facts["postcode"] = {"value": "01067", "how": "keyed"}
    talk.memory.facts["verified_order"] = {"value": "WM-104823", "how": "looked_up"}
    assert packet(talk, [], Need("person", "x"), NOW)["do_dont"] == ["dont_ask_again:postcode"]


def test_the_last_words_are_quoted_with_their_turns() -> None:
    quotes = made(*(turn(number, f"Satz {number}") for number in range(1, 6)), turn(6, None))["quotes"]
    assert quotes == [{"turn": number, "words": f"Satz {number}"} for number in (3, 4, 5)]


def test_the_sentence_with_the_wish_is_there_even_when_much_was_said_since() -> None:
    talk = conversation()
    talk.memory.wish_words = "mein Sofa hat einen Riss"
    assert (
        packet(talk, [turn(n, "ja") for n in range(9)], Need("person", "x"), NOW)["stated_request"]
        == "mein Sofa hat einen Riss"
    )


def test_the_intents_come_with_their_confidence() -> None:
    assert made(turn(1, "a", "order_status"), turn(2, "b"))["intents"] == [
        {"turn": 1, "name": "order_status", "confidence": 0.9}
    ]


def test_what_failed_is_there() -> None:
    assert made(turn(1, "a", failure="DialogueUnavailable: turn"))["failures"] == [
        "DialogueUnavailable: turn"
    ]


def test_what_is_done_and_what_is_open() -> None:
    talk = conversation()
    talk.memory.done, talk.memory.later = ["order_status"], [{"text": "was kostet der Versand"}]
    made_of = packet(talk, [], Need("person", "x"), NOW)
    assert (made_of["done"], made_of["still_open"]) == (["order_status"], ["was kostet der Versand"])


def test_deadlines_come_from_the_dialogue() -> None:
    need = Need(
        "withdrawal", "withdrawal_late", {"deadlines": [{"type": "withdrawal", "date": "2026-11-30"}]}
    )
    assert made(need=need)["deadlines"] == [{"type": "withdrawal", "date": "2026-11-30"}]


def test_nothing_is_allowed_that_was_not_agreed() -> None:
    allowed = made()["permissions"]
    assert (allowed["callback"], allowed["sms"], allowed["recording"], allowed["safe_contact"]) == (
        None,
        False,
        False,
        None,
    )
    assert made(channel="sms")["permissions"]["sms"] is True


def test_the_form_of_address_is_german() -> None:
    assert (made()["address_form"], made(language="en")["address_form"]) == ("Sie", None)


def test_the_machine_s_disclosure_is_noted() -> None:
    talk = conversation()
    talk.memory.disclosed = ["de", "en"]
    assert packet(talk, [], Need("person", "x"), NOW)["disclosure"]["ai"] == ["de", "en"]


@pytest.mark.parametrize(
    ("kind", "reason", "urgency"),
    [
        ("complaint", "x", "P2"),
        ("person", "technical_failure", "P2"),
        ("person", "asked_for_person", "P3"),
        ("withdrawal", "withdrawal_late", "P2"),
        ("person", "safety_injury", "P1"),
        ("claim", "parcel_damaged", "P3"),
    ],
)
def test_how_urgent_it_is(kind: str, reason: str, urgency: str) -> None:
    assert priority(kind, reason) == urgency


@pytest.mark.parametrize("reason", ["withdrawal_late", "return_overdue", "order_overdue"])
def test_the_reasons_that_hurt_are_spelled_as_the_dialogue_spells_them(reason: str) -> None:
    assert priority("person", reason) == "P2"


@pytest.mark.parametrize(
    ("reason", "urgency"), [("product_danger", "P1"), ("recall_hit", "P1"), ("press", "P2")]
)
def test_danger_comes_first_and_the_press_does_not_wait_long(reason: str, urgency: str) -> None:
    assert priority("person", reason) == urgency


@pytest.mark.parametrize(
    ("reason", "who"),
    [
        ("product_danger", "product_safety"),
        ("recall_unsure", "product_safety"),
        ("product_advice", "product_care"),
        ("b2b_quote", "business"),
        ("press", "legal_pr"),
    ],
)
def test_some_reasons_have_their_own_people(reason: str, who: str) -> None:
    assert skill("person", reason) == who


@pytest.mark.parametrize(
    ("kind", "who"),
    [("complaint", "complaint_lead"), ("defect", "product_care"), ("person", "care"), ("odd", "care")],
)
def test_who_takes_it(kind: str, who: str) -> None:
    assert skill(kind) == who
