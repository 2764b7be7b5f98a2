"""After a talk with an expert the bot says what it is, goes on where it was, and does not loop back."""

from typing import Any

from sqlalchemy import Engine, update

from bot.conversation.owner import Owner
from bot.errors import DialogueUnavailable
from bot.handover.waits import WAITS
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import ScriptedRasa, said, sure
from tests.handover.delicate_line import DelicateLine

WISH = {"wo ist mein paket": sure("order_status")}
ASKED = said("Wie lautet Ihre Bestellnummer?", "order_number", "order_form")


def back(engine: Engine, news: str, *words: str, answers: tuple[DialogueAnswer | None, ...] = ()) -> Any:
    """A call in which these words led to a person, and the person has given it back."""
    line = DelicateLine(engine, ScriptedRasa(WISH, [ASKED, *answers]))
    line.expert()
    line.say(*words)
    with engine.begin() as db:
        db.execute(update(WAITS).values(news=news))
    return line


def test_it_says_what_it_is_and_asks_again_what_was_asked(sqlite: Engine) -> None:
    line = back(sqlite, "handed_back", "wo ist mein paket", "gestorben", answers=(ASKED,))
    reply = line.silence()
    assert reply.text().startswith("Sie sprechen wieder mit dem Computerprogramm.")
    assert reply.text().endswith("Wie lautet Ihre Bestellnummer?")
    assert line.talk.memory.expecting == "order_number"
    assert line.talk.owner is Owner.BOT


def test_without_anything_begun_it_asks_what_it_can_do(sqlite: Engine) -> None:
    line = back(sqlite, "handed_back", "gestorben")
    assert line.silence().text().endswith("Worum geht es?")


def test_what_the_expert_has_settled_is_not_asked_for_again(sqlite: Engine) -> None:
    line = back(sqlite, "finished", "wo ist mein paket", "gestorben", answers=(said("Gut, von vorn."),))
    assert "Bestellnummer" not in line.silence().text()
    assert line.given.dialogue.asked[-1]["intent"] == "start_over"
    assert line.talk.memory.interrupted is None


def test_a_dialogue_that_is_down_then_stops_nothing(sqlite: Engine) -> None:
    line = back(sqlite, "finished", "wo ist mein paket", "gestorben", answers=(None,))
    assert "Computerprogramm" in line.silence().text()
    assert line.talk.memory.failures == 0


def test_our_own_question_that_led_there_is_not_asked_again(sqlite: Engine) -> None:
    line = DelicateLine(sqlite)
    line.say("Mitarbeiter")
    line.expert()
    line.say("gestorben")
    with sqlite.begin() as db:
        db.execute(update(WAITS).values(news="handed_back"))
    assert "zurückrufen" not in line.silence().text()


def test_the_same_words_again_bring_no_second_person(sqlite: Engine) -> None:
    line = back(sqlite, "handed_back", "job weg", answers=())
    line.silence()
    line.given.dialogue.answers = [said("Das geht so.")]
    line.given.dialogue.intents["job weg"] = sure("payment_methods")
    line.say("job weg")
    assert len(line.waits) == 1


def test_a_crisis_said_again_does(sqlite: Engine) -> None:
    line = back(sqlite, "handed_back", "nicht mehr leben")
    line.silence()
    line.say("nicht mehr leben")
    assert [wait["priority"] for wait in line.waits] == ["P0", "P0"]


def test_having_been_here_before_stays_known_and_brings_nobody_anew(sqlite: Engine) -> None:
    line = back(sqlite, "handed_back", "Mitarbeiter")
    about = {"what": "about", "wish": "order_status", "order": "WM-104823"}
    line.talk.memory.signals = [about, {"what": "repeated", "times": 2}, {"what": "irritation"}]
    line.silence()
    assert line.talk.memory.signals == [about]


def test_a_thread_goes_on_though_the_dialogue_is_down(sqlite: Engine) -> None:
    from bot.handover.after_expert import after_expert
    from tests.builders import turn

    line = DelicateLine(sqlite, channel="sms", owner=Owner.EXPERT)
    line.talk.memory.interrupted = {
        "question": None,
        "expecting": "order_number",
        "said": [["Wie lautet Ihre Bestellnummer?", "de"]],
    }

    def down(*args: object, **more: object) -> None:
        raise DialogueUnavailable("down")

    line.given.dialogue.turn = down  # type: ignore[method-assign,assignment]
    reply = after_expert(turn(talk=line.talk, given=line.given), "handed_back")
    assert reply.text().endswith("Wie lautet Ihre Bestellnummer?")
