"""A turn: understood words in, the dialogue's answer out."""

import threading

from tests.rasa_side.rasa_process import RasaProcess, a_conversation, texts
from tests.rasa_side.stand_in_actions import StandInActions


def test_a_response_comes_with_its_name(rasa: RasaProcess) -> None:
    answer = rasa.turn(a_conversation(), "greet", channel="sms")
    assert answer["messages"] == [{"response": "utter_greet", "text": "Guten Tag."}]
    assert (answer["failed"], answer["form"], answer["expecting"]) == (False, None, None)


def test_responses_follow_language_and_channel(rasa: RasaProcess) -> None:
    conversation = a_conversation()
    assert texts(rasa.turn(conversation, "greet", channel="voice")) == ["Guten Tag am Telefon."]
    assert texts(rasa.turn(conversation, "greet", channel="sms")) == ["Guten Tag."]
    assert texts(rasa.turn(conversation, "greet", channel="sms", language="en")) == ["Hello."]


def test_facts_are_slots_in_the_same_turn_and_unknown_ones_are_ignored(rasa: RasaProcess) -> None:
    facts = {"caller_customers": ["C1042"], "attempt": 2, "colour": "red"}
    slots = rasa.turn(a_conversation(), "greet", facts=facts)["slots"]
    assert slots == {"language": "de", "channel": "voice", "caller_customers": ["C1042"], "attempt": 2}


def test_nothing_to_say_is_an_answer(rasa: RasaProcess) -> None:
    for intent in ("affirm", "no_such_intent", None):
        answer = rasa.turn(a_conversation(), intent)
        assert (answer["messages"], answer["failed"]) == ([], False)


def test_a_form_asks_one_thing_after_the_other_and_says_what_it_expects(rasa: RasaProcess) -> None:
    conversation = a_conversation()
    first = rasa.turn(conversation, "order")
    assert (first["form"], first["expecting"]) == ("order_form", "order_number")
    second = rasa.turn(conversation, "inform", said={"order_number": "WM-104823"})
    assert (second["expecting"], second["slots"]["order_number"]) == ("postcode", "WM-104823")
    third = rasa.turn(conversation, "inform", said={"postcode": "01067"})
    assert (texts(third), third["expecting"]) == (["[[order:WM-104823]], richtig?"], "yes_no")
    last = rasa.turn(conversation, "affirm")
    assert (last["form"], last["expecting"]) == (None, None)


def test_everything_said_at_once_skips_the_questions(rasa: RasaProcess) -> None:
    answer = rasa.turn(a_conversation(), "order", said={"order_number": "WM-104823", "postcode": "01067"})
    assert answer["expecting"] == "yes_no"


def test_a_response_may_say_itself_what_it_expects(rasa: RasaProcess) -> None:
    assert rasa.turn(a_conversation(), "opening")["expecting"] == "yes_no"


def test_texts_and_payloads_of_an_action_keep_their_order(rasa: RasaProcess, actions: StandInActions) -> None:
    handover = {"handover": {"reason": "asked", "kind": "person"}}
    said = [{"text": "Moment."}, {"custom": handover}, {"response": "utter_nothing_more"}]
    actions.results["action_thank"] = {"events": [], "responses": said}
    assert rasa.turn(a_conversation(), "thank")["messages"] == [
        {"response": None, "text": "Moment."},
        {"custom": handover},
        {"response": "utter_nothing_more", "text": "Gern."},
    ]


def test_an_action_sees_text_readings_facts_and_forms(rasa: RasaProcess, actions: StandInActions) -> None:
    rasa.turn(a_conversation(), "thank", text="danke dafür", said={"order_number": "WM-104823"})
    (asked,) = actions.asked
    heard = asked["tracker"]["latest_message"]
    assert (heard["text"], heard["intent"]["name"]) == ("danke dafür", "thank")
    assert heard["entities"] == [{"entity": "order_number", "value": "WM-104823", "readings": ["WM-104823"]}]
    assert asked["tracker"]["slots"]["channel"] == "voice"
    assert asked["domain"]["forms"]["order_form"]["required_slots"][0] == "order_number"


def test_an_action_is_not_sent_the_phrases_of_the_bot(rasa: RasaProcess, actions: StandInActions) -> None:
    rasa.turn(a_conversation(), "thank")
    assert set(actions.asked[0]["domain"]) == {"forms", "slots"}


def test_slots_set_by_an_action_are_there_in_the_next_turn(
    rasa: RasaProcess, actions: StandInActions
) -> None:
    event = {"event": "slot", "name": "postcode", "value": "1010"}
    actions.results["action_thank"] = {"events": [event], "responses": []}
    conversation = a_conversation()
    assert rasa.turn(conversation, "thank")["slots"]["postcode"] == "1010"
    assert rasa.turn(conversation, "greet")["slots"]["postcode"] == "1010"


def test_conversations_do_not_see_each_other(rasa: RasaProcess) -> None:
    rasa.turn(a_conversation(), "order", said={"order_number": "WM-104823"})
    other = rasa.turn(a_conversation(), "greet")
    assert (other["form"], "order_number" in other["slots"]) == (None, False)


def test_turns_of_one_conversation_wait_for_each_other(rasa: RasaProcess, actions: StandInActions) -> None:
    inside, most = [0], [0]

    def busy(_asked: object) -> dict[str, object]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        inside[0] -= 1
        return {"events": [], "responses": [{"text": "x"}]}

    actions.results["action_thank"] = busy
    conversation = a_conversation()
    callers = [threading.Thread(target=rasa.turn, args=(conversation, "thank")) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(20)
    assert (len(actions.asked), most[0]) == (8, 1)
    heard = [sum(e["event"] == "user" for e in asked["tracker"]["events"]) for asked in actions.asked]
    assert heard == list(range(1, 9))


def test_a_code_reaches_the_action_and_is_not_stored(rasa: RasaProcess, actions: StandInActions) -> None:
    conversation = a_conversation()
    actions.results["action_thank"] = {"events": [], "responses": [{"text": "Danke."}]}
    rasa.turn(conversation, "thank", said={"code": "471199"})
    heard = actions.asked[-1]["tracker"]["latest_message"]["entities"]
    assert [entity["value"] for entity in heard] == ["471199"]
    rasa.turn(conversation, "thank")
    stored = str(actions.asked[-1]["tracker"]["events"])
    assert "'entity': 'code'" in stored
    assert "471199" not in stored
