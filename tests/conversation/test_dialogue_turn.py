"""What the dialogue asks the server to do is done, and no wish is lost on the way."""

from typing import Any

from bot.conversation.state import Heard
from bot.conversation.take_turn import result_of, take_turn
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import (
    NotedHandovers,
    NotedReceipts,
    ScriptedRasa,
    conversation,
    said,
    say,
    services,
    sure,
)

ORDER = sure("order_status")
TWO = "wo ist mein paket und was kostet der versand nach österreich"
TWO_WISHES: dict[str, list[tuple[str, float]]] = {
    TWO: [("order_status", 0.5)],
    "wo ist mein paket": ORDER,
    "und was kostet der versand nach österreich": sure("delivery_options_costs"),
    "was kostet der versand nach österreich": sure("delivery_options_costs"),
}
ASKED = said("Ihre Bestellnummer bitte?", "order_number", "order_form")
COSTS = said("Es kostet neun Euro.", done="delivery_options_costs")
TOMORROW = said("Es kommt morgen.", done="order_status")


def test_the_second_wish_waits_until_the_first_is_settled() -> None:
    rasa = ScriptedRasa(TWO_WISHES, [ASKED, TOMORROW, COSTS])
    replies = say(conversation(), services(rasa), TWO, "WM-104823")
    assert replies[0].text() == "Ihre Bestellnummer bitte?"
    assert "Es kommt morgen. Nun zu Ihrem zweiten Anliegen. Es kostet neun Euro." in replies[1].text()


def test_what_was_settled_is_told_even_when_the_second_wish_fails() -> None:
    rasa = ScriptedRasa(TWO_WISHES, [said("Ihre Bestellung ist storniert.", done="order_cancel"), None])
    (reply,) = say(conversation(), services(rasa), TWO)
    assert "Ihre Bestellung ist storniert." in reply.text()


def test_the_second_wish_outlives_a_failure() -> None:
    talk = conversation()
    say(talk, services(ScriptedRasa(TWO_WISHES, [TOMORROW, None])), TWO)
    left = [wish["intent"] for wish in talk.memory.later]
    assert left == ["delivery_options_costs"]


def test_the_same_two_wishes_said_twice_are_answered_once() -> None:
    rasa = ScriptedRasa(TWO_WISHES, [ASKED, ASKED, TOMORROW, COSTS, COSTS])
    replies = say(conversation(), services(rasa), TWO, TWO, "WM-104823")
    assert replies[2].text().count("neun Euro") == 1


def test_a_second_wish_that_was_settled_meanwhile_is_not_answered_again() -> None:
    costs = DialogueAnswer((*COSTS.messages, *ASKED.messages), {}, "order_form", "order_number", False, "m")
    rasa = ScriptedRasa(TWO_WISHES, [ASKED, costs, TOMORROW, COSTS])
    talk = conversation()
    replies = say(talk, services(rasa), TWO, "was kostet der versand nach österreich", "WM-104823")
    assert "neun Euro" in replies[1].text()
    assert "neun Euro" not in replies[2].text()


def test_the_record_names_the_wish_the_caller_said_first() -> None:
    rasa = ScriptedRasa(TWO_WISHES, [TOMORROW, COSTS])
    reply, turn = take_turn(conversation(), Heard(TWO), services(rasa), 5)
    result = result_of(turn, reply)
    assert result.intent == "order_status"
    assert result.understood["later"] == ["delivery_options_costs"]


def test_a_dialogue_without_an_answer_is_trouble_and_not_silence() -> None:
    silent = DialogueAnswer((), {}, None, None, False, "m")
    (reply,) = say(
        conversation(), services(ScriptedRasa({"wo ist mein paket": ORDER}, [silent])), "wo ist mein paket"
    )
    assert "Entschuldigung" in reply.text()


def test_an_action_that_failed_is_trouble_whatever_else_was_said() -> None:
    failed = DialogueAnswer(({"text": "Moment."},), {}, None, None, True, "m")
    (reply,) = say(
        conversation(), services(ScriptedRasa({"wo ist mein paket": ORDER}, [failed])), "wo ist mein paket"
    )
    assert "Entschuldigung" in reply.text()
    assert "Moment" not in reply.text()


def test_a_person_asked_for_by_the_dialogue_is_requested_with_its_reason() -> None:
    wants = said("Das gebe ich weiter.", handover={"reason": "order_overdue", "kind": "person"})
    given = services(ScriptedRasa({"wo ist mein paket": ORDER}, [wants]))
    (reply,) = say(conversation(), given, "wo ist mein paket")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("order_overdue", "person")]
    assert reply.text().startswith("Das gebe ich weiter. ")


def test_a_receipt_is_sent() -> None:
    receipt = {"kind": "withdrawal", "reference": "WR-1", "at": "2026-11-23T10:00:00+01:00"}
    given = services(
        ScriptedRasa({"ich widerrufe": sure("withdraw_contract")}, [said("Gut.", receipt=receipt)])
    )
    say(conversation(), given, "ich widerrufe")
    assert isinstance(given.receipts, NotedReceipts)
    assert given.receipts.sent == [receipt]


def test_facts_for_the_record_become_events_whatever_their_names() -> None:
    facts: dict[str, Any] = {"source": "DELIVERY-1", "what": "plate", "self": 1}
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [said("Gut.", record=facts)])
    _, turn = take_turn(conversation(), Heard("wo ist mein paket"), services(rasa), 5)
    assert turn.failure is None
    assert ("recorded", facts) in turn.events


