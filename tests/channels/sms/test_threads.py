"""An SMS thread: one message in, one message out, the machine named once, nothing answered twice."""

import re
import xml.etree.ElementTree as ET
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, RowMapping, select

from bot.channels.outbox import OPT_OUTS
from bot.channels.sms.threads import Threads
from bot.conversation.record import CONVERSATIONS, EVENTS, TURNS, Record
from bot.conversation.turn import Services
from bot.errors import BadRequest
from bot.handover.cases import HANDOVERS
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import CALLER, NOW, ScriptedRasa, hotline_on, runner_on, said, services_on, sure

WORDS = {"wo ist mein paket": sure("order_status"), "und die rechnung": sure("invoice_copy")}
DISCLOSURE = "Hier antwortet ein Computerprogramm"


class Phone:
    """A mobile phone that writes to the hotline."""

    def __init__(self, engine: Engine, folder: Path, *answers: Any) -> None:
        self.engine = engine
        self.rasa = ScriptedRasa(WORDS, list(answers))
        self.given: Services = services_on(engine, self.rasa)
        self.threads: Threads = hotline_on(engine, folder, self.given).threads
        self.sent = 0

    def write(self, body: str, sid: str | None = None, **fields: str) -> str:
        """The text of the answer; empty when there is none."""
        self.sent += 1
        message = {
            "MessageSid": sid or f"SM{self.sent:032d}",
            "From": CALLER,
            "To": "+4930901820",
            "Body": body,
        }
        return text_in(self.threads.incoming(message | fields))

    def rows(self, table: Any) -> list[RowMapping]:
        with self.engine.connect() as db:
            return list(db.execute(select(table)).mappings())


def text_in(twiml: str) -> str:
    message = ET.fromstring(twiml.removeprefix('<?xml version="1.0" encoding="UTF-8"?>')).find("Message")
    return (message.text or "") if message is not None else ""


def meet(both: Barrier) -> None:
    """Wait for the other, unless something keeps the two apart anyway."""
    with suppress(BrokenBarrierError):
        both.wait()


@pytest.fixture
def phone(sqlite: Engine, tmp_path: Path) -> Phone:
    return Phone(sqlite, tmp_path, said("Es kommt morgen."), said("Die Rechnung kommt."), said("Noch etwas."))


def test_the_first_answer_names_the_machine_and_the_next_does_not(engine: Engine, tmp_path: Path) -> None:
    phone = Phone(engine, tmp_path, said("Es kommt morgen."), said("Die Rechnung kommt."))
    assert phone.write("wo ist mein paket") == f"{DISCLOSURE} (KI) von Muster & Co.: Es kommt morgen."
    assert phone.write("und die rechnung") == "Die Rechnung kommt."


def test_the_same_message_gets_the_same_answer_and_is_served_once(engine: Engine, tmp_path: Path) -> None:
    phone = Phone(engine, tmp_path, said("Es kommt morgen."), said("Falsch."))
    first = phone.write("wo ist mein paket", "SM1")
    assert phone.write("wo ist mein paket", "SM1") == first
    assert len(phone.rows(TURNS)) == 1


def test_a_late_repeat_gets_its_own_answer(phone: Phone) -> None:
    first = phone.write("wo ist mein paket", "SM1")
    phone.write("und die rechnung", "SM2")
    assert phone.write("wo ist mein paket", "SM1") == first


def test_a_repeat_that_comes_after_the_goodbye_gets_its_own_answer(phone: Phone) -> None:
    first = phone.write("auf Wiederhören", "SM1")
    assert phone.write("auf Wiederhören", "SM1") == first
    assert len(phone.rows(CONVERSATIONS)) == 1


def test_a_thread_that_rested_starts_anew(phone: Phone) -> None:
    phone.write("wo ist mein paket")
    clock: Any = phone.given.clock
    clock.at = NOW + timedelta(hours=13)
    assert phone.write("und die rechnung").startswith(DISCLOSURE)
    assert len(phone.rows(CONVERSATIONS)) == 2


def test_a_picture_without_words_gets_a_helpful_answer(phone: Phone) -> None:
    answer = phone.write("", NumMedia="2")
    assert "Bilder" in answer
    assert answer.startswith(DISCLOSURE)


