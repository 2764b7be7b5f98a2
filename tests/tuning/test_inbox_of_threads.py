"""What is written to the real hotline comes into the inbox as it was understood."""

from pathlib import Path

from sqlalchemy import Engine

from bot.tuning.inbox_collector import Collector
from bot.tuning.inbox_redaction import InboxRedaction
from bot.tuning.replay import Replays
from bot.tuning.utterance_groups import UtteranceGroups
from bot.tuning.utterances import UTTERANCES
from bot.wiring_handover import ROOT
from tests.builders import CALLER, said, sure
from tests.channels.sms.test_threads import Phone
from tests.tuning.bag_of_words import BagOfWords


def test_a_thread_is_read_in_and_can_be_read_again(engine: Engine, tmp_path: Path) -> None:
    phone = Phone(engine, tmp_path, said("Ihr Paket WM-104823 ist unterwegs."), None)
    phone.rasa.intents["hier ist tomke brodersen wo ist mein paket"] = sure("order_status")
    phone.write("hier ist tomke brodersen wo ist mein paket")
    phone.write("und die rechnung")
    phone.write("mnbvcx qwertz")
    redaction = InboxRedaction(ROOT, phone.given.clock)
    Collector(engine, phone.given.clock, redaction, UtteranceGroups(BagOfWords())).all()
    rows = phone.rows(UTTERANCES)
    assert [row["text"] for row in rows] == [
        "hier ist [name] wo ist mein paket",
        "und die rechnung",
        "mnbvcx qwertz",
    ]
    assert [row["intent"] for row in rows[:2]] == ["order_status", "invoice_copy"]
    assert [row["failed"] for row in rows] == [False, True, False]
    assert [row["clarified"] for row in rows] == [False, False, True]
    assert {row["channel"] for row in rows} == {"sms"}
    replay = Replays(engine, redaction).of(rows[0]["conversation_id"])
    told = " ".join(f"{turn.heard} {turn.said}" for turn in replay.turns)
    assert "[order_number] ist unterwegs" in told
    assert not any(personal in told for personal in ("brodersen", "104823", CALLER))
