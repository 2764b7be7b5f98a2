"""Silence is asked about differently each time, and never endlessly."""

from bot.conversation.owner import Owner
from bot.conversation.start import greeting
from tests.builders import NotedHandovers, ScriptedRasa, conversation, said, say, services, sure

ORDER = {"wo ist mein paket": sure("order_status")}
ASKED = said("Wie lautet Ihre Bestellnummer?", "order_number", "order_form")


def test_the_open_question_is_asked_again() -> None:
    replies = say(conversation(), services(ScriptedRasa(ORDER, [ASKED])), "wo ist mein paket", "")
    assert replies[1].text().endswith("Wie lautet Ihre Bestellnummer?")
    assert replies[1].expecting == "order_number"


def test_after_the_greeting_the_greeting_s_question_is_asked_again() -> None:
    talk, given = conversation(), services()
    greeting(talk, given.phrases)
    (reply,) = say(talk, given, "")
    assert "Worum geht es?" in reply.text()


def test_speaking_ends_the_silence() -> None:
    talk, given = conversation(), services(ScriptedRasa(ORDER, [ASKED, ASKED]))
    say(talk, given, "", "", "wo ist mein paket", "", "")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == []


def test_silence_after_anything_else_is_a_no() -> None:
    """A line left open would otherwise be put through to one expert after another."""
    given = services(ScriptedRasa(ORDER, [said("Es kommt morgen.", done="order_status")]))
    talk = conversation()
    replies = say(talk, given, "wo ist mein paket", "", "", "")
    assert replies[-1].ends
    assert talk.owner is Owner.CLOSED
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == []


def test_who_told_of_something_grave_is_never_taken_to_be_done() -> None:
    given = services(ScriptedRasa(ORDER, [said("Es kommt morgen.", done="order_status")]))
    talk = conversation()
    talk.memory.flags = [{"code": "illness"}]
    say(talk, given, "wo ist mein paket", "", "", "")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("silence", "person")]


def test_endless_silence_ends_the_call() -> None:
    talk = conversation()
    replies = say(talk, services(), "", "", "", "")
    assert replies[-1].ends
    assert talk.owner is Owner.CLOSED


def test_who_asked_for_a_moment_and_stays_silent_is_asked_the_open_question_again() -> None:
    given = services(ScriptedRasa(ORDER, [ASKED]))
    replies = say(conversation(), given, "wo ist mein paket", "einen Moment bitte", "")
    assert "gestört" not in replies[2].text()
    assert replies[2].text().endswith("Wie lautet Ihre Bestellnummer?")
    assert replies[2].expecting == "order_number"


def test_a_pause_gives_one_silence_more() -> None:
    given = services(ScriptedRasa(ORDER, [ASKED]))
    say(conversation(), given, "wo ist mein paket", "einen Moment bitte", "", "", "")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == []


def test_silence_after_a_truth_about_us_asks_what_was_open() -> None:
    rasa = ScriptedRasa(ORDER | {"sind sie ein mensch": sure("are_you_human")}, [ASKED])
    replies = say(conversation(), services(rasa), "wo ist mein paket", "sind sie ein mensch", "")
    assert replies[2].text().endswith("Wie lautet Ihre Bestellnummer?")
