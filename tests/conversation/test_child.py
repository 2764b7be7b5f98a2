"""A child buys nothing for the rest of the conversation, and may still ask everything."""

from dataclasses import replace
from typing import Any

import pytest

from bot.conversation.state import Conversation, Heard, Memory, Reply
from bot.conversation.take_turn import take_turn
from bot.conversation.turn import Services
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import NotedHandovers, ScriptedRasa, conversation, said, services, sure

ONLY_GROWN_UPS = "Das dürfen bei uns nur Erwachsene."
BALL = "ich will einen ball"
BOTH = "wann habt ihr offen und ich will einen ball"
INTENTS = {
    BALL: sure("order_place"),
    "nochmal das gleiche": sure("order_repeat"),
    "noch eins dazu": sure("order_change"),
    "wo ist mein paket": sure("order_status"),
    "wann habt ihr offen": sure("store_hours_location"),
    "und ich will einen ball": sure("order_place"),
    BOTH: [("store_hours_location", 0.5)],
    "ich bin elf und will einen ball": sure("order_place"),
    "ich bin elf": sure("inform"),
    "ja gern": sure("affirm"),
    "von vorn bitte": sure("start_over"),
}
OPEN = said("Bis zwanzig Uhr.", done="store_hours_location")
FORGOTTEN = said("Gut, wir fangen neu an.")


def ordering(text: str, expecting: str | None = "article") -> DialogueAnswer:
    """An answer while an order is taken, whatever is asked in between."""
    return replace(said(text, expecting, "ordering_form"), slots={"ordering": "order_place"})


class Child:
    """Somebody on the line, and what they hear."""

    def __init__(self, *answers: DialogueAnswer | None, **talk: Any) -> None:
        self.rasa = ScriptedRasa(INTENTS, list(answers))
        self.handovers = NotedHandovers()
        self.given: Services = services(self.rasa, handovers=self.handovers)
        self.talk: Conversation = conversation(**talk)

    def says(self, *words: str) -> Reply:
        """The last reply."""
        return [take_turn(self.talk, Heard(text), self.given, 5)[0] for text in words][-1]

    @property
    def told(self) -> list[str]:
        """What reached the dialogue, as intents."""
        return [message["intent"] for message in self.rasa.asked]


def test_what_a_child_orders_goes_to_a_person_and_never_to_the_dialogue() -> None:
    child = Child()
    assert child.says("ich bin elf und will einen ball").text().startswith(ONLY_GROWN_UPS)
    assert child.handovers.requests == [("order_minor", "person")]
    assert child.told == []


@pytest.mark.parametrize("wish", [BALL, "nochmal das gleiche", "noch eins dazu"])
def test_it_is_remembered_for_everything_that_is_bought_later(wish: str) -> None:
    child = Child(OPEN)
    child.says("ich bin elf", "wann habt ihr offen")
    assert child.says(wish).text().startswith(ONLY_GROWN_UPS)


def test_questions_are_answered_like_anybodys() -> None:
    child = Child(OPEN, OPEN)
    child.says("ich bin elf")
    assert "Bis zwanzig Uhr." in child.says("wann habt ihr offen").text()
    assert child.handovers.requests == []


def test_an_order_under_way_is_forgotten_when_the_buyer_turns_out_to_be_a_child() -> None:
    child = Child(ordering("Welcher Ball?"), FORGOTTEN)
    child.says(BALL)
    assert child.says("ich bin elf").text().startswith(ONLY_GROWN_UPS)
    assert child.told == ["order_place", "start_over"]
    assert child.talk.memory.expecting is None


def test_a_question_in_between_hides_no_order_and_is_answered() -> None:
    child = Child(ordering("Welcher Ball?"), ordering("Bis zwanzig Uhr. Welcher Ball?"), FORGOTTEN, OPEN)
    child.says(BALL, "wann habt ihr offen")
    child.talk.memory.child = True
    assert "Bis zwanzig Uhr." in child.says("wann habt ihr offen").text()
    assert child.told[-2:] == ["start_over", "store_hours_location"]
    assert not child.talk.memory.ordering


def test_a_second_wish_in_the_same_breath_is_no_way_around_it() -> None:
    child = Child(OPEN)
    child.talk.memory.child = True
    reply = child.says(BOTH).text()
    assert "Bis zwanzig Uhr." in reply
    assert ONLY_GROWN_UPS in reply
    assert child.told == ["store_hours_location"]


def test_starting_over_makes_nobody_older() -> None:
    child = Child(FORGOTTEN, FORGOTTEN)
    child.says("ich bin elf", "von vorn bitte")
    assert child.says(BALL).text().startswith(ONLY_GROWN_UPS)


def test_while_the_dialogue_cannot_be_told_its_order_is_not_gone_on_with() -> None:
    child = Child(ordering("Welcher Ball?"), None, FORGOTTEN)
    child.says(BALL, "ich bin elf")
    child.talk.memory.question = None
    assert child.says("ja gern").text().startswith(ONLY_GROWN_UPS)
    assert child.told == ["order_place", "start_over", "start_over"]


def test_grown_ups_order_on() -> None:
    child = Child(ordering("Welcher Ball?"), ordering("Noch etwas?"))
    child.says(BALL)
    assert child.says("ja gern").text() == "Noch etwas?"


def test_it_outlives_the_process() -> None:
    assert Memory.from_json(Memory(child=True, ordering=True).to_json()).child
