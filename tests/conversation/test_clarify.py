"""What is not clear is narrowed down, with nothing the caller said forgotten."""

from bot.conversation.state import Heard
from bot.conversation.take_turn import take_turn
from tests.builders import NotedHandovers, ScriptedRasa, conversation, press, said, say, services, sure

UNCLEAR = [("order_cancel", 0.3), ("withdraw_contract", 0.28)]
WORDS = "ich will das mit der WM-104823 nicht"
ASKED = said("Ihre Postleitzahl bitte?", "postcode", "order_form")


def test_the_keys_choose_one_of_two_wishes() -> None:
    rasa, talk = ScriptedRasa({WORDS: UNCLEAR}, [ASKED]), conversation()
    given = services(rasa)
    say(talk, given, WORDS)
    press(talk, given, "2")
    assert rasa.asked[0]["intent"] == "withdraw_contract"


def test_the_values_of_the_unclear_sentence_reach_the_dialogue_with_the_choice() -> None:
    rasa = ScriptedRasa({WORDS: UNCLEAR}, [ASKED])
    say(conversation(), services(rasa), WORDS, "das erste")
    assert [item["value"] for item in rasa.asked[0]["entities"]] == ["WM-104823"]


def test_the_wish_in_the_caller_s_words_is_the_sentence_and_not_the_choice() -> None:
    talk = conversation()
    say(talk, services(ScriptedRasa({WORDS: UNCLEAR}, [ASKED])), WORDS, "das erste")
    assert talk.memory.wish_words == WORDS


def test_neither_is_an_answer() -> None:
    given = services(ScriptedRasa({WORDS: UNCLEAR, "nein": sure("deny")}))
    replies = say(conversation(), given, WORDS, "nein")
    assert "mit anderen Worten" in replies[1].text()
    assert replies[1].expecting is None


def test_a_fresh_wish_instead_of_a_choice_is_served() -> None:
    rasa = ScriptedRasa({WORDS: UNCLEAR, "wo ist mein paket": sure("order_status")}, [ASKED])
    say(conversation(), services(rasa), WORDS, "wo ist mein paket")
    assert rasa.asked[0]["intent"] == "order_status"


def test_silence_after_the_choice_asks_for_it_again() -> None:
    replies = say(conversation(), services(ScriptedRasa({WORDS: UNCLEAR})), WORDS, "")
    assert replies[1].text().endswith("eine Bestellung stornieren oder einen Kauf widerrufen?")


def test_the_choice_is_asked_again_in_the_other_language() -> None:
    talk, given = conversation(), services(ScriptedRasa({WORDS: UNCLEAR}))
    say(talk, given, WORDS)
    (reply,) = press(talk, given, "9")
    assert "cancelling an order or withdrawing from a purchase" in reply.text()


def test_small_talk_and_controls_are_never_offered_as_a_choice() -> None:
    ranking = [("greet", 0.3), ("human_request", 0.28), ("affirm", 0.2), ("order_status", 0.13)]
    (reply,) = say(conversation(), services(ScriptedRasa({"hm hm": ranking})), "hm hm")
    assert "Meinten Sie" not in reply.text()


def test_the_menu_leads_on_by_key() -> None:
    rasa, talk = ScriptedRasa({}, [ASKED]), conversation()
    given = services(rasa)
    say(talk, given, "blubb", "bla")
    press(talk, given, "1")
    assert rasa.asked[0]["intent"] == "order_status"


def test_being_understood_ends_the_misses() -> None:
    rasa = ScriptedRasa({"wo ist mein paket": sure("order_status")}, [said("Es kommt morgen.")])
    given = services(rasa)
    say(conversation(), given, "blubb", "bla", "wo ist mein paket", "blubb", "bla")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == []


def test_after_a_person_was_brought_in_the_misses_are_counted_anew() -> None:
    given = services()
    replies = say(conversation(), given, "blubb", "bla", "blubb", "bla")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("not_understood", "person")]
    assert "nicht verstanden" in replies[3].text()


def test_in_a_text_message_no_keys_are_offered() -> None:
    talk = conversation(channel="sms")
    replies = say(talk, services(), "blubb", "bla")
    assert "Drücken" not in "".join(reply.text() for reply in replies)


def test_an_unclear_answer_in_a_form_is_left_to_the_form() -> None:
    rasa, talk = ScriptedRasa({}, [ASKED]), conversation()
    talk.memory.expecting = "postcode"
    take_turn(talk, Heard("tja"), services(rasa), 5)
    assert rasa.asked[0]["text"] == "tja"


WEATHER = "wie wird das wetter"


def test_what_is_beyond_us_is_said_with_what_we_can_do_and_the_offer_of_a_person() -> None:
    talk = conversation()
    replies = say(talk, services(ScriptedRasa({WEATHER: sure("out_of_scope")})), WEATHER)
    assert "nur bei Bestellung" in replies[0].text()
    assert replies[0].expecting == "yes_no"


def test_whoever_wants_a_person_for_it_gets_one_who_knows_the_words() -> None:
    handovers, talk = NotedHandovers(), conversation()
    rasa = ScriptedRasa({WEATHER: sure("out_of_scope")})
    say(talk, services(rasa, handovers=handovers), WEATHER, "ja")
    assert handovers.requests == [("other_topic", "person")]
    assert talk.memory.wish_words == WEATHER


def test_whoever_wants_none_is_asked_what_it_is_about() -> None:
    replies = say(conversation(), services(ScriptedRasa({WEATHER: sure("out_of_scope")})), WEATHER, "nein")
    assert "Worum geht es" in replies[1].text()


def test_a_wish_instead_of_an_answer_is_served() -> None:
    rasa = ScriptedRasa({WEATHER: sure("out_of_scope"), "wo ist mein paket": sure("order_status")}, [ASKED])
    say(conversation(), services(rasa), WEATHER, "wo ist mein paket")
    assert rasa.asked[0]["intent"] == "order_status"
