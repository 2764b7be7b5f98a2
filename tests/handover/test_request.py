"""A person asked for is a case first, then the truth about what happens next."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, RowMapping, select

from bot.conversation.owner import Owner
from bot.conversation.record import Record
from bot.conversation.state import Conversation, Heard, Reply
from bot.conversation.turn import Turn
from bot.handover.cases import HANDOVERS, PROMISES
from tests.builders import NOW, recorded, services_on, turn


def ask(
    engine: Engine, talk: Conversation, reason: str = "asked_for_person", kind: str = "person", **summary: Any
) -> Reply:
    given = services_on(engine)
    return given.handovers.request(turn(talk=talk, given=given), reason, kind, summary)


def rows(engine: Engine, table: Any) -> list[RowMapping]:
    with engine.connect() as db:
        return list(db.execute(select(table)).mappings())


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.QUEUE, Owner.EXPERT, Owner.CLOSED])
@pytest.mark.parametrize(
    "kind", ["person", "callback", "complaint", "defect", "withdrawal", "claim", "receipt"]
)
@pytest.mark.parametrize("known", [False, True])
def test_a_person_can_be_asked_for_whoever_owns_the_conversation(
    sqlite: Engine, owner: Owner, kind: str, known: bool
) -> None:
    talk = recorded(sqlite, owner=owner)
    if known:
        ask(sqlite, talk)
        talk.owner = owner
    ask(sqlite, talk, kind=kind)
    assert rows(sqlite, HANDOVERS)


@pytest.mark.parametrize("kind", ["complaint", "defect", "withdrawal", "claim"])
def test_a_complaint_or_report_gets_a_number_and_a_date(engine: Engine, kind: str) -> None:
    talk = recorded(engine)
    reply = ask(engine, talk, kind, kind)
    (promise,) = rows(engine, PROMISES)
    assert "[[date:2026-11-25]]" in reply.text()
    assert talk.memory.case
    assert talk.memory.case["number"] in reply.text()
    assert (promise["kind"], promise["due_by"]) == (
        "answer",
        datetime.fromisoformat("2026-11-25T18:00+01:00"),
    )
    assert talk.owner is Owner.BOT


@pytest.mark.parametrize(("day", "due"), [("2026-11-30", "2026-11-30"), ("2026-11-24", "2026-11-25")])
def test_an_answer_that_waits_for_somebody_else_is_promised_no_sooner(
    engine: Engine, day: str, due: str
) -> None:
    reply = ask(engine, recorded(engine), "parcel_lost", "claim", answer_by=day)
    (promise,) = rows(engine, PROMISES)
    assert f"[[date:{due}]]" in reply.text()
    assert promise["due_by"] == datetime.fromisoformat(f"{due}T18:00+01:00")


def test_a_complaint_of_a_withheld_number_asks_where_to_answer(engine: Engine) -> None:
    talk = recorded(engine, caller=None)
    reply = ask(engine, talk, "complaint", "complaint")
    assert reply.expecting == "phone_number"
    assert talk.memory.question
    assert talk.memory.question["purpose"] == "answer"
    assert rows(engine, PROMISES) == []


def test_a_complaint_and_a_person_are_two_things(engine: Engine) -> None:
    talk = recorded(engine)
    ask(engine, talk, "complaint", "complaint")
    reply = ask(engine, talk)
    assert reply.expecting == "yes_no"
    assert [promise["kind"] for promise in rows(engine, PROMISES)] == ["answer"]


def test_a_second_complaint_is_a_case_of_its_own(engine: Engine) -> None:
    talk = recorded(engine)
    ask(engine, talk, "complaint", "complaint")
    ask(engine, talk, "defect_claim", "defect")
    assert sorted(row["kind"] for row in rows(engine, HANDOVERS)) == ["complaint", "defect"]


def test_a_receipt_by_hand_says_nothing_and_changes_nothing(engine: Engine) -> None:
    talk = recorded(engine)
    reply = ask(engine, talk, "receipt_by_hand", "receipt", reference="WR-1")
    assert (reply.sentences, talk.memory.case, talk.owner) == ((), None, Owner.BOT)
    assert rows(engine, HANDOVERS)[0]["packet"]["summary"] == {"reference": "WR-1"}


def test_silence_is_worded_as_noting_it(sqlite: Engine) -> None:
    assert "Ich notiere das für einen Menschen" in ask(sqlite, recorded(sqlite), "silence").text()


def test_nobody_is_promised_to_be_put_through(sqlite: Engine) -> None:
    talk = recorded(sqlite)
    ask(sqlite, talk)
    assert "Direkt verbinden kann ich im Moment nicht." in ask(sqlite, talk).text()


def test_asked_for_at_night_the_window_is_in_the_morning(sqlite: Engine) -> None:
    talk = recorded(sqlite)
    given = services_on(sqlite)
    clock: Any = given.clock
    clock.at = NOW.replace(hour=23)
    reply = given.handovers.request(turn(talk=talk, given=given), "asked_for_person")
    assert "[[date:2026-11-24]] zwischen [[time:08:00]]" in reply.text()


@pytest.mark.parametrize("kind", ["person", "complaint", "receipt"])
def test_a_turn_taken_up_again_after_a_crash_opens_no_second_case(sqlite: Engine, kind: str) -> None:
    """The case was written, the turn was not: the conversation does not remember the case."""
    talk = recorded(sqlite)
    ask(sqlite, talk, kind=kind)
    as_stored = Record(sqlite).by_id(talk.id)
    assert as_stored
    ask(sqlite, as_stored, kind=kind)
    assert len(rows(sqlite, HANDOVERS)) == 1


def texting(engine: Engine, **changes: Any) -> Conversation:
    return recorded(engine, **{"id": "thread-1", "call_sid": None, "channel": "sms", **changes})


def with_pictures(engine: Engine, talk: Conversation, *addresses: str) -> str | None:
    given = services_on(engine)
    sent = Turn(talk, Heard(pictures=addresses), given, deadline=0)
    return given.handovers.pictures(sent)


@pytest.mark.parametrize("kind", ["claim", "defect"])
def test_a_picture_goes_to_the_callers_case_about_goods(engine: Engine, kind: str) -> None:
    ask(engine, recorded(engine), "parcel_damaged", kind)
    thread = texting(engine)
    with_pictures(engine, thread, "https://carrier.example/1")
    number = with_pictures(engine, thread, "https://carrier.example/1", "https://carrier.example/2")
    (case,) = rows(engine, HANDOVERS)
    assert case["case_number"] == number
    assert case["packet"]["summary"]["pictures"] == ["https://carrier.example/1", "https://carrier.example/2"]


def test_a_picture_for_nothing_in_particular_belongs_to_no_case(engine: Engine) -> None:
    ask(engine, recorded(engine), "complaint", "complaint")
    assert with_pictures(engine, texting(engine), "https://carrier.example/1") is None


def test_a_picture_never_goes_to_somebody_elses_case(engine: Engine) -> None:
    ask(engine, recorded(engine), "parcel_damaged", "claim")
    stranger = texting(engine, caller="+491713920099")
    assert with_pictures(engine, stranger, "https://carrier.example/1") is None
    nobody = texting(engine, id="thread-2", caller=None)
    assert with_pictures(engine, nobody, "https://carrier.example/1") is None
