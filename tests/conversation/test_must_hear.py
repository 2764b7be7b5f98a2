"""What must be heard is played before the question, uninterrupted, and only then counts as heard."""

from typing import Any

from bot.conversation.must_hear import again, forget, heard, reply_of
from bot.conversation.state import Heard
from bot.conversation.take_turn import take_turn
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import ScriptedRasa, conversation, services, sure
from tests.builders import turn as turn_of


def answer(*messages: dict[str, Any], expecting: str | None = "yes_no") -> DialogueAnswer:
    return DialogueAnswer(messages=list(messages), slots={}, form="ordering_form", expecting=expecting)


def text(response: str, words: str) -> dict[str, Any]:
    return {"response": response, "text": words}


ORDER = answer(
    text("utter_order_noted", "Notiert."),
    text("utter_order_item", "Zwei Kannen, 69 Euro 80."),
    text("utter_order_withdrawal", "14 Tage Widerruf."),
    text("utter_confirm_order", "Bestellen Sie zahlungspflichtig?"),
    {"custom": {"must_hear": {"token": "t1", "responses": ["utter_order_item", "utter_order_withdrawal"]}}},
)


def test_everything_up_to_the_last_of_them_is_played_uninterrupted() -> None:
    reply = reply_of(turn_of(), ORDER)
    assert [sentence.text for sentence in reply.legal] == [
        "Notiert.",
        "Zwei Kannen, 69 Euro 80.",
        "14 Tage Widerruf.",
    ]
    assert [sentence.text for sentence in reply.sentences] == ["Bestellen Sie zahlungspflichtig?"]


def test_it_counts_as_heard_from_the_next_turn_on() -> None:
    turn = turn_of()
    reply_of(turn, ORDER)
    assert heard(turn) is None
    turn.conversation.turns += 1
    assert heard(turn) == "t1"


def test_what_was_never_played_is_not_heard() -> None:
    turn = turn_of()
    reply_of(turn, ORDER)
    turn.conversation.turns += 1
    forget(turn.memory)
    assert heard(turn) is None


def test_an_answer_that_asks_something_else_ends_it() -> None:
    turn = turn_of()
    reply_of(turn, ORDER)
    reply_of(turn, answer(text("utter_ask_more", "Sonst noch etwas?"), expecting="more"))
    assert turn.memory.must_hear is None


def test_a_question_about_the_same_keeps_it() -> None:
    turn = turn_of()
    reply_of(turn, ORDER)
    reply_of(turn, answer(text("utter_confirm_order", "Bestellen Sie zahlungspflichtig?")))
    assert turn.memory.must_hear


def test_the_dialogue_is_told_and_repeating_says_all_of_it() -> None:
    rasa = ScriptedRasa({"eine kanne": sure("order_place")}, [ORDER, ORDER])
    talk, given = conversation(), services(rasa)
    take_turn(talk, Heard("eine kanne"), given, 2.0)
    talk.turns += 1
    said, _ = take_turn(talk, Heard("wiederholen bitte"), given, 2.0)
    assert [sentence.text for sentence in said.legal][1:] == ["Zwei Kannen, 69 Euro 80.", "14 Tage Widerruf."]
    talk.turns += 1
    take_turn(talk, Heard("ja"), given, 2.0)
    assert [message["facts"]["heard"] for message in rasa.asked] == [None, "t1"]
    assert again(talk.memory)


def test_the_facts_say_whether_the_number_can_be_texted() -> None:
    rasa = ScriptedRasa({"eine kanne": sure("order_place")}, [ORDER])
    take_turn(conversation(), Heard("eine kanne"), services(rasa), 2.0)
    assert rasa.asked[0]["facts"]["can_text"] is True
