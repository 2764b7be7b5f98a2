"""A turn, from what was heard to what is said."""

import pytest

from bot.conversation.owner import Owner
from bot.conversation.state import Heard, Reply
from bot.conversation.take_turn import take_turn
from bot.conversation.turn import Services
from tests.builders import NotedHandovers, ScriptedRasa, conversation, said, services

ORDER = [("order_status", 0.9), ("return_how", 0.02)]


def talk_to(*words: str, rasa: ScriptedRasa, **changes: object) -> tuple[list[Reply], Services]:
    """All replies to the words, in one conversation."""
    given = services(rasa, **changes)
    talk = conversation()
    return [take_turn(talk, Heard(text or None), given, 5)[0] for text in words], given


def test_a_clear_wish_is_answered_by_the_dialogue() -> None:
    rasa = ScriptedRasa(
        {"wo ist mein paket": ORDER}, [said("Ihre Bestellnummer bitte?", "order_number", "order_form")]
    )
    (reply,), _ = talk_to("wo ist mein paket", rasa=rasa)
    assert reply.text() == "Ihre Bestellnummer bitte?"
    assert reply.expecting == "order_number"


def test_an_unclear_wish_gets_a_choice_of_two() -> None:
    unclear = [("order_cancel", 0.3), ("withdraw_contract", 0.28)]
    (reply,), _ = talk_to("ich will das nicht", rasa=ScriptedRasa({"ich will das nicht": unclear}))
    assert "eine Bestellung stornieren oder einen Kauf widerrufen" in reply.text()


def test_the_chosen_of_two_goes_to_the_dialogue() -> None:
    unclear = [("order_cancel", 0.3), ("withdraw_contract", 0.28)]
    rasa = ScriptedRasa({"ich will das nicht": unclear}, [said("Gut, ich widerrufe.", "order_number")])
    talk_to("ich will das nicht", "das zweite", rasa=rasa)
    assert rasa.asked[0]["intent"] == "withdraw_contract"


def test_three_misses_bring_a_person() -> None:
    replies, given = talk_to("blubb", "bla", "blubb", rasa=ScriptedRasa())
    assert "Zum Beispiel" in replies[0].text() or "zum Beispiel" in replies[0].text()
    assert "Drücken Sie" in replies[1].text()
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("not_understood", "person")]


@pytest.mark.parametrize("words", ["Mitarbeiter", "ich möchte bitte mit einem Menschen sprechen", "agent"])
def test_a_person_is_requested_without_rasa(words: str) -> None:
    _, given = talk_to(words, rasa=ScriptedRasa())
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("asked_for_person", "person")]


def test_silence_asks_again_then_offers_keys_then_brings_a_person() -> None:
    replies, given = talk_to("", "", "", rasa=ScriptedRasa())
    assert "nichts gehört" in replies[0].text()
    assert "Tasten" in replies[1].text()
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("silence", "person")]


def test_a_failing_dialogue_is_an_apology_and_the_offer_of_a_person() -> None:
    (reply,), _ = talk_to("wo ist mein paket", rasa=ScriptedRasa({"wo ist mein paket": ORDER}))
    assert "Entschuldigung" in reply.text()
    assert reply.expecting == "yes_no"


def test_a_no_to_the_offer_tries_the_lost_words_again() -> None:
    answers = [None, said("Ihre Bestellnummer bitte?", "order_number")]
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, answers)
    replies, _ = talk_to("wo ist mein paket", "nein", rasa=rasa)
    assert replies[1].text() == "Ihre Bestellnummer bitte?"


def test_the_second_failure_in_a_row_brings_a_person_unasked() -> None:
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [None, None])
    _, given = talk_to("wo ist mein paket", "nein", rasa=rasa)
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("technical_failure", "person")]


def test_a_fault_of_our_own_is_never_silence() -> None:
    def broken(_turn: object) -> Reply:
        raise ZeroDivisionError

    talk = conversation()
    talk.memory.question = {"kind": "odd"}
    reply, turn = take_turn(talk, Heard("hallo zusammen"), services(questions={"odd": broken}), 5)
    assert "Entschuldigung" in reply.text()
    assert turn.failure == "ZeroDivisionError"


def test_repeat_says_the_last_answer_word_for_word() -> None:
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [said("Ihr Paket kommt morgen.", "date")])
    replies, _ = talk_to("wo ist mein paket", "wie bitte", rasa=rasa)
    assert replies[1].text() == "Ihr Paket kommt morgen."


def test_a_switch_of_language_discloses_again_and_keeps_the_question() -> None:
    rasa = ScriptedRasa(
        {"wo ist mein paket": ORDER},
        [
            said("Ihre Bestellnummer bitte?", "order_number"),
            said("Your order number, please?", "order_number"),
        ],
    )
    replies, _ = talk_to("wo ist mein paket", "English please", rasa=rasa)
    assert "AI system" in replies[1].legal[0].text
    assert replies[1].sentences[0].text == "Your order number, please?"
    assert rasa.asked[1]["language"] == "en"


def test_clear_english_switches_by_itself() -> None:
    words = "hello where is the parcel that I have ordered last week"
    rasa = ScriptedRasa({words: ORDER}, [said("Your order number, please?", "order_number")])
    (reply,), _ = talk_to(words, rasa=rasa)
    assert rasa.asked[0]["language"] == "en"
    assert reply.legal


def test_the_second_wish_is_not_forgotten() -> None:
    words = "wo ist mein paket und was kostet der versand nach österreich"
    first, second = "wo ist mein paket", "und was kostet der versand nach österreich"
    costs = [("delivery_options_costs", 0.9), ("order_status", 0.02)]
    rasa = ScriptedRasa(
        {words: [("order_status", 0.5)], first: ORDER, second: costs},
        [
            said("Es kommt morgen.", done="order_status"),
            said("Es kostet neun Euro.", done="delivery_options_costs"),
        ],
    )
    (reply,), _ = talk_to(words, rasa=rasa)
    assert [asked["intent"] for asked in rasa.asked] == ["order_status", "delivery_options_costs"]
    assert "Es kommt morgen. Nun zu Ihrem zweiten Anliegen. Es kostet neun Euro." in reply.text()


def test_goodbye_closes_the_conversation() -> None:
    talk = conversation()
    reply, _ = take_turn(talk, Heard("auf Wiederhören"), services(), 5)
    assert reply.ends
    assert talk.owner is Owner.CLOSED


def test_no_more_wishes_ends_kindly() -> None:
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [said("Es kommt morgen.", done="order_status")])
    replies, _ = talk_to("wo ist mein paket", "nein danke", rasa=rasa)
    assert replies[0].text().endswith("Kann ich sonst noch etwas für Sie tun?")
    assert replies[1].ends


def test_the_same_question_in_vain_three_times_brings_a_person() -> None:
    asked = said("Ihre Bestellnummer bitte?", "order_number", "order_form")
    rasa = ScriptedRasa({"wo ist mein paket": ORDER}, [asked] * 5)
    _, given = talk_to("wo ist mein paket", "hm", "keine ahnung", "tja", rasa=rasa)
    assert [message["facts"]["attempt"] for message in rasa.asked] == [0, 1, 2]
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("not_understood", "person")]


def test_ten_thousand_characters_are_answered() -> None:
    reply, turn = take_turn(conversation(), Heard("bla " * 2500), services(), 5)
    assert reply.text()
    assert turn.failure is None


def test_beside_an_expert_nothing_is_said() -> None:
    talk = conversation(owner=Owner.EXPERT)
    reply, _ = take_turn(talk, Heard("hallo"), services(), 5)
    assert reply.sentences == ()
