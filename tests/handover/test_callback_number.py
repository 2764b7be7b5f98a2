"""A call back goes to a number that was checked; a withheld one is asked for."""

from sqlalchemy import Engine

from bot.conversation.owner import Owner
from tests.builders import ScriptedRasa, said, say, sure
from tests.handover.line import ASK, TOMORROW, Line


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


def test_silence_does_not_turn_the_check_of_a_number_into_another_question(sqlite: Engine) -> None:
    line = Line(sqlite, caller=None)
    line.say(ASK, "0171 3920002")
    *_, reply = say(line.talk, line.given, "", "")
    assert "[[phone:+491713920002]]" in reply.text()


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
