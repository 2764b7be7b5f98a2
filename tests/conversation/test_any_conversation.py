"""Whatever a caller says in whatever order, the hotline has an answer and forgets nothing it must keep."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.channels.voice.twiml import Speech, twiml_for
from bot.conversation.owner import Owner
from bot.conversation.state import Conversation, Heard
from bot.conversation.take_turn import result_of, take_turn
from bot.conversation.turn import Services
from bot.errors import DialogueUnavailable
from bot.handover.cases import HANDOVERS, PROMISES
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import ScriptedRasa, recorded, said, services_on, sure
from tests.channels.twiml_checks import faults

TURNS = 30
WISHES = {
    "wo ist mein paket": sure("order_status"),
    "ich will stornieren": sure("order_cancel"),
    "ich will mich beschweren": sure("complaint"),
    "ich möchte einen rückruf": sure("callback_request"),
    "ich will das nicht": [("order_cancel", 0.3), ("withdraw_contract", 0.28)],
    "sind sie ein mensch": sure("are_you_human"),
    "could you please say all of that in English": sure("language_switch"),
    "wo ist mein paket und was kostet der versand nach wien": sure("order_status", 0.5),
    "und was kostet der versand nach wien": sure("delivery_options_costs"),
}
WORDS = [
    *WISHES,
    "Mitarbeiter",
    "ja",
    "nein",
    "wie bitte",
    "langsamer",
    "einen Moment",
    "von vorne",
    "English please",
]
WORDS += [
    "Deutsch bitte",
    "WM-104823",
    "01067",
    "0171 3920002",
    "morgen um 15 Uhr",
    "keinen Rückruf",
    "blubb",
    "das zweite",
]
WORDS += [
    "weiß ich nicht",
    "eine andere Nummer",
    "lieber später",
    "",
    "",
    "ja, aber erst um drei",
    "vielleicht",
    "auf Wiederhören",
]
KEYS = ["0", "1", "2", "3", "9", "*", "104823", "01067", "12", "77#"]
ANSWERS: list[Any] = [
    said("Ihre Bestellnummer bitte?", "order_number", "order_form"),
    said("Ihre Postleitzahl bitte?", "postcode", "order_form"),
    said("Soll ich stornieren?", "yes_no", "order_form"),
    said("Was ist kaputt?", "text", "order_form"),
    said("Es kommt am [[date:2026-11-30]].", done="order_status"),
    said("Ich gebe das weiter.", handover={"reason": "order_overdue", "kind": "person"}),
    said("Ich nehme das auf.", handover={"reason": "complaint", "kind": "complaint"}, done="complaint"),
    said(
        "Widerrufen.",
        receipt={"reference": "WR-1", "at": "2026-11-23T10:00:00+01:00"},
        done="withdraw_contract",
    ),
    None,
]


class Moody(ScriptedRasa):
    """Rasa that answers anything with anything, and is sometimes away."""

    def __init__(self, chance: Random) -> None:
        super().__init__(dict(WISHES))
        self.chance = chance

    def turn(self, message: dict[str, Any], timeout_s: float) -> DialogueAnswer:
        answer: DialogueAnswer | None = self.chance.choice(ANSWERS)
        if answer is None:
            raise DialogueUnavailable("scripted")
        return answer


def anything(chance: Random) -> Heard:
    if chance.random() < 0.2:
        return Heard(keys=chance.choice(KEYS))
    return Heard(chance.choice(WORDS) or None)


def one_turn(talk: Conversation, heard: Heard, given: Services) -> None:
    """Whatever is heard, there is a valid answer, and no fault of ours behind it."""
    reply, turn = take_turn(talk, heard, given, 5)
    assert turn.failure is None or turn.failure.startswith("DialogueUnavailable"), (turn.failure, heard)
    assert reply.text().strip()
    assert (
        faults(twiml_for(reply, Speech(talk.language, talk.memory.slow, "https://hotline.example/turn")))
        == []
    )
    assert reply.ends == (talk.owner is Owner.CLOSED)
    assert len(reply.text()) < 1500
    assert len(talk.memory.later) <= 3
    assert result_of(turn, reply).said == reply.text()
    talk.memory = type(talk.memory).from_json(talk.memory.to_json())


@pytest.mark.parametrize("caller", ["+491713920001", None])
@pytest.mark.parametrize("seed", range(25))
def test_there_is_always_an_answer(sqlite: Engine, seed: int, caller: str | None) -> None:
    chance = Random(seed)
    given = services_on(sqlite, Moody(chance))
    talk = recorded(sqlite, caller=caller, channel="voice")
    for _ in range(TURNS):
        one_turn(talk, anything(chance), given)
        if talk.owner is Owner.CLOSED:
            break
    with sqlite.connect() as db:
        cases = {row["id"]: row for row in db.execute(select(HANDOVERS)).mappings()}
        promises = list(db.execute(select(PROMISES)).mappings())
    assert all(promise["handover_id"] in cases and promise["phone"] for promise in promises)
    assert len([promise for promise in promises if promise["kind"] == "callback"]) <= len(cases)


@pytest.mark.parametrize("seed", range(15))
def test_a_person_is_never_out_of_reach(sqlite: Engine, seed: int) -> None:
    chance = Random(seed)
    given, talk = services_on(sqlite, Moody(chance)), recorded(sqlite)
    for _ in range(chance.randrange(1, 12)):
        one_turn(talk, anything(chance), given)
        if talk.owner is Owner.CLOSED:
            return
    take_turn(talk, Heard(keys="0"), given, 5)
    with sqlite.connect() as db:
        reasons = list(db.scalars(select(HANDOVERS.c.id)))
    assert reasons
    assert talk.memory.case
