"""What else callers do while a call back is offered: stay silent, ask back, change the subject, go."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.conversation.owner import Owner
from bot.conversation.state import Heard
from bot.conversation.take_turn import take_turn
from bot.handover.cases import HANDOVERS
from tests.builders import NOW, ScriptedRasa, said, say, sure
from tests.handover.line import ASK, Line


def test_silence_is_no_yes(engine: Engine) -> None:
    line = Line(engine)
    line.say(ASK)
    first, second, third = say(line.talk, line.given, "", "", "")
    assert "zurückrufen" in first.text()
    assert "drücken Sie die Eins" in second.text()
    assert third.ends
    assert "rufen wir nicht von uns aus an" in third.text()
    assert (line.promises, line.talk.owner) == ([], Owner.CLOSED)


def test_a_yes_after_silence_still_counts(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "", "", "ja")
    assert len(line.promises) == 1


def test_a_silent_caller_who_is_asked_for_a_topic_and_says_yes_to_the_call_has_named_no_topic(
    sqlite: Engine,
) -> None:
    line = Line(sqlite, ScriptedRasa({"ich möchte einen rückruf": sure("callback_request")}))
    line.say("ich möchte einen rückruf", "", "", "ja")
    assert line.talk.memory.wish_words != "ja"


def test_a_call_back_without_a_topic_asks_for_it_and_keeps_it(engine: Engine) -> None:
    line = Line(engine, ScriptedRasa({"ich möchte einen rückruf": sure("callback_request")}))
    assert line.say("ich möchte einen rückruf").expecting == "text"
    line.say("es geht um mein Sofa")
    assert line.packet["stated_request"] == "es geht um mein Sofa"


def test_a_topic_can_be_a_person(sqlite: Engine) -> None:
    line = Line(sqlite, ScriptedRasa({"ich möchte einen rückruf": sure("callback_request")}))
    reply = line.say("ich möchte einen rückruf", ASK)
    assert "zurückrufen" in reply.text()
    assert line.talk.memory.wish_words is None


def test_keys_are_no_topic(sqlite: Engine) -> None:
    line = Line(sqlite, ScriptedRasa({"ich möchte einen rückruf": sure("callback_request")}))
    line.say("ich möchte einen rückruf")
    assert "ist notiert" not in line.press("5").text()


def test_goodbye_is_no_topic(sqlite: Engine) -> None:
    line = Line(
        sqlite,
        ScriptedRasa({"ich möchte einen rückruf": sure("callback_request"), "tschüss": sure("goodbye")}),
    )
    assert line.say("ich möchte einen rückruf", "tschüss").ends


def test_something_else_is_asked_about_once_and_then_served(sqlite: Engine) -> None:
    rasa = ScriptedRasa({"was kostet der versand": sure("delivery_options_costs")}, [said("Neun Euro.")])
    line = Line(sqlite, rasa)
    first = line.say(ASK, "was kostet der versand")
    assert "Neun Euro" in first.text() or "Sollen wir Sie zurückrufen" in first.text()
    if "Neun Euro" not in first.text():
        assert line.say("was kostet der versand").text().startswith("Neun Euro.")
    assert line.talk.owner is Owner.BOT


@pytest.mark.parametrize(
    ("words", "intent", "answer"),
    [
        ("das habe ich jetzt nicht verstanden", "repeat", "[[digits:01]]"),
        ("na dann bis zum nächsten mal", "goodbye", "Auf Wiederhören"),
        ("rede ich eigentlich mit einer maschine", "are_you_human", "Computerprogramm"),
    ],
)
def test_controls_the_model_recognises_work_during_the_offer(
    sqlite: Engine, words: str, intent: str, answer: str
) -> None:
    line = Line(sqlite, ScriptedRasa({words: sure(intent)}))
    assert answer in line.say(ASK, words).text()


def test_asking_for_a_call_back_that_is_promised_says_so(sqlite: Engine) -> None:
    line = Line(sqlite, ScriptedRasa({"ich möchte einen rückruf": sure("callback_request")}))
    reply = line.say(ASK, "ja", "ich möchte einen rückruf")
    assert "liegt schon bei einem Menschen" in reply.text()
    assert line.talk.memory.case
    assert line.talk.memory.case["number"] in reply.text()


def test_asking_for_a_person_twice_does_not_open_a_second_case(engine: Engine) -> None:
    line = Line(engine)
    line.say(ASK, ASK, ASK)
    with engine.connect() as db:
        assert len(db.execute(select(HANDOVERS)).all()) == 1


def test_a_person_asked_for_again_after_declining_is_offered_again(sqlite: Engine) -> None:
    line = Line(sqlite)
    reply = line.say(ASK, "nein", "nein", ASK)
    assert reply.expecting == "yes_no"
    line.say("ja")
    assert len(line.promises) == 1


def test_in_a_text_message_the_promise_ends_the_matter(sqlite: Engine) -> None:
    line = Line(sqlite, channel="sms")
    reply = line.say(ASK, "ja")
    assert "sonst noch" not in reply.text()
    assert line.talk.memory.question is None


def test_the_second_wish_is_served_after_the_call_back_is_arranged(sqlite: Engine) -> None:
    two = "mein sofa ist kaputt und was kostet der versand nach wien"
    rasa = ScriptedRasa(
        {
            two: [("defect_claim", 0.5)],
            "mein sofa ist kaputt": sure("defect_claim"),
            "und was kostet der versand nach wien": sure("delivery_options_costs"),
            "was kostet der versand nach wien": sure("delivery_options_costs"),
        },
        [said("Das gebe ich weiter.", handover={"reason": "x", "kind": "person"}), said("Neun Euro.")],
    )
    line = Line(sqlite, rasa)
    assert "Neun Euro" in line.say(two, "ja").text()


def test_the_arrangement_works_while_rasa_is_away(engine: Engine) -> None:
    class Away(ScriptedRasa):
        def parse(self, *args: Any) -> Any:
            raise AssertionError("asked without need")

    line = Line(engine, Away())
    line.say(ASK, "ja")
    assert len(line.promises) == 1


def test_hanging_up_during_the_offer_keeps_the_case_without_a_promise(engine: Engine) -> None:
    line = Line(engine)
    reply, _ = take_turn(line.talk, Heard(ASK), line.given, 5)
    assert not reply.ends
    assert line.promises == []
    assert line.packet["reason"] == "asked_for_person"
    assert line.packet["routing"]["queued_at"] == NOW.isoformat()


def test_a_wish_beside_the_offer_is_served_and_the_case_stays(sqlite: Engine) -> None:
    words = "wo bleibt eigentlich mein paket"
    line = Line(sqlite, ScriptedRasa({words: sure("order_status")}, [said("Es kommt morgen.")]))
    replies = [line.say(ASK), line.say(words), line.say(words)]
    assert any("Es kommt morgen." in reply.text() for reply in replies)
    assert line.promises == []


def test_a_moment_during_the_offer_keeps_it_open(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "einen Moment bitte", "", "ja")
    assert len(line.promises) == 1
