"""Codes go out to stored contacts, and what they were can be read nowhere afterwards."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from bot.channels.one_time_codes import SentCodes
from bot.channels.outbox import MESSAGES, Outbox, opt_out
from bot.channels.run_turn import Incoming
from bot.conversation.record import Record
from bot.conversation.state import Heard
from bot.conversation.turn import Turn
from bot.shop.codes.sql import SqlCodes
from bot.shop.sql_session import transaction
from bot.store.shop_tables import CustomerRow, PhoneRow
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import NotedHandovers, ScriptedRasa, recorded, runner_on, said, services, sure, turn
from tests.channels.test_run_turn import render

STORED = "+491713920047"
ASKED = DialogueAnswer(
    (
        {"text": "Dafür schicke ich Ihnen einen Code."},
        {"custom": {"send_code": {"customer_id": "C1", "channel": "sms"}}},
        {"text": "Wie lauten die sechs Ziffern?"},
    ),
    {},
    "order_form",
    "code",
    False,
    "m",
)


@pytest.fixture
def sent() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def outbox(engine: Engine, sent: list[tuple[str, str]]) -> Outbox:
    with transaction(engine) as session:
        address = {"street": "Lindenallee 3", "postcode": "01067", "city": "Dresden", "country": "DE"}
        session.add(CustomerRow(customer_id="C1", name="A", email="anna.meier@example.com", **address))
        session.flush()
        session.add(PhoneRow(customer_id="C1", e164=STORED, position=0))

    def send(to: str, body: str) -> str:
        sent.append((to, body))
        return "SM1"

    return Outbox(engine, send)


@pytest.fixture
def codes(engine: Engine, outbox: Outbox) -> SentCodes:
    return SentCodes(SqlCodes(engine), outbox)


def asking(engine: Engine, **talk: Any) -> Turn:
    return turn(talk=recorded(engine, **talk))


def everything(engine: Engine) -> str:
    tables = ("turns", "events", "conversations", "outgoing_messages", "shop_codes", "shop_events")
    with engine.connect() as db:
        return "\n".join(str(db.execute(text(f"SELECT * FROM {table}")).all()) for table in tables)


def test_a_text_to_the_stored_number_and_a_word_where_it_went(
    engine: Engine, codes: SentCodes, outbox: Outbox, sent: list[tuple[str, str]]
) -> None:
    # Not to the number that called, which may be anybody's.
    line = codes.send(asking(engine, caller="+4915100000001"), {"customer_id": "C1", "channel": "sms"})
    outbox.send_due()
    ((to, body),) = sent
    assert to == STORED
    assert re.search(r"\b\d{6}\b", body)
    assert line
    assert "[[digits:47]]" in line.text
    assert STORED not in line.text


def test_once_sent_the_code_can_be_read_nowhere(
    engine: Engine, codes: SentCodes, outbox: Outbox, sent: list[tuple[str, str]]
) -> None:
    codes.send(asking(engine), {"customer_id": "C1", "channel": "sms"})
    outbox.send_due()
    code = re.search(r"\b\d{6}\b", sent[0][1])
    assert code
    assert code[0] not in everything(engine)
    with engine.connect() as db:
        assert db.execute(select(MESSAGES.c.body)).scalars().all() == [""]


def test_an_e_mail_address_is_named_masked(engine: Engine, codes: SentCodes) -> None:
    line = codes.send(asking(engine), {"customer_id": "C1", "channel": "email"})
    assert line
    assert "a…r@example.com" in line.text


def test_who_wants_no_texts_gets_an_e_mail(engine: Engine, codes: SentCodes) -> None:
    with engine.begin() as db:
        opt_out(db, STORED, "STOP")
    line = codes.send(asking(engine), {"customer_id": "C1", "channel": "sms"})
    assert line
    assert "E-Mail" in line.text


def test_what_cannot_be_sent_is_noted_and_not_claimed(engine: Engine, codes: SentCodes) -> None:
    under_way = asking(engine)
    assert codes.send(under_way, {"customer_id": "nobody", "channel": "sms"}) is None
    assert under_way.events == [("code_not_sent", {"fault": "no_contact"})]


def test_where_it_went_is_said_before_the_question(engine: Engine, codes: SentCodes) -> None:
    given = services(ScriptedRasa({"bitte stornieren": sure("order_cancel")}, [ASKED]), codes=codes)
    answer = runner_on(engine, given).run(recorded(engine), Incoming(Heard("bitte stornieren"), 1), render)
    assert answer.index("Code.") < answer.index("Endziffern") < answer.index("sechs Ziffern?")


def test_when_none_can_be_sent_a_person_is_brought_in(engine: Engine, codes: SentCodes) -> None:
    nobody = DialogueAnswer(
        ({"custom": {"send_code": {"customer_id": "x"}}}, {"text": "Wie lauten …?"}),
        {},
        "f",
        "code",
        False,
        "m",
    )
    rasa = ScriptedRasa({"bitte stornieren": sure("order_cancel")}, [nobody, said("Gut.")])
    given = services(rasa, codes=codes)
    answer = runner_on(engine, given).run(recorded(engine), Incoming(Heard("bitte stornieren"), 1), render)
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("code_not_sent", "person")]
    assert "leider nicht schicken" in answer
    assert "Wie lauten" not in answer
    assert rasa.asked[-1]["intent"] == "start_over"


@pytest.mark.parametrize(
    "heard", [Heard("vier sieben eins eins neun neun"), Heard("der Code ist 471199"), Heard(keys="471199")]
)
def test_the_code_a_caller_gives_reaches_the_dialogue_and_is_not_written_down(
    engine: Engine, codes: SentCodes, heard: Heard
) -> None:
    rasa = ScriptedRasa({"bitte stornieren": sure("order_cancel")}, [ASKED, said("Storniert.")])
    runner, talk = runner_on(engine, services(rasa, codes=codes)), recorded(engine)
    runner.run(talk, Incoming(Heard("bitte stornieren"), 1), render)
    fresh = Record(engine).by_id(talk.id)
    assert fresh
    runner.run(fresh, Incoming(heard, 2), render)
    assert [item["value"] for item in rasa.asked[-1]["entities"]] == ["471199"]
    assert "471199" not in rasa.asked[-1]["text"]
    stored = everything(engine)
    assert "471199" not in stored
    assert "neun neun" not in stored


def test_a_code_lost_in_a_failure_is_not_kept_to_be_tried_again(engine: Engine, codes: SentCodes) -> None:
    rasa = ScriptedRasa({"bitte stornieren": sure("order_cancel")}, [ASKED, None])
    runner, talk = runner_on(engine, services(rasa, codes=codes)), recorded(engine)
    runner.run(talk, Incoming(Heard("bitte stornieren"), 1), render)
    fresh = Record(engine).by_id(talk.id)
    assert fresh
    runner.run(fresh, Incoming(Heard("471199"), 2), render)
    assert "471199" not in everything(engine)


def test_a_turn_taken_up_after_a_crash_gets_the_code_from_the_repeated_request(
    engine: Engine, codes: SentCodes
) -> None:
    rasa = ScriptedRasa({"bitte stornieren": sure("order_cancel")}, [ASKED, said("Storniert.")])
    runner, talk, record = runner_on(engine, services(rasa, codes=codes)), recorded(engine), Record(engine)
    runner.run(talk, Incoming(Heard("bitte stornieren"), 1), render)
    fresh = record.by_id(talk.id)
    assert fresh
    record.open_turn(fresh, Heard("[code]"), 2, 0)
    assert "Storniert." in runner.run(fresh, Incoming(Heard("471199"), 2), render)
    assert [item["value"] for item in rasa.asked[-1]["entities"]] == ["471199"]
