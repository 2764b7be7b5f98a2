"""Who is here about the same matter again within a week gets a person, or is told the way to one."""

import pytest

from bot.conversation.state import Conversation
from bot.conversation.turn import Services
from tests.builders import NotedHandovers, ScriptedRasa, conversation, said, say, services, sure

WISH = {"wo ist mein paket": sure("order_status")}
ORDER = {"verified_order": {"value": "WM-104823"}}
SETTLED = said("Ihr Paket kommt morgen.", None, None, done="order_status")


def known(**changes: object) -> Conversation:
    """A conversation whose order is proven."""
    talk = conversation(**changes)
    talk.memory.facts = dict(ORDER)
    return talk


def given(times: int, *answers: object) -> Services:
    """A caller who was here so many times about it."""
    rasa = ScriptedRasa(WISH, list(answers or [SETTLED]))  # type: ignore[arg-type]
    return services(rasa, earlier_contacts=lambda talk_id, wish, order: times)


def requests(parts: Services) -> list[tuple[str, str]]:
    assert isinstance(parts.handovers, NotedHandovers)
    return parts.handovers.requests


@pytest.mark.parametrize("channel", ["voice", "sms"])
def test_the_third_contact_gets_the_answer_and_a_person(channel: str) -> None:
    parts = given(2)
    (reply,) = say(known(channel=channel), parts, "wo ist mein paket")
    assert reply.text().startswith("Ihr Paket kommt morgen. Das war schon öfter Thema.")
    assert requests(parts) == [("repeated_contact", "person")]
    assert "sonst noch etwas" not in reply.text()


def test_the_second_is_told_the_way_to_one() -> None:
    parts = given(1)
    (reply,) = say(known(), parts, "wo ist mein paket")
    assert reply.text().endswith("Null oder Mitarbeiter.")
    assert requests(parts) == []


def test_the_first_is_told_nothing_of_the_kind() -> None:
    (reply,) = say(known(), given(0), "wo ist mein paket")
    assert "Mitarbeiter" not in reply.text()


def test_a_question_still_open_is_not_talked_over() -> None:
    parts = given(2, said("Welcher Artikel ist es?", "article", "order_form"))
    (reply,) = say(known(), parts, "wo ist mein paket")
    assert requests(parts) == []
    assert reply.expecting == "article"


def test_it_is_found_out_once_a_conversation() -> None:
    parts = given(2, SETTLED, SETTLED)
    say(known(), parts, "wo ist mein paket", "wo ist mein paket")
    assert len(requests(parts)) == 1


def test_before_the_order_is_proven_nobody_is_recognised() -> None:
    talk, parts = conversation(), given(5)
    say(talk, parts, "wo ist mein paket")
    assert requests(parts) == []
    assert talk.memory.signals == []


def test_the_number_of_contacts_is_in_the_record() -> None:
    talk, parts = known(), given(2)
    say(talk, parts, "wo ist mein paket")
    assert {"what": "repeated", "times": 2, "turn": 0} in talk.memory.signals
