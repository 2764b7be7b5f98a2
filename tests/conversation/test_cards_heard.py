"""A card number said unasked: stopped kindly, seen by nobody, written nowhere."""

import pytest
from sqlalchemy import Engine, text

from bot.channels.run_turn import Incoming
from bot.conversation.cards_heard import without_card_numbers
from bot.conversation.state import Conversation, Heard, Reply
from bot.phrases.catalogue import Phrases
from tests.builders import ScriptedRasa, conversation, recorded, runner_on, said, services, sure, today

NUMBER, SPACED = "4532015112830366", "4532 0151 1283 0366"
ASIDE = Phrases(company="x").say("no_card_numbers", "de", "voice")


def render(_talk: Conversation, reply: Reply) -> str:
    return reply.text()


@pytest.mark.parametrize(
    "heard", [Heard(f"ich zahle mit {SPACED}"), Heard(keys=NUMBER), Heard(keys=f"{NUMBER}#")]
)
def test_it_reaches_neither_the_record_nor_the_dialogue(engine: Engine, heard: Heard) -> None:
    rasa = ScriptedRasa(
        {"ich zahle mit [card]": sure("payment_failed"), "[card]": sure("payment_failed")},
        [said("Wie lautet Ihre Bestellnummer?", "order_number")],
    )
    answer = runner_on(engine, services(rasa)).run(recorded(engine), Incoming(heard, 1), render)
    assert answer.startswith(ASIDE)
    assert NUMBER not in str(rasa.asked).replace(" ", "")
    with engine.connect() as db:
        for table in ("turns", "conversations", "events"):
            stored = str(db.execute(text(f"SELECT * FROM {table}")).all())
            assert NUMBER not in stored.replace(" ", ""), table


def test_where_a_gift_card_is_asked_for_its_number_is_used() -> None:
    talk = conversation()
    talk.memory.expecting = "code"
    heard = Heard(keys="612044771038")
    assert without_card_numbers(heard, talk, today()) == heard


def test_an_order_number_beside_the_word_card_is_left_alone() -> None:
    heard = Heard("WM-104823 mit der karte ging es nicht")
    assert without_card_numbers(heard, conversation(), today()) == heard