def test_a_picture_of_broken_goods_is_noted_with_its_case(phone: Phone) -> None:
    wanted = {"handover": {"reason": "parcel_damaged", "kind": "claim", "summary": {}}}
    phone.rasa.answers.insert(0, DialogueAnswer(({"custom": wanted},)))
    phone.rasa.intents["die vase ist kaputt"] = sure("parcel_damaged")
    number = re.search(r"Vorgangsnummer (\d+)", phone.write("die vase ist kaputt"))
    assert number
    assert number[1] in phone.write("", NumMedia="1", MediaUrl0="https://carrier.example/picture")
    (case,) = phone.rows(HANDOVERS)
    assert case["packet"]["summary"]["pictures"] == ["https://carrier.example/picture"]


def test_an_empty_message_gets_a_helpful_answer(phone: Phone) -> None:
    assert "leer" in phone.write("   ", NumMedia="0")


def test_after_a_picture_the_machine_is_not_named_again(phone: Phone) -> None:
    phone.write("", NumMedia="1")
    assert not phone.write("", NumMedia="1").startswith(DISCLOSURE)
    assert not phone.write("wo ist mein paket").startswith(DISCLOSURE)


def test_the_same_picture_leaves_one_event(phone: Phone) -> None:
    for _ in range(2):
        phone.write("", "MM1", NumMedia="1")
    assert [row["what"] for row in phone.rows(EVENTS)].count("message_without_words") == 1


def test_a_picture_with_words_is_answered_by_its_words(phone: Phone) -> None:
    assert "Es kommt morgen." in phone.write("wo ist mein paket", NumMedia="1")


def test_our_stop_word_takes_effect_and_is_answered_in_german(engine: Engine, tmp_path: Path) -> None:
    phone = Phone(engine, tmp_path)
    assert "keine Textnachrichten" in phone.write("STOPP")
    assert [row["phone"] for row in phone.rows(OPT_OUTS)] == [CALLER]


def test_the_stop_word_is_answered_in_english_abroad(phone: Phone) -> None:
    assert "no more text messages" in phone.write("abmelden", From="+447700900123")


def test_what_the_carrier_answers_itself_is_not_answered_twice(phone: Phone) -> None:
    assert phone.write("STOP") == ""
    assert phone.write("HELP", OptOutType="HELP") == ""
    assert phone.write("START", OptOutType="START") == ""
    assert [row["phone"] for row in phone.rows(OPT_OUTS)] == []


def test_stop_twice_is_one_stop(engine: Engine, tmp_path: Path) -> None:
    phone = Phone(engine, tmp_path)
    phone.write("STOPP")
    phone.write("STOPP")
    assert len(phone.rows(OPT_OUTS)) == 1


def test_start_welcomes_messages_again(phone: Phone) -> None:
    phone.write("STOPP")
    assert "wieder" in phone.write("anmelden")
    assert phone.rows(OPT_OUTS) == []


def test_an_opt_out_leaves_an_event(phone: Phone) -> None:
    phone.write("STOPP")
    assert phone.rows(EVENTS) != []


def test_a_message_without_a_sid_is_refused(phone: Phone) -> None:
    with pytest.raises(BadRequest):
        phone.threads.incoming({"From": CALLER, "Body": "hallo"})


def test_clear_english_from_a_german_number_is_answered_in_english(phone: Phone) -> None:
    answer = phone.write("hello where is the parcel that I have ordered last week")
    assert "automated assistant" in answer
    assert answer.count("automated assistant") == 1


def test_beside_an_expert_nothing_is_answered_but_everything_kept(phone: Phone) -> None:
    phone.write("wo ist mein paket")
    with phone.engine.begin() as db:
        db.execute(CONVERSATIONS.update().values(owner="expert"))
    assert phone.write("sind Sie noch da") == ""
    assert [row["heard"] for row in phone.rows(TURNS)] == ["wo ist mein paket", "sind Sie noch da"]


@pytest.mark.parametrize(
    "body", ["x" * 10_000, "'; DROP TABLE turns;--", "<Response><Say>&", "\U0001f600" * 300, "a\x0bb\x01c"]
)
def test_odd_bodies_are_answered_in_valid_xml_and_kept(phone: Phone, body: str) -> None:
    assert phone.write(body)
    assert [row["heard"] for row in phone.rows(TURNS)] == [body]


