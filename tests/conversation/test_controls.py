"""Controls work in every state and leave the open question open."""

import pytest

from bot.conversation.owner import Owner
from bot.conversation.state import Conversation, Heard
from bot.conversation.take_turn import take_turn
from tests.builders import NotedHandovers, ScriptedRasa, conversation, press, said, say, services, sure

ASKED = said("Wie lautet Ihre Bestellnummer?", "order_number", "order_form")
ORDER = {"wo ist mein paket": sure("order_status")}


def asked_for_the_order_number(rasa: ScriptedRasa) -> Conversation:
    """A call in which the order number was just asked for."""
    talk = conversation()
    talk.memory.expecting, talk.memory.last_said = "order_number", [["Wie lautet Ihre Bestellnummer?", "de"]]
    return talk


@pytest.mark.parametrize(
    "expecting", [None, "order_number", "postcode", "yes_no", "text", "email", "city", "article"]
)
@pytest.mark.parametrize("words", ["Mitarbeiter", "ich will einen Menschen sprechen", "agent"])
def test_a_person_can_be_asked_for_in_every_state(expecting: str | None, words: str) -> None:
    talk, given = conversation(), services()
    talk.memory.expecting = expecting
    say(talk, given, words)
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("asked_for_person", "person")]


@pytest.mark.parametrize("words", ["wie bitte", "langsamer bitte", "lauter", "einen Moment", "wiederholen"])
def test_the_open_question_stays_open(words: str) -> None:
    rasa = ScriptedRasa()
    talk = asked_for_the_order_number(rasa)
    (reply,) = say(talk, services(rasa), words)
    assert reply.expecting == "order_number"
    assert rasa.asked == []


@pytest.mark.parametrize("intent", ["are_you_human", "recording_question", "privacy_notice"])
def test_questions_about_us_are_answered_and_the_open_question_asked_again(intent: str) -> None:
    rasa = ScriptedRasa({"sagen sie mal": sure(intent)})
    talk = asked_for_the_order_number(rasa)
    (reply,) = say(talk, services(rasa), "sagen sie mal")
    assert reply.text().endswith("Wie lautet Ihre Bestellnummer?")
    assert reply.expecting == "order_number"


def test_whether_a_machine_speaks_is_answered_with_the_truth() -> None:
    (reply,) = say(
        conversation(), services(ScriptedRasa({"bist du echt": sure("are_you_human")})), "bist du echt"
    )
    assert "Computerprogramm" in reply.text()


def test_a_guess_of_the_model_does_not_hang_up() -> None:
    guess = [("goodbye", 0.2), ("order_status", 0.18)]
    talk = conversation()
    (reply,) = say(talk, services(ScriptedRasa({"tja und nun": guess})), "tja und nun")
    assert not reply.ends
    assert talk.owner is Owner.BOT


@pytest.mark.parametrize("intent", ["callback_request", "language_switch", "start_over"])
def test_a_guess_of_the_model_is_not_acted_upon(intent: str) -> None:
    given = services(ScriptedRasa({"tja und nun": [(intent, 0.2), ("order_status", 0.18)]}))
    (reply,) = say(conversation(), given, "tja und nun")
    assert "nicht verstanden" in reply.text()


def test_slowly_twice_does_not_pile_up() -> None:
    talk = conversation()
    talk.memory.last_said = [["Ihr Paket kommt morgen.", "de"]]
    first, *_, last = say(talk, services(), "langsamer", "langsamer", "langsamer")
    assert last.text() == first.text() == "Ja, ich spreche langsamer. Ihr Paket kommt morgen."
    assert talk.memory.slow


def test_repeating_after_a_pause_repeats_the_answer_before_it() -> None:
    talk = conversation()
    talk.memory.last_said = [["Ihr Paket kommt morgen.", "de"]]
    *_, reply = say(talk, services(), "einen Moment bitte", "wie bitte")
    assert reply.text() == "Ihr Paket kommt morgen."


