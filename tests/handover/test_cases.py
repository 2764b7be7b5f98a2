"""Cases and promises are written first, and nothing once promised is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, RowMapping, select

from bot.conversation.record import EVENTS, Record
from bot.conversation.state import Conversation, Heard
from bot.errors import HandoverError
from bot.handover.cases import HANDOVERS, PROMISES, Case, Cases, Window
from tests.builders import CALLER, NOW, recorded

LATER = Window(NOW + timedelta(hours=1), NOW + timedelta(hours=3))


def rows(engine: Engine, table: Any) -> list[RowMapping]:
    with engine.connect() as db:
        return list(db.execute(select(table)).mappings())


def opened(engine: Engine, reason: str = "asked_for_person", **talk: Any) -> tuple[Cases, Conversation, Case]:
    cases, caller = Cases(engine, Record(engine)), recorded(engine, **talk)
    return cases, caller, cases.open(caller, "person", reason, {"wish": "order_status"}, NOW)


def test_a_case_is_written_with_its_packet_and_an_event(engine: Engine) -> None:
    _, talk, case = opened(engine)
    (row,) = rows(engine, HANDOVERS)
    assert (row["id"], row["case_number"], row["status"], row["priority"]) == (
        case.id,
        case.number,
        "open",
        "P3",
    )
    assert (row["packet"]["case_id"], row["packet"]["conversation_id"]) == (case.number, talk.id)
    event = rows(engine, EVENTS)[-1]
    assert (event["what"], event["data"]) == (
        "handover_requested",
        {"reason": "asked_for_person", "kind": "person"},
    )


def test_a_case_number_can_be_said_on_the_phone(sqlite: Engine) -> None:
    _, _, case = opened(sqlite)
    assert len(case.number) == 6
    assert case.number.isdigit()


def test_two_cases_never_share_a_number(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([1, 1, 2])
    monkeypatch.setattr("bot.handover.cases.secrets.randbelow", lambda below: next(numbers))
    cases, talk, first = opened(engine)
    second = cases.open(talk, "complaint", "complaint", {}, NOW)
    assert (first.number, second.number) == ("100001", "100002")


def test_without_a_free_number_nothing_is_half_written(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handover.cases.secrets.randbelow", lambda below: 1)
    cases, talk, _ = opened(engine)
    with pytest.raises(HandoverError):
        cases.open(talk, "complaint", "x", {}, NOW)
    assert len(rows(engine, HANDOVERS)) == 1
    assert [event["what"] for event in rows(engine, EVENTS)].count("handover_requested") == 1


def test_the_caller_s_last_words_are_in_the_packet_though_their_turn_is_not_answered_yet(
    engine: Engine,
) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("holen Sie mir einen Menschen"), 1, 5)
    Cases(engine, Record(engine)).open(talk, "person", "asked_for_person", {}, NOW)
    assert rows(engine, HANDOVERS)[0]["packet"]["quotes"] == [
        {"turn": 1, "words": "holen Sie mir einen Menschen"}
    ]


def test_a_promise_is_in_the_case_the_packet_and_the_events(engine: Engine) -> None:
    cases, talk, case = opened(engine)
    cases.promise(case.id, talk, "callback", LATER, CALLER)
    (promise,), (row,) = rows(engine, PROMISES), rows(engine, HANDOVERS)
    assert (promise["handover_id"], promise["phone"], promise["owner"]) == (case.id, CALLER, "care")
    assert (promise["due_from"], promise["due_by"]) == (LATER.start, LATER.end)
    assert (row["status"], row["packet_version"]) == ("promised", 2)
    assert row["packet"]["promised"] == [{"what": "callback", "by_when": LATER.end.isoformat()}]
    assert row["packet"]["permissions"]["callback"] == CALLER
    assert rows(engine, EVENTS)[-1]["what"] == "promised"


def test_an_answer_by_a_date_is_no_leave_to_call(engine: Engine) -> None:
    cases, talk, case = opened(engine)
    cases.promise(case.id, talk, "answer", LATER, CALLER)
    assert rows(engine, HANDOVERS)[0]["packet"]["permissions"]["callback"] is None


def test_bringing_a_case_up_to_date_keeps_number_reason_promises_and_earlier_facts(engine: Engine) -> None:
    cases, talk, case = opened(engine)
    cases.promise(case.id, talk, "callback", LATER, CALLER)
    talk.memory.wish_words = "mein Sofa hat einen Riss"
    cases.refresh(case.id, talk, "silence", {"more": 1}, NOW)
    (row,) = rows(engine, HANDOVERS)
    packet = row["packet"]
    assert (packet["case_id"], packet["reason"], packet["stated_request"]) == (
        case.number,
        "asked_for_person",
        talk.memory.wish_words,
    )
    assert packet["summary"] == {"wish": "order_status", "more": 1}
    assert len(packet["promised"]) == 1
    assert row["packet_version"] == 3


def test_what_the_caller_allowed_outlives_an_update(engine: Engine) -> None:
    cases, talk, case = opened(engine)
    cases.promise(case.id, talk, "callback", LATER, CALLER)
    cases.refresh(case.id, talk, "asked_for_person", {}, NOW)
    assert rows(engine, HANDOVERS)[0]["packet"]["permissions"]["callback"] == CALLER


def test_an_urgent_case_stays_urgent_and_keeps_its_place_in_the_queue(engine: Engine) -> None:
    cases, talk, case = opened(engine, "technical_failure")
    cases.refresh(case.id, talk, "asked_for_person", {}, NOW + timedelta(minutes=5))
    routing = rows(engine, HANDOVERS)[0]["packet"]["routing"]
    assert (routing["priority"], routing["queued_at"]) == ("P2", NOW.isoformat())


def test_a_case_that_became_urgent_is_urgent(engine: Engine) -> None:
    cases, talk, case = opened(engine)
    cases.refresh(case.id, talk, "technical_failure", {}, NOW)
    (row,) = rows(engine, HANDOVERS)
    assert row["priority"] == row["packet"]["routing"]["priority"]
