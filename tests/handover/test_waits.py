"""The queue's rows: who is in it, by status and channel."""

from datetime import timedelta

from sqlalchemy import Engine

from bot.conversation.record import Record
from bot.handover.cases import Cases
from bot.handover.waits import Place, Waits
from tests.builders import NOW, recorded


def test_the_queue_is_read_oldest_first_by_status_and_channel(engine: Engine) -> None:
    waits, cases = Waits(engine), Cases(engine, Record(engine))
    for number, channel in enumerate(("sms", "voice", "callback", "voice")):
        talk = recorded(engine, id=f"{number:08d}-1111-4111-8111-111111111111")
        case = cases.open(talk, "person", "asked_for_person", {}, NOW)
        waits.enter(
            {"id": talk.id, "channel": channel},
            case.id,
            Place("P3", "care", "de"),
            NOW + timedelta(seconds=number),
        )
    waits.change(waits.in_status("waiting", channels=("callback",))[0]["id"], "waiting", status="ringing")
    assert [row["channel"] for row in waits.in_status("waiting", "ringing")] == [
        "sms",
        "voice",
        "callback",
        "voice",
    ]
    spoken = waits.in_status("waiting", channels=("voice",))
    assert [row["conversation_id"][7] for row in spoken] == ["1", "3"]
    assert waits.in_status("waiting", channels=("callback",)) == []
    assert waits.in_status("over") == []
