"""A call back is promised only after an explicit yes, to a number that was checked, in a window that can be kept."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.conversation.owner import Owner
from bot.conversation.state import Conversation, Heard, Reply
from bot.conversation.take_turn import take_turn
from bot.conversation.turn import Services
from bot.handover.cases import HANDOVERS, PROMISES
from tests.builders import NOW, ScriptedRasa, press, recorded, said, say, services_on, sure

ASK = "Mitarbeiter"
TOMORROW = "2026-11-24"


class Line:
    """A call on a database, to talk on."""

    def __init__(self, engine: Engine, rasa: ScriptedRasa | None = None, **talk: Any) -> None:
        self.engine = engine
        self.given: Services = services_on(engine, rasa)
        self.talk: Conversation = recorded(engine, **talk)

    def say(self, *words: str) -> Reply:
        """The last reply."""
        return say(self.talk, self.given, *words)[-1]

    def press(self, *keys: str) -> Reply:
        """The last reply."""
        return press(self.talk, self.given, *keys)[-1]

    @property
    def promises(self) -> list[Any]:
        """All that was promised."""
        with self.engine.connect() as db:
            return list(db.execute(select(PROMISES)).mappings())

    @property
    def packet(self) -> dict[str, Any]:
        """What the person who calls back reads."""
        with self.engine.connect() as db:
            content: dict[str, Any] = db.execute(select(HANDOVERS.c.packet)).scalar_one()
        return content

    @property
    def window(self) -> tuple[str, str]:
        """The window in the open question."""
        question = self.talk.memory.question or {}
        return question["from"][:16], question["until"][:16]


def test_a_person_asked_for_becomes_a_case_and_an_offer(engine: Engine) -> None:
    line = Line(engine)
    reply = line.say(ASK)
    assert line.talk.memory.case
    assert f"[[digits:{line.talk.memory.case['number']}]]" in reply.text()
    assert "[[digits:01]]" in reply.text()
    assert (reply.expecting, line.talk.owner, line.promises) == ("yes_no", Owner.QUEUE, [])


@pytest.mark.parametrize("yes", ["ja", "ja bitte", "gern", "okay"])
def test_a_yes_is_a_promise_with_window_number_and_owner(sqlite: Engine, yes: str) -> None:
    line = Line(sqlite)
    line.say(ASK)
    start, end = line.window
    reply = line.say(yes)
    (promise,) = line.promises
    assert "Wir rufen Sie" in reply.text()
    assert (promise["kind"], promise["phone"], promise["outcome"]) == ("callback", "+491713920001", "open")
    assert promise["due_from"] == datetime.fromisoformat(start + "+01:00")
    assert promise["due_by"] == datetime.fromisoformat(end + "+01:00")
    assert line.talk.owner is Owner.BOT


def test_the_one_is_a_yes(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK)
    line.press("1")
    assert len(line.promises) == 1


def test_a_promise_is_made_once_however_often_a_person_is_asked_for(engine: Engine) -> None:
    line = Line(engine)
    line.say(ASK, "ja", ASK, "ja")
    assert len(line.promises) == 1


def test_after_the_promise_the_hotline_goes_on_helping(sqlite: Engine) -> None:
    line = Line(sqlite, ScriptedRasa({"wo ist mein paket": sure("order_status")}, [said("Es kommt morgen.")]))
    reply = line.say(ASK, "ja", "wo ist mein paket")
    assert reply.text() == "Es kommt morgen."


@pytest.mark.parametrize("no", ["nein", "nein danke", "auf keinen Fall"])
def test_a_no_asks_what_would_suit(sqlite: Engine, no: str) -> None:
    line = Line(sqlite)
    reply = line.say(ASK, no)
    assert "andere Zeit" in reply.text()
    assert line.promises == []


@pytest.mark.parametrize("no", ["keinen Rückruf", "gar nicht", "nein", "lassen Sie es"])
def test_two_times_no_is_no_call_back_but_the_case_stays(sqlite: Engine, no: str) -> None:
    line = Line(sqlite, ScriptedRasa({no: sure("callback_request")}))
    reply = line.say(ASK, "nein", no)
    assert "kein Rückruf" in reply.text()
    assert (line.promises, line.talk.owner) == ([], Owner.BOT)
    assert line.packet["case_id"]


@pytest.mark.parametrize(
    "words",
    [
        "bitte keinen Rückruf",
        "ich brauche keinen Rückruf",
        "rufen Sie mich bloß nicht zurück",
        "ich will nicht zurückgerufen werden",
    ],
)
def test_who_wants_no_call_back_is_promised_none_though_the_model_hears_a_wish(
    sqlite: Engine, words: str
) -> None:
    line = Line(sqlite, ScriptedRasa({words: sure("callback_request")}))
    line.say(ASK, words)
    assert line.promises == []


@pytest.mark.parametrize(
    "words", ["I don't want a call back", "please do not call me", "no need to call me back"]
)
def test_who_wants_no_call_back_is_promised_none_in_english_either(sqlite: Engine, words: str) -> None:
    line = Line(sqlite, ScriptedRasa({words: sure("callback_request")}), language="en")
    line.say("agent", words)
    assert line.promises == []


def test_a_murmur_is_no_yes(sqlite: Engine) -> None:
    line = Line(sqlite, ScriptedRasa({"hm also naja": [("affirm", 0.15), ("greet", 0.1)]}))
    line.say(ASK, "hm also naja")
    assert line.promises == []


def test_another_time_is_offered_before_it_is_promised(engine: Engine) -> None:
    line = Line(engine)
    reply = line.say(ASK, "nein", "morgen um 15 Uhr")
    assert line.window == (f"{TOMORROW}T15:00", f"{TOMORROW}T15:30")
    assert f"[[date:{TOMORROW}]]" in reply.text()
    line.say("ja")
    assert [promise["due_from"] for promise in line.promises] == [
        datetime.fromisoformat(f"{TOMORROW}T15:00+01:00")
    ]


def test_a_yes_with_another_time_is_not_a_promise_of_the_old_one(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "ja, aber erst morgen um 15 Uhr")
    assert [promise["due_from"] for promise in line.promises] in (
        [],
        [datetime.fromisoformat(f"{TOMORROW}T15:00+01:00")],
    )


def test_the_word_time_is_asked_back(sqlite: Engine) -> None:
    line = Line(sqlite)
    assert line.say(ASK, "nein", "eine andere Zeit").expecting == "time"
    line.say("morgen um 15 Uhr")
    assert line.window[0] == f"{TOMORROW}T15:00"


def test_a_switch_of_language_keeps_the_time_that_was_wished(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "nein", "morgen um 15 Uhr")
    reply = line.press("9")
    assert line.window[0] == f"{TOMORROW}T15:00"
    assert "May we call you back" in reply.text() or "suit you" in reply.text()


def test_another_number_is_read_back_before_it_counts(engine: Engine) -> None:
    line = Line(engine)
    reply = line.say(ASK, "nein", "eine andere Nummer")
    assert reply.expecting == "phone_number"
    reply = line.say("0171 3920002")
    assert "[[phone:+491713920002]]" in reply.text()
    line.say("ja", "ja")
    assert [promise["phone"] for promise in line.promises] == ["+491713920002"]
    assert line.packet["permissions"]["callback"] == "+491713920002"


def test_a_wrong_number_is_asked_for_again(sqlite: Engine) -> None:
    line = Line(sqlite)
    reply = line.say(ASK, "nein", "eine andere Nummer", "0171 3920002", "nein")
    assert reply.expecting == "phone_number"


def test_a_number_can_be_corrected_in_the_same_breath(sqlite: Engine) -> None:
    line = Line(sqlite)
    reply = line.say(ASK, "nein", "eine andere Nummer", "0171 3920002", "nein, 0171 3920003")
    assert "[[phone:+491713920003]]" in reply.text()


def test_the_wished_time_outlives_a_change_of_number(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "nein", "morgen um 15 Uhr", "nein", "eine andere Nummer", "0171 3920002", "ja")
    assert line.window[0] == f"{TOMORROW}T15:00"


def test_a_withheld_number_is_asked_for_first(engine: Engine) -> None:
    line = Line(engine, caller=None)
    assert line.say(ASK).expecting == "phone_number"
    line.press("01713920002#")
    line.say("ja", "ja")
    assert [promise["phone"] for promise in line.promises] == ["+491713920002"]


def test_no_number_twice_is_no_call_back(sqlite: Engine) -> None:
    line = Line(sqlite, caller=None)
    reply = line.say(ASK, "weiß ich nicht", "weiß ich nicht")
    assert "kein Rückruf" in reply.text()
    assert (line.promises, line.talk.owner) == ([], Owner.BOT)


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


def test_silence_does_not_turn_the_check_of_a_number_into_another_question(sqlite: Engine) -> None:
    line = Line(sqlite, caller=None)
    line.say(ASK, "0171 3920002")
    *_, reply = say(line.talk, line.given, "", "")
    assert "[[phone:+491713920002]]" in reply.text()


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
        assert line.say("was kostet der versand").text() == "Neun Euro."
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


def test_in_english_from_the_first_word_to_the_promise(engine: Engine) -> None:
    line = Line(engine, caller="+447700900123", language="en")
    replies = say(line.talk, line.given, "agent", "no", "another time", "tomorrow at 3 pm", "yes please")
    assert "May we call you back" in replies[0].text()
    assert "We will call you on" in replies[-1].text()
    assert [promise["due_from"] for promise in line.promises] == [
        datetime.fromisoformat(f"{TOMORROW}T15:00+01:00")
    ]
    assert all(sentence.language == "en" for reply in replies for sentence in reply.sentences)


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


@pytest.mark.parametrize(
    "words", ["das habe ich nicht verstanden", "ich weiß nicht", "da kann ich nichts zu sagen"]
)
def test_words_that_only_hold_a_not_decline_nothing(sqlite: Engine, words: str) -> None:
    line = Line(sqlite)
    assert "kein Rückruf" not in line.say(ASK, words).text()


def test_a_wish_beside_the_offer_is_served_and_the_case_stays(sqlite: Engine) -> None:
    words = "wo bleibt eigentlich mein paket"
    line = Line(sqlite, ScriptedRasa({words: sure("order_status")}, [said("Es kommt morgen.")]))
    replies = [line.say(ASK), line.say(words), line.say(words)]
    assert any("Es kommt morgen." in reply.text() for reply in replies)
    assert line.promises == []


def test_numbers_corrected_for_ever_still_end_in_what_the_caller_says(sqlite: Engine) -> None:
    line = Line(sqlite, caller=None)
    line.say(ASK)
    for last in range(2, 6):
        line.say(f"0171 392000{last}", "nein")
    line.say("0171 3920009", "ja", "ja")
    assert [promise["phone"] for promise in line.promises] == ["+491713920009"]


def test_the_read_back_number_is_repeated_on_request(sqlite: Engine) -> None:
    line = Line(sqlite, caller=None)
    assert "[[phone:+491713920002]]" in line.say(ASK, "0171 3920002", "wie bitte").text()
    line.say("ja", "ja")
    assert len(line.promises) == 1


def test_a_moment_during_the_offer_keeps_it_open(sqlite: Engine) -> None:
    line = Line(sqlite)
    line.say(ASK, "einen Moment bitte", "", "ja")
    assert len(line.promises) == 1


def test_an_answer_to_a_complaint_needs_a_number_that_was_checked(sqlite: Engine) -> None:
    wants = said("Ich nehme das auf.", handover={"reason": "complaint", "kind": "complaint"})
    line = Line(sqlite, ScriptedRasa({"ich will mich beschweren": sure("complaint")}, [wants]), caller=None)
    line.say("ich will mich beschweren", "0171 3920002")
    assert line.promises == []
    line.say("ja")
    assert [(promise["kind"], promise["phone"]) for promise in line.promises] == [("answer", "+491713920002")]


def test_a_complaint_without_a_number_is_not_told_that_somebody_will_answer(sqlite: Engine) -> None:
    """What is said to a caller is written down as a promise, or it is not said."""
    wants = said("Ich nehme das auf.", handover={"reason": "complaint", "kind": "complaint"})
    line = Line(sqlite, ScriptedRasa({"ich will mich beschweren": sure("complaint")}, [wants]), caller=None)
    reply = line.say("ich will mich beschweren")
    line.say("sag ich nicht", "sag ich nicht")
    assert line.promises or "antwortet Ihnen bis" not in reply.text()
