"""Something delicate is acknowledged in one sentence, written down, and brings a person, in every state."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.conversation.owner import Owner
from bot.errors import DialogueUnavailable
from tests.builders import ScriptedRasa, said, sure
from tests.handover.delicate_line import DelicateLine

WISH = {"wo ist mein paket": sure("order_status"), "und meine rückgabe": sure("return_status")}
ASKED = said("Wie lautet Ihre Bestellnummer?", "order_number", "order_form")
SETTLED = said("Ihr Paket kommt morgen.")
CHECK = "Möchten Sie gleich mit einem Menschen sprechen?"


def in_form(engine: Engine, *answers: Any, **talk: Any) -> DelicateLine:
    """A call in which the order number was just asked for."""
    line = DelicateLine(engine, ScriptedRasa(WISH, [ASKED, *answers]), **talk)
    line.say("wo ist mein paket")
    return line


def no_rasa(*args: object, **more: object) -> Any:
    raise DialogueUnavailable("down")


def test_the_acknowledgement_comes_first_and_the_person_next(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.expert()
    reply = line.say("gestorben")
    assert reply.text().startswith("Mein herzliches Beileid. Ich verbinde Sie mit einer Kollegin")
    assert (line.case["kind"], line.case["reason"], line.case["priority"]) == (
        "delicate",
        "bereavement",
        "P1",
    )
    assert (line.wait["priority"], line.wait["skill"]) == ("P1", "care_estate")
    assert line.talk.owner is Owner.QUEUE


def test_nothing_else_is_needed_for_it_not_even_rasa(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.given.dialogue.parse = line.given.dialogue.turn = no_rasa  # type: ignore[attr-defined,method-assign]
    assert "Beileid" in line.say("gestorben").text()
    assert line.talk.memory.failures == 0


def test_with_nobody_at_work_the_truth_a_number_and_a_call_back(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    reply = line.say("gestorben")
    assert f"[[digits:{line.case['case_number']}]]" in reply.text()
    assert "zurückrufen" in reply.text()
    assert "verbinde" not in reply.text()
    line.say("ja")
    assert [promise["kind"] for promise in line.promises] == ["callback"]


def test_who_has_been_promised_a_call_is_not_offered_another(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.say("gestorben", "ja")
    reply = line.say("anwalt")
    assert "liegt schon bei einem Menschen" in reply.text()
    assert len(line.promises) == 1


def test_a_denied_hint_said_outright_later_brings_the_person_all_the_same(sqlite: Engine) -> None:
    line = in_form(sqlite, ASKED)
    line.expert()
    line.say("im krankenhaus", "nein")
    line.say("doch schlimm")
    assert line.case["reason"] == "illness"
    assert line.case["packet"]["flags"][0]["settled"] is False


def test_what_may_be_dangerous_is_warned_of_before_the_question(sqlite: Engine) -> None:
    line = in_form(sqlite)
    reply = line.say("komisches gefühl")
    assert reply.text().startswith("Bitte nicht weiter benutzen")
    assert reply.text().endswith(CHECK)


def test_a_denied_hint_is_not_asked_about_again(sqlite: Engine) -> None:
    line = in_form(sqlite, ASKED, ASKED)
    line.say("im krankenhaus", "nein")
    assert CHECK not in line.say("im krankenhaus").text()


def test_the_plain_situation_decides_and_its_faint_echo_stands_in_the_packet(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.say("kopftuch")
    assert line.case["reason"] == "discrimination"
    assert {flag["code"] for flag in line.case["packet"]["flags"]} == {"threat", "discrimination"}


def test_a_crisis_is_never_an_echo(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.say("lebensmüde")
    assert line.case["reason"] == "crisis"


def test_what_interrupts_the_question_outranks_it(sqlite: Engine) -> None:
    line = in_form(sqlite)
    line.expert()
    line.say("im krankenhaus", "gestorben")
    assert line.case["reason"] == "bereavement"


def test_what_is_theirs_by_right_is_served_by_the_dialogue(sqlite: Engine) -> None:
    rasa = ScriptedRasa(
        {"was ist gespeichert": sure("privacy_request")}, [said("Die Auskunft kommt per Post.")]
    )
    line = DelicateLine(sqlite, rasa)
    assert line.say("was ist gespeichert").text() == "Die Auskunft kommt per Post."
    assert [flag["level"] for flag in line.talk.memory.flags] == ["request"]
    assert line.cases == []


def test_irritation_names_the_way_to_a_person_and_the_second_time_the_person_comes(sqlite: Engine) -> None:
    line = DelicateLine(sqlite, ScriptedRasa({"schon wieder": sure("order_status")}, [ASKED]))
    line.expert()
    first = line.say("schon wieder")
    assert first.text().startswith("Wie lautet Ihre Bestellnummer?")
    assert first.text().endswith("Null oder Mitarbeiter.")
    assert line.talk.memory.terse
    second = line.say("schon wieder")
    assert second.text().startswith("Das hätte besser laufen müssen.")
    assert (line.case["reason"], line.wait["skill"]) == ("anger", "complaint_lead")


def test_who_shouts_while_waiting_is_noted_and_not_welcomed_anew(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.expert()
    line.say("saftladen")
    assert line.say("saftladen").text().startswith("Das habe ich dazugeschrieben.")
    assert len(line.waits) == 1


def test_a_hint_while_waiting_asks_nothing_and_may_move_the_caller_up(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.expert()
    line.say("Mitarbeiter")
    assert line.wait["priority"] == "P3"
    reply = line.say("kein ausweg")
    assert reply.text().startswith("Das habe ich dazugeschrieben.")
    assert line.wait["priority"] == "P0"
    assert [flag["code"] for flag in line.case["packet"]["flags"]] == ["crisis"]


def test_a_hint_while_a_call_back_is_arranged_is_asked_about(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.say("Mitarbeiter")
    assert CHECK in line.say("kein ausweg").text()
    assert "zurückrufen" in line.say("nein").text()


def test_something_worse_said_while_waiting_makes_it_more_urgent(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.expert()
    line.say("job weg", "es brennt")
    assert (line.wait["priority"], line.case["priority"]) == ("P0", "P0")
    assert line.alerts == [(line.case["case_number"], "P0")]


@pytest.mark.parametrize(
    ("language", "caller", "talk"),
    [
        (
            "de",
            None,
            "In Deutschland hört Ihnen Tag und Nacht kostenlos jemand zu: [[digits:0800 111 0 111]]",
        ),
        ("en", None, "In Germany, the United Kingdom and Ireland somebody listens, day and night, free: "),
        ("en", "+81312345678", "somebody listens, day and night, free: [[digits:116 123]]"),
    ],
)
def test_in_a_crisis_from_who_knows_where_nobody_is_asked_and_nothing_untrue_is_said(
    sqlite: Engine, language: Any, caller: str | None, talk: str
) -> None:
    line = DelicateLine(sqlite, language=language, caller=caller)
    line.talk.memory.language_chosen = True
    reply = line.say("nicht mehr leben").text()
    europe = {"de": "überall in Europa [[digits:112]]", "en": "anywhere in Europe call [[digits:112]]"}
    assert europe[language] in reply
    assert talk in reply
    assert "?" not in reply


def test_where_a_call_may_cost_something_it_is_not_called_free(sqlite: Engine) -> None:
    reply = DelicateLine(sqlite, caller="+41441234567").say("nicht mehr leben").text()
    assert "Tag und Nacht hört Ihnen jemand zu: [[digits:143]]" in reply


def test_those_in_charge_are_told_of_a_crisis_once(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.expert()
    line.say("Mitarbeiter", "nicht mehr leben", "nicht mehr leben")
    assert line.alerts == [(line.case["case_number"], "P0")]


def test_who_asks_for_a_person_later_waits_as_urgently_as_what_was_said_before(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.say("gestorben", "nein", "kein rückruf")
    line.expert()
    line.say("Mitarbeiter")
    assert (line.wait["priority"], line.wait["skill"]) == ("P1", "care_estate")


def test_a_child_is_spoken_to_as_one_and_orders_nothing(sqlite: Engine) -> None:
    line = in_form(sqlite, said("Gut, wir fangen neu an."))
    line.expert()
    reply = line.say("ich bin zehn")
    assert "Du hast nichts falsch gemacht." in reply.text()
    assert line.given.dialogue.asked[-1]["intent"] == "start_over"  # type: ignore[attr-defined]
    assert line.case["packet"]["open_question"] is None


def test_a_child_who_wants_a_person_to_no_avail_still_orders_nothing_later(sqlite: Engine) -> None:
    rasa = ScriptedRasa({"ich will eine vase": sure("order_place")})
    line = DelicateLine(sqlite, rasa)
    line.say("ich bin zehn", "nein", "kein rückruf")
    reply = line.say("ich will eine vase")
    assert reply.text().startswith("Das dürfen bei uns nur Erwachsene.")
    assert rasa.asked == []
    assert line.case["packet"]["reasons"] == ["vulnerable", "order_minor"]


def test_a_gate_that_fails_ends_no_turn(sqlite: Engine) -> None:
    line = in_form(sqlite, SETTLED)

    def broken(text: str, language: str) -> tuple[()]:
        raise ValueError("a fault of ours")

    line.given.delicate._look = broken  # type: ignore[attr-defined]
    assert "kommt morgen" in line.say("wo ist mein paket").text()


def test_the_situation_is_in_the_packet_with_its_words(sqlite: Engine) -> None:
    line = in_form(sqlite)
    line.say("gestorben")
    packet = line.case["packet"]
    (told,) = packet["flags"]
    assert (told["code"], told["level"], told["quote"]) == ("bereavement", "clear", "bereavement")
    assert (packet["stated_request"], packet["open_question"]) == ("wo ist mein paket", "order_number")


def test_once_the_form_has_gone_on_by_itself_an_old_interruption_is_forgotten(sqlite: Engine) -> None:
    again = said("Wie lautet Ihre Postleitzahl?", "postcode", "order_form")
    line = in_form(sqlite, again, again)
    line.say("gestorben", "ja", "wo ist mein paket")
    assert line.talk.memory.expecting == "postcode"
    line.say("im krankenhaus")
    assert line.say("nein").text().endswith("Wie lautet Ihre Postleitzahl?")