def test_starting_over_forgets_the_wish_and_what_was_to_come() -> None:
    talk, rasa = asked_for_the_order_number(ScriptedRasa()), ScriptedRasa({}, [said("ok")])
    talk.memory.later, talk.memory.attempt = [{"text": "x", "intent": "order_status", "confidence": 1.0}], 2
    (reply,) = say(talk, services(rasa), "von vorne")
    assert "fangen neu an" in reply.text()
    assert (talk.memory.later, talk.memory.attempt, talk.memory.expecting) == ([], 0, None)
    assert rasa.asked[0]["intent"] == "start_over"


def test_starting_over_keeps_the_case_of_a_person() -> None:
    talk = conversation()
    talk.memory.case = {"id": "x", "number": "4711", "promised": True}
    say(talk, services(ScriptedRasa({}, [said("ok")])), "von vorne")
    assert talk.memory.case


def test_goodbye_while_waiting_for_a_person_ends_the_call() -> None:
    talk = conversation(owner=Owner.QUEUE)
    talk.memory.question = {"kind": "callback_offer"}
    (reply,) = say(talk, services(), "auf Wiederhören")
    assert reply.ends
    assert talk.owner is Owner.CLOSED


def test_nine_asks_the_open_question_in_english() -> None:
    rasa = ScriptedRasa({}, [said("What is your order number?", "order_number")])
    talk = asked_for_the_order_number(rasa)
    (reply,) = press(talk, services(rasa), "9")
    assert (reply.sentences[0].language, reply.expecting) == ("en", "order_number")
    assert rasa.asked[0]["language"] == "en"


def test_a_switch_of_language_without_rasa_still_changes_the_language() -> None:
    talk = asked_for_the_order_number(ScriptedRasa())
    (reply,) = press(talk, services(), "9")
    assert talk.language == "en"
    assert all(sentence.language == "en" for sentence in reply.sentences)


def test_who_asks_for_english_in_english_gets_english() -> None:
    words = "hello do you perhaps speak some English with me"
    talk = conversation()
    take_turn(talk, Heard(words), services(ScriptedRasa({words: sure("language_switch")})), 5)
    assert talk.language == "en"


def test_asking_for_the_language_already_spoken_changes_nothing() -> None:
    words = "can we speak English on the phone please"
    talk = conversation(language="en")
    say(talk, services(ScriptedRasa({words: sure("language_switch")})), words)
    assert talk.language == "en"


def test_after_a_choice_the_language_is_not_changed_again_by_guessing() -> None:
    talk = conversation(language="en")
    talk.memory.language_chosen = True
    say(talk, services(), "wo bleibt denn eigentlich mein Paket seit letzter Woche")
    assert talk.language == "en"


def test_who_asks_in_english_to_repeat_does_not_hear_german_again() -> None:
    words = "sorry could you please repeat that for me in other words"
    rasa = ScriptedRasa({words: sure("repeat")}, [said("Your parcel arrives tomorrow.")])
    talk = conversation()
    talk.memory.last_said = [["Ihr Paket kommt morgen.", "de"]]
    (reply,) = say(talk, services(rasa), words)
    assert all(sentence.language == "en" for sentence in reply.sentences)


@pytest.mark.parametrize(
    ("words", "expecting"),
    [("info at example dot com", "email"), ("W M one zero four eight two three", "order_number")],
)
def test_dictating_does_not_change_the_language(words: str, expecting: str) -> None:
    talk = conversation()
    talk.memory.expecting = expecting
    say(talk, services(ScriptedRasa({}, [said("Danke.")])), words)
    assert talk.language == "de"


@pytest.mark.parametrize(
    ("channel", "heard"), [("voice", "nur Deutsch und Englisch"), ("sms", "yalnızca Almanca")]
)
def test_a_language_we_do_not_speak_is_answered_honestly_and_by_a_person(channel: str, heard: str) -> None:
    words = "nerede benim paketim üç gündür bekliyorum"
    handovers, talk = NotedHandovers(), conversation(channel=channel)
    replies = say(talk, services(ScriptedRasa({words: sure("out_of_scope")}), handovers=handovers), words)
    assert heard in replies[0].text()
    assert handovers.requests == [("other_language", "person")]
