"""A call back, or a new call about the same case, adds to its packet and takes nothing from it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, select

from bot.conversation.record import Record, TurnResult
from bot.conversation.state import Conversation, Heard
from bot.handover.cases import HANDOVERS, Cases
from tests.builders import CALLER, NOW, recorded
from tests.handover.flagged import flag

LEG = "22222222-2222-4222-8222-222222222222"
OTHER_PHONE = "+491713920009"


class Twice:
    """A case that began in one call, and the call back about it."""

    def __init__(self, engine: Engine, *flags: dict[str, Any], caller: str | None = CALLER) -> None:
        self.engine, self.record = engine, Record(engine)
        self.cases = Cases(engine, self.record)
        self.first = recorded(engine, caller=caller)
        self.first.memory.wish_words, self.first.memory.flags = "wo bleibt mein Schrank", list(flags)
        self.first.memory.done, self.first.memory.disclosed = ["order_status"], ["de"]
        self.first.memory.later = [{"text": "was kostet der Versand"}]
        self.first.memory.expecting = "order_number"
        self.turn(self.first, "wo bleibt mein Schrank", "order_status", failure="DialogueUnavailable")
        self.case = self.cases.open(self.first, "callback", "asked_for_callback", {}, NOW)
        self.leg = recorded(engine, id=LEG, caller=OTHER_PHONE, call_sid="CA2", channel="voice")
        self.leg.memory.flags = list(flags)

    def turn(self, talk: Conversation, heard: str, intent: str, failure: str | None = None) -> None:
        """Something said and answered."""
        number = talk.turns + 1
        self.record.open_turn(talk, Heard(heard), number, 5)
        answer = TurnResult(f"Antwort auf {heard}", intent=intent, confidence=0.9, failure=failure)
        self.record.close_turn(talk, number, answer, ())

    def refresh(self, talk: Conversation) -> dict[str, Any]:
        """The packet after this conversation brought it up to date."""
        self.cases.refresh(self.case.id, talk, "waiting", {}, NOW + timedelta(hours=1))
        with self.engine.connect() as db:
            content: dict[str, Any] = db.execute(select(HANDOVERS.c.packet)).scalar_one()
        return content


def words(packet: dict[str, Any], name: str) -> list[str]:
    return [one.get("words") or one["name"] for one in packet[name]]


def test_what_was_said_in_the_first_call_stays_beside_the_words_of_the_call_back(sqlite: Engine) -> None:
    twice = Twice(sqlite)
    twice.turn(twice.leg, "ich bin noch dran", "inform")
    packet = twice.refresh(twice.leg)
    assert words(packet, "quotes") == ["wo bleibt mein Schrank", "ich bin noch dran"]
    assert words(packet, "intents") == ["order_status", "inform"]
    assert words(packet, "said") == ["Antwort auf wo bleibt mein Schrank", "Antwort auf ich bin noch dran"]
    assert [quote.get("conversation") for quote in packet["quotes"]] == [None, LEG]


def test_nothing_stands_there_twice_however_often_it_is_brought_up_to_date(sqlite: Engine) -> None:
    twice = Twice(sqlite)
    for heard in ("ich bin noch dran", "hallo", "sind Sie da"):
        twice.turn(twice.leg, heard, "inform")
        packet = twice.refresh(twice.leg)
    assert words(packet, "quotes") == ["wo bleibt mein Schrank", "ich bin noch dran", "hallo", "sind Sie da"]
    assert packet["failures"] == ["DialogueUnavailable"]


def test_the_first_conversation_goes_on_without_losing_the_call_between(sqlite: Engine) -> None:
    twice = Twice(sqlite)
    twice.turn(twice.leg, "ich bin noch dran", "inform")
    twice.refresh(twice.leg)
    twice.turn(twice.first, "und noch etwas", "inform")
    assert words(twice.refresh(twice.first), "quotes") == [
        "ich bin noch dran",
        "wo bleibt mein Schrank",
        "und noch etwas",
    ]


def test_it_stays_the_packet_of_the_first_conversation(sqlite: Engine) -> None:
    packet = Twice(sqlite)
    fresh = packet.refresh(packet.leg)
    assert fresh["conversation_id"] == packet.first.id
    assert fresh["transcript_ref"] == f"conversation:{packet.first.id}"
    assert fresh["caller"]["number"] == CALLER
    assert fresh["disclosure"]["ai_at"] == NOW.isoformat()


def test_a_number_that_was_withheld_becomes_known_by_the_call_back(sqlite: Engine) -> None:
    twice = Twice(sqlite, caller=None)
    assert twice.refresh(twice.leg)["caller"]["number"] == OTHER_PHONE


def test_what_is_done_and_open_is_not_wiped_out_by_a_call_of_few_words(sqlite: Engine) -> None:
    twice = Twice(sqlite)
    packet = twice.refresh(twice.leg)
    assert (packet["done"], packet["still_open"]) == (["order_status"], ["was kostet der Versand"])
    assert packet["stated_request"] == "wo bleibt mein Schrank"
    assert (packet["open_question"], packet["failures"]) == ("order_number", ["DialogueUnavailable"])


def test_in_its_own_conversation_an_open_wish_that_was_served_is_open_no_more(sqlite: Engine) -> None:
    twice = Twice(sqlite)
    twice.first.memory.later = []
    assert twice.refresh(twice.first)["still_open"] == []


def test_the_words_of_somebody_in_danger_are_written_nowhere_in_a_later_call_either(sqlite: Engine) -> None:
    twice = Twice(sqlite, flag("abuse_safety", turn=1))
    twice.leg.memory.facts["phone_number"] = {"value": OTHER_PHONE, "how": "spoken", "turn": 1}
    twice.turn(twice.leg, "unter dieser Nummer bitte", "inform")
    packet = twice.refresh(twice.leg)
    assert words(packet, "quotes") == ["wo bleibt mein Schrank"]
    assert packet["slots"] == []
