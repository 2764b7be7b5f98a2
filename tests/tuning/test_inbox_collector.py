"""What callers say comes into the inbox, without who they are, and follows what becomes of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.store.database import table_of
from bot.store.desk_tables import BotHintRow, CaseLabelRow
from bot.store.shop_tables import CustomerRow
from bot.store.tables import HandoverRow
from tests.console.hall import TURNS, ConsoleHall

HANDOVERS, SAID, HINTS = table_of(HandoverRow), table_of(CaseLabelRow), table_of(BotHintRow)


@pytest.fixture
def hall(tmp_path: Path, database_url: str) -> Iterator[ConsoleHall]:
    hall = ConsoleHall(tmp_path, database_url=database_url)
    yield hall
    hall.close()


def inbox(hall: ConsoleHall) -> list[dict[str, Any]]:
    hall.collect()
    return hall.rows("SELECT * FROM utterances ORDER BY id")


def hand_over(hall: ConsoleHall, talk_id: str) -> str:
    values = {"id": f"h-{talk_id[:8]}", "case_number": talk_id[:4], "conversation_id": talk_id, "turn": 1}
    values |= {"kind": "person", "reason": "asked_for_person", "priority": "P3", "status": "open"}
    with hall.engine.begin() as db:
        db.execute(insert(HANDOVERS).values(language="de", created_at=hall.now, packet={}, **values))
    return str(values["id"])


def correct(hall: ConsoleHall, talk_id: str, **said: Any) -> None:
    values = {
        "handover_id": f"h-{talk_id[:8]}",
        "conversation_id": talk_id,
        "staff_id": "arne",
        "at": hall.now,
    }
    with hall.engine.begin() as db:
        db.execute(
            insert(SAID).values(
                **values | {"kind": "need", "code": "order_status", "verdict": "wrong"} | said
            )
        )


def test_what_is_said_is_kept_without_who_said_it(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, "hier ist Petra Kühn, wo bleibt WM-104823", confidence=0.41, route="clarify")
    row = inbox(hall)[0]
    assert row["text"] == "hier ist [name], wo bleibt [order_number]"
    assert (row["channel"], row["language"], row["intent"], row["confidence"]) == (
        "voice",
        "de",
        "order_status",
        0.41,
    )
    assert (row["turn"], row["how"], row["status"], row["clarified"], row["failed"]) == (
        1,
        "model",
        "open",
        1,
        0,
    )


def test_what_is_known_of_the_customer_is_taken_out_too(hall: ConsoleHall) -> None:
    customer = {"customer_id": "C1", "name": "Ottilie Immergrün", "email": None, "street": "Am Hang 3"}
    with hall.engine.begin() as db:
        db.execute(insert(table_of(CustomerRow)).values(postcode="1", city="x", country="DE", **customer))
    talk = hall.talk("a", memory={"caller_customers": ["C1"], "facts": {}})
    hall.say(talk, "sagen sie immergrün hat angerufen wegen dem paket am hang")
    assert inbox(hall)[0]["text"] == "sagen sie [name] hat angerufen wegen dem paket am [street]"


def test_keys_and_silence_are_no_sentences(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, None, keyed="1")
    hall.say(talk, None)
    hall.say(talk, "")
    assert inbox(hall) == []


def test_what_is_written_to_an_expert_is_not_there(hall: ConsoleHall) -> None:
    talk = hall.talk("a", channel="sms", owner="expert")
    hall.say(talk, "danke frau berg", intent=None, route=None, said=None, understood={}, confidence=None)
    assert inbox(hall) == []


def test_a_turn_under_way_waits_until_it_is_answered(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, "erster satz", answered_at=None, intent=None, said=None, understood=None, route=None)
    hall.say(talk, "zweiter satz")
    assert [row["text"] for row in inbox(hall)] == ["zweiter satz"]
    with hall.engine.begin() as db:
        db.execute(
            update(TURNS)
            .where(TURNS.c.number == 1)
            .values(answered_at=hall.now, intent="greet", said="Hallo")
        )
    assert [row["text"] for row in inbox(hall)] == ["zweiter satz", "erster satz"]


def test_a_turn_that_is_never_answered_has_failed(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, "hallo", answered_at=None, intent=None, said=None, understood=None, route=None)
    hall.later(minutes=11)
    assert [(row["text"], row["failed"]) for row in inbox(hall)] == [("hallo", 1)]


@pytest.mark.parametrize(
    ("facts", "clarified", "failed"),
    [
        ({"route": "clarify"}, 1, 0),
        ({"failure": "DialogueUnavailable: timeout"}, 0, 1),
        ({"route": "clarify", "understood": {"how": "out_of_scope"}}, 0, 1),
        ({}, 0, 0),
    ],
)
def test_what_went_wrong_is_marked(
    hall: ConsoleHall, facts: dict[str, Any], clarified: int, failed: int
) -> None:
    hall.say(hall.talk("a"), "und was ist damit", **facts)
    row = inbox(hall)[0]
    assert (row["clarified"], row["failed"]) == (clarified, failed)


def test_flags_heard_in_the_turn_stand_beside_it(hall: ConsoleHall) -> None:
    flags = [{"code": "anger", "level": "clear", "turn": 1}, {"code": "crisis", "level": "clear", "turn": 2}]
    hall.say(hall.talk("a", memory={"flags": flags}), "das ist eine frechheit")
    assert hall.collector is not None
    assert inbox(hall)[0]["flags"] in ('["anger"]', ["anger"])


def test_nothing_is_taken_twice_and_nothing_left_out_over_a_restart(
    hall: ConsoleHall, tmp_path: Path
) -> None:
    talk = hall.talk("a")
    hall.say(talk, "eins")
    assert len(inbox(hall)) == 1
    hall.say(talk, "zwei")
    hall.restart_collector()
    assert [row["text"] for row in inbox(hall)] == ["eins", "zwei"]
    assert len(inbox(hall)) == 2


def test_more_than_one_look_can_hold_is_read_in_several(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    for number in range(230):
        hall.say(talk, f"satz nummer {number}")
    assert len(inbox(hall)) == 230


def test_sentences_alike_share_a_group(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    for words in ("wo bleibt denn mein paket", "ich will mein geld zurück", "wo bleibt mein paket denn"):
        hall.say(talk, words)
    groups = [row["group_id"] for row in inbox(hall)]
    assert groups[0] == groups[2] != groups[1]
    assert [row["size"] for row in hall.rows("SELECT size FROM utterance_groups ORDER BY id")] == [2, 1]


def test_a_group_outlives_a_restart(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, "wo bleibt mein paket")
    inbox(hall)
    hall.restart_collector()
    hall.say(talk, "wo bleibt mein paket")
    assert len({row["group_id"] for row in inbox(hall)}) == 1


def test_an_erased_group_takes_nobody_in(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, "wo bleibt mein paket")
    first = inbox(hall)[0]["group_id"]
    with hall.engine.begin() as db:
        db.exec_driver_sql("DELETE FROM utterance_groups")
    hall.say(talk, "wo bleibt mein paket")
    second = inbox(hall)[1]["group_id"]
    assert [row["id"] for row in hall.rows("SELECT id FROM utterance_groups")] == [second]
    assert first is not None


def test_a_conversation_handed_over_is_marked_before_and_after(hall: ConsoleHall) -> None:
    talk, other = hall.talk("a"), hall.talk("b")
    hall.say(talk, "hallo")
    hall.say(other, "hallo")
    assert [row["handed_over"] for row in inbox(hall)] == [0, 0]
    hall.later(hours=1)
    hand_over(hall, talk)
    hall.say(talk, "danke")
    assert [row["handed_over"] for row in inbox(hall)] == [1, 0, 1]


def test_what_an_agent_corrects_is_marked_until_it_is_taken_back(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, "eins")
    hall.say(talk, "zwei")
    hand_over(hall, talk)
    correct(hall, talk, kind="flag", code="anger", verdict="wrong", turn=2)
    assert [row["corrected"] for row in inbox(hall)] == [0, 1]
    hall.later(minutes=1)
    correct(hall, talk, kind="flag", code="anger", verdict="undone", turn=2)
    assert [row["corrected"] for row in inbox(hall)] == [0, 0]
    hall.later(minutes=1)
    correct(hall, talk, corrected_to="refund_status")
    assert [row["corrected"] for row in inbox(hall)] == [1, 1]


def test_a_wish_told_to_the_bot_corrects_the_sentence_before(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    hall.say(talk, "eins")
    hall.say(talk, "öh das dings")
    hall.later(seconds=20)
    hint = {"conversation_id": talk, "staff_id": "arne", "kind": "wish", "intent": "invoice_copy"}
    with hall.engine.begin() as db:
        db.execute(insert(HINTS).values(created_at=hall.now + timedelta(seconds=1), **hint))
    hall.later(seconds=5)
    hall.say(talk, "ja genau")
    assert [row["corrected"] for row in inbox(hall)] == [0, 1, 0]


def test_sentences_stand_in_the_order_in_which_they_were_said(hall: ConsoleHall) -> None:
    talk = hall.talk("a")
    for number, language in enumerate(("de", "en", "de", "en")):
        hall.say(talk, f"sentence {number}", language=language)
    assert [row["turn"] for row in inbox(hall)] == [1, 2, 3, 4]
