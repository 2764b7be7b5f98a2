"""Who waits for a person hears how it stands, can always leave by key, and is put through at once."""

from typing import Any

import pytest
from sqlalchemy import Engine, update

from bot.conversation.owner import Owner
from bot.conversation.state import Room
from bot.handover.outcomes import WaitOutcome
from bot.handover.waits import WAITS, Waits
from tests.handover.delicate_line import DelicateLine

LONGEST_SILENCE_S = 20


def waiting(engine: Engine, words: str = "Mitarbeiter", **talk: Any) -> DelicateLine:
    """A caller who has just begun to wait."""
    line = DelicateLine(engine, **talk)
    line.expert()
    line.say(words)
    return line


def news(line: DelicateLine, what: str) -> None:
    """As the experts' side leaves it for the caller's next turn."""
    with line.engine.begin() as db:
        db.execute(update(WAITS).values(news=what))


def test_place_estimate_and_keys_are_told_at_the_beginning(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.expert()
    reply = line.say("Mitarbeiter")
    assert "Sie sind an Platz 1" in reply.text()
    assert "drücken Sie die Raute" in reply.text()
    assert reply.patience


@pytest.mark.parametrize("words", ["Mitarbeiter", "job weg", "gestorben", "nicht mehr leben"])
def test_however_urgent_nobody_waits_in_silence(sqlite: Engine, words: str) -> None:
    line = waiting(sqlite, words)
    for _ in range(20):
        reply = line.silence()
        assert reply.text()
        assert reply.patience
        assert reply.patience <= LONGEST_SILENCE_S


def test_nobody_in_distress_is_told_a_place_in_a_queue(sqlite: Engine) -> None:
    line = waiting(sqlite, "gestorben")
    said = [line.silence().text() for _ in range(8)]
    assert not any("Platz" in text or "Raute" in text for text in said)


def test_place_and_estimate_are_said_again_now_and_then(sqlite: Engine) -> None:
    line = waiting(sqlite)
    said = [line.silence().text() for _ in range(10)]
    assert 0 < sum("Platz" in text for text in said) < len(said) / 2


def test_the_zero_asks_how_it_stands_and_brings_no_second_wait(sqlite: Engine) -> None:
    line = waiting(sqlite)
    assert "Platz 1" in line.press("0").text()
    assert len(line.waits) == 1


def test_the_hash_key_leads_to_a_call_back_and_the_place_is_kept_meanwhile(sqlite: Engine) -> None:
    line = waiting(sqlite)
    assert "zurückrufen" in line.press("#").text()
    assert line.wait["status"] == "waiting"
    line.say("ja")
    assert line.wait["outcome"] == WaitOutcome.CALLBACK


def test_silence_is_no_yes_to_a_call_back(sqlite: Engine) -> None:
    line = waiting(sqlite)
    line.press("#")
    line.silence()
    assert (line.promises, line.wait["status"]) == ([], "waiting")


def test_a_no_to_the_call_back_keeps_waiting(sqlite: Engine) -> None:
    line = waiting(sqlite)
    line.press("#")
    line.say("nein")
    reply = line.say("gar keinen rückruf")
    assert reply.patience
    assert line.wait["status"] == "waiting"


def test_the_star_records_a_message(sqlite: Engine) -> None:
    assert waiting(sqlite).press("*").voicemail


def test_in_a_crisis_neither_key_leads_off_the_line(sqlite: Engine) -> None:
    line = waiting(sqlite, "nicht mehr leben")
    for key in ("#", "*"):
        reply = line.press(key)
        assert reply.text() == "Ich lege nicht auf. Bleiben Sie bitte dran."
        assert not reply.voicemail
    assert not line.say("auf wiederhören").ends
    assert line.wait["status"] == "waiting"


def test_danger_of_another_kind_may_be_called_back(sqlite: Engine) -> None:
    line = waiting(sqlite, "es brennt")
    assert "zurückrufen" in line.press("#").text()


def test_what_is_said_while_waiting_is_passed_on(sqlite: Engine) -> None:
    line = waiting(sqlite)
    assert line.say("es geht um den kaputten mixer").text().startswith("Danke, das gebe ich mit.")
    assert line.case["packet_version"] > 1


def test_a_question_about_the_hotline_itself_is_answered(sqlite: Engine) -> None:
    line = waiting(sqlite)
    assert "langsamer" in line.say("langsamer bitte").text()
    assert line.wait["status"] == "waiting"


def test_who_says_goodbye_is_let_go_and_the_case_stays(sqlite: Engine) -> None:
    line = waiting(sqlite)
    assert line.say("auf wiederhören").ends
    assert line.wait["outcome"] == WaitOutcome.CASE_ONLY


def test_as_soon_as_a_room_is_there_the_caller_goes_in(sqlite: Engine) -> None:
    line = waiting(sqlite)
    line.room = Room("room-1", "x1")
    assert line.silence().join == line.room


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("expert_gone", "Sie sind als Nächste dran"),
        ("transferred", "Sie müssen nichts wiederholen"),
        ("on_hold", "es geht gleich weiter"),
    ],
)
def test_what_happened_on_the_other_side_is_told_once(sqlite: Engine, what: str, told: str) -> None:
    line = waiting(sqlite)
    news(line, what)
    assert told in line.silence().text()
    assert told not in line.silence().text()


def test_when_nobody_can_come_that_is_said_with_the_number_and_a_call_back(sqlite: Engine) -> None:
    line = waiting(sqlite)
    news(line, "nobody")
    reply = line.silence()
    assert f"[[digits:{line.case['case_number']}]]" in reply.text()
    assert "zurückrufen" in reply.text()


def test_after_the_expert_has_settled_it_the_bot_asks_for_more(sqlite: Engine) -> None:
    line = waiting(sqlite)
    news(line, "finished")
    reply = line.silence()
    assert "Computerprogramm" in reply.text()
    assert line.talk.owner is Owner.BOT
    assert line.wait["outcome"] == WaitOutcome.TALKED


def test_in_a_crisis_with_nobody_at_work_the_caller_is_kept_company(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    reply = line.say("nicht mehr leben")
    assert "Hier ist gerade niemand da." in reply.text()
    assert reply.text().count("[[digits:112]]") == 2
    assert reply.text().count("[[digits:0800 111 0 111]]") == 2
    for _ in range(20):
        reply = line.silence()
        assert not reply.ends
        assert reply.text()
    assert line.wait["status"] == "waiting"
    assert Waits(sqlite).in_status("waiting")[0]["priority"] == "P0"