def test_someone_without_a_number_can_write_too(phone: Phone) -> None:
    assert "Es kommt morgen." in phone.write("wo ist mein paket", From="MusterShop")


def test_two_messages_that_want_the_same_number_are_both_served(engine: Engine, tmp_path: Path) -> None:
    """Both look for the next free number before either has taken it."""
    phone = Phone(engine, tmp_path, said("Es kommt morgen."), said("Die Rechnung kommt."), said("Zu viel."))
    phone.write("hallo", "SM0")
    both = Barrier(2, timeout=0.5)

    class Meeting(Record):
        met = 0

        def turn(self, conversation_id: str, number: int) -> RowMapping | None:
            found = super().turn(conversation_id, number)
            if number == 2 and self.met < 2:
                self.met += 1
                meet(both)
            return found

    record, answers = Meeting(engine), {}
    threads = Threads(record, runner_on(engine, phone.given), phone.given, engine, timedelta(hours=12))

    def write(sid: str, body: str) -> None:
        message = {"MessageSid": sid, "From": CALLER, "To": "+4930901820", "Body": body}
        answers[sid] = text_in(threads.incoming(message))

    writers = [
        Thread(target=write, args=pair)
        for pair in (("SM1", "wo ist mein paket"), ("SM2", "und die rechnung"))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(10)
    assert sorted(answers.values()) == ["Die Rechnung kommt.", "Es kommt morgen."]
    assert sorted(row["heard"] for row in phone.rows(TURNS)) == [
        "hallo",
        "und die rechnung",
        "wo ist mein paket",
    ]


def test_two_first_messages_at_once_belong_to_one_thread(engine: Engine, tmp_path: Path) -> None:
    phone = Phone(engine, tmp_path, said("Es kommt morgen."), said("Die Rechnung kommt."))
    both = Barrier(2, timeout=0.5)

    class Meeting(Record):
        def running_thread(self, *args: Any) -> Any:
            found = super().running_thread(*args)
            meet(both)
            return found

    threads = Threads(
        Meeting(engine), runner_on(engine, phone.given), phone.given, engine, timedelta(hours=12)
    )

    def write(sid: str, body: str) -> None:
        threads.incoming({"MessageSid": sid, "From": CALLER, "To": "+4930901820", "Body": body})

    writers = [
        Thread(target=write, args=pair)
        for pair in (("SM1", "wo ist mein paket"), ("SM2", "und die rechnung"))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(10)
    assert len(phone.rows(CONVERSATIONS)) == 1


def test_after_a_goodbye_the_next_message_begins_a_new_thread(engine: Engine, tmp_path: Path) -> None:
    phone = Phone(engine, tmp_path, said("Es kommt morgen."))
    phone.write("auf Wiederhören")
    assert phone.write("wo ist mein paket").startswith(DISCLOSURE)
    assert len(phone.rows(CONVERSATIONS)) == 2


def test_many_messages_that_want_the_same_number_are_all_served(engine: Engine, tmp_path: Path) -> None:
    """Each finds the thread as it was before the others came."""
    phone = Phone(engine, tmp_path)
    phone.write("hallo", "SM0")
    early = Record(engine).running_thread(CALLER, "+4930901820", NOW - timedelta(hours=1))
    assert early
    kept = early

    class Stale(Record):
        def running_thread(self, *args: Any) -> Any:
            return replace(kept)

    threads = Threads(Stale(engine), runner_on(engine, phone.given), phone.given, engine, timedelta(hours=12))
    for number in range(1, 9):
        message = {"MessageSid": f"SM{number}", "From": CALLER, "To": "+4930901820", "Body": "wie bitte"}
        assert text_in(threads.incoming(message))
    assert len(phone.rows(TURNS)) == 9


def test_a_number_is_opted_out_however_it_is_written(phone: Phone) -> None:
    phone.write("STOPP", From=f"whatsapp:{CALLER}")
    assert [row["phone"] for row in phone.rows(OPT_OUTS)] == [CALLER]