def test_a_settled_wish_leaves_an_event_and_an_open_door() -> None:
    talk = conversation()
    reply, turn = take_turn(
        talk, Heard("wo ist mein paket"), services(ScriptedRasa({"wo ist mein paket": ORDER}, [TOMORROW])), 5
    )
    assert ("wish_settled", {"wish": "order_status"}) in turn.events
    assert (talk.memory.done, reply.expecting) == (["order_status"], "yes_no")


def test_a_text_message_does_not_end_in_an_open_door() -> None:
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [TOMORROW])
    (reply,) = say(conversation(channel="sms"), services(rasa), "wo ist mein paket")
    assert reply.text() == "Es kommt morgen."


def test_anything_else_takes_a_fresh_wish() -> None:
    rasa = ScriptedRasa(TWO_WISHES, [TOMORROW, COSTS])
    replies = say(
        conversation(), services(rasa), "wo ist mein paket", "was kostet der versand nach österreich"
    )
    assert "neun Euro" in replies[1].text()


def test_anything_else_takes_a_yes_with_a_wish() -> None:
    rasa = ScriptedRasa(TWO_WISHES, [TOMORROW, COSTS])
    replies = say(
        conversation(), services(rasa), "wo ist mein paket", "ja, was kostet der versand nach österreich"
    )
    assert "neun Euro" in replies[1].text()


def test_anything_else_takes_a_no_with_a_wish() -> None:
    rasa = ScriptedRasa(TWO_WISHES, [TOMORROW, COSTS])
    talk = conversation()
    say(talk, services(rasa), "wo ist mein paket", "nein, doch, was kostet der versand nach österreich")
    assert talk.owner == "bot"


def test_anything_else_and_a_bare_yes_asks_what() -> None:
    replies = say(conversation(), services(ScriptedRasa(TWO_WISHES, [TOMORROW])), "wo ist mein paket", "ja")
    assert replies[1].text() == "Gern. Worum geht es?"
    assert replies[1].expecting is None


def test_an_unclear_murmur_after_anything_else_does_not_hang_up() -> None:
    rasa = ScriptedRasa(TWO_WISHES | {"hm also": [("deny", 0.15), ("greet", 0.1)]}, [TOMORROW])
    talk = conversation()
    say(talk, services(rasa), "wo ist mein paket", "hm also")
    assert talk.owner == "bot"


def test_spoken_values_are_kept_with_how_they_are_known() -> None:
    rasa = ScriptedRasa({"wo ist WM-104823": ORDER}, [ASKED])
    talk = conversation()
    say(talk, services(rasa), "wo ist WM-104823")
    assert talk.memory.facts["order_number"]["value"] == "WM-104823"
    assert talk.memory.facts["order_number"]["how"] == "spoken"


def test_values_found_in_the_shop_are_marked_as_looked_up() -> None:
    answer = DialogueAnswer(({"text": "Gut."},), {"verified_order": "WM-104823"}, None, None, False, "m")
    talk = conversation()
    say(talk, services(ScriptedRasa({"wo ist mein paket": ORDER}, [answer])), "wo ist mein paket")
    assert talk.memory.facts["verified_order"]["how"] == "looked_up"


def test_what_the_dialogue_keeps_for_itself_is_no_fact_for_a_person() -> None:
    own = {"wording": "again", "failed_checks": 1, "requested_slot": "postcode", "confirm_cancel": "asked"}
    answer = DialogueAnswer(({"text": "Gut."},), own, None, None, False, "m")
    talk = conversation()
    say(talk, services(ScriptedRasa({"wo ist mein paket": ORDER}, [answer])), "wo ist mein paket")
    assert talk.memory.facts == {}


def test_a_value_gained_is_no_vain_try() -> None:
    asked = said("Ihre Bestellnummer bitte?", "order_number")
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [asked] * 4)
    say(conversation(), services(rasa), "wo ist mein paket", "104823", "104824", "104825")
    assert [message["facts"]["attempt"] for message in rasa.asked] == [0, 0, 0, 0]


def test_after_vain_tries_brought_a_person_the_tries_are_counted_anew() -> None:
    talk = conversation()
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [ASKED] * 6)
    say(talk, services(rasa), "wo ist mein paket", "hm", "tja", "naja", "wo ist mein paket")
    assert rasa.asked[-1]["text"] == "wo ist mein paket"
    assert rasa.asked[-1]["facts"]["attempt"] == 0


def test_a_yes_only_the_model_understands_is_no_vain_try() -> None:
    rasa = ScriptedRasa({"so machen wir das": sure("affirm")}, [said("Gut.")])
    talk = conversation()
    talk.memory.expecting = "yes_no"
    say(talk, services(rasa), "so machen wir das")
    assert rasa.asked[0]["facts"]["attempt"] == 0


def test_words_likely_in_the_answer_are_listened_for_until_the_next_question() -> None:
    street = {"custom": {"hints": ["Lindenallee"]}}
    asked = DialogueAnswer(({"text": "In welcher Straße?"}, street), {}, "order_form", "text", False, "m")
    rasa = ScriptedRasa({"wo ist mein paket": ORDER, "Lindenallee": sure("inform")}, [asked, ASKED])
    talk = conversation()
    say(talk, services(rasa), "wo ist mein paket", "")
    assert talk.memory.hints == ["Lindenallee"]
    say(talk, services(rasa), "Lindenallee")
    assert talk.memory.hints == []
