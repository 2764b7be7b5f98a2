"""A phone call from the first ring to the end, as the carrier's webhooks tell it."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, RowMapping, select

from bot.channels.voice.calls import heard_in
from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS, EVENTS, TURNS, Record
from bot.conversation.state import Heard, Reply, Sentence
from bot.errors import BadRequest
from tests.builders import CALLER, ScriptedRasa, hotline_on, said, services_on, sure
from tests.channels.twiml_checks import parsed, spoken

WORDS = {"wo ist mein paket": sure("order_status"), "und die rechnung": sure("invoice_copy")}


class Call:
    """A caller on the line; answers are what would be heard."""

    def __init__(self, engine: Engine, folder: Path, *answers: Any, **fields: str) -> None:
        self.engine = engine
        self.rasa = ScriptedRasa(WORDS, list(answers))
        hotline = hotline_on(engine, folder, services_on(engine, self.rasa))
        self.calls, self.statuses = hotline.calls, hotline.statuses
        self.fields = {"CallSid": "CA1", "From": CALLER, "To": "+4930901820"} | fields
        self.twiml = ""

    def ring(self, **fields: str) -> str:
        self.twiml = self.calls.incoming(self.fields | fields)
        return self.heard

    def say(self, words: str = "", number: int | None = None, **fields: str) -> str:
        conversation, due = self.action
        given = self.fields | ({"SpeechResult": words, "Confidence": "0.9"} if words else {}) | fields
        self.twiml = self.calls.turn(conversation, due if number is None else number, given)
        return self.heard

    def fail(self, **fields: str) -> str:
        self.twiml = self.calls.trouble(self.fields | fields)
        return self.heard

    def status(self, status: str, sequence: str = "1") -> None:
        self.calls.ended(self.fields | {"CallStatus": status, "SequenceNumber": sequence}, self.statuses)

    @property
    def heard(self) -> str:
        return " ".join(spoken(say) for say in parsed(self.twiml).iter("Say"))

    @property
    def action(self) -> tuple[str, int]:
        found = re.search(r"/twilio/voice/turn\?c=([0-9a-f-]+)&amp;n=(\d+)", self.twiml)
        assert found
        return found[1], int(found[2])

    def rows(self, table: Any) -> list[RowMapping]:
        with self.engine.connect() as db:
            return list(db.execute(select(table)).mappings())


@pytest.fixture
def call(sqlite: Engine, tmp_path: Path) -> Call:
    return Call(sqlite, tmp_path, said("Es kommt morgen.", "date"), said("Die Rechnung kommt.", "date"))


def test_the_first_sentence_says_that_a_machine_speaks_and_cannot_be_interrupted(call: Call) -> None:
    call.ring()
    root = parsed(call.twiml)
    assert root[0].tag == "Say"
    assert "einer KI" in spoken(root[0])
    assert [element.tag for element in root] == ["Say", "Gather", "Redirect"]


@pytest.mark.parametrize(
    ("caller", "sentence"),
    [("+447700900123", "AI system"), ("+43664123456", "einer KI"), ("anonymous", "einer KI")],
)
def test_the_greeting_is_in_the_language_of_the_caller_s_country(
    call: Call, caller: str, sentence: str
) -> None:
    call.ring(From=caller)
    assert sentence in spoken(parsed(call.twiml)[0])


@pytest.mark.parametrize("caller", ["anonymous", "+266696687", "+7378742833", "", "sip:a@b.example"])
def test_a_withheld_number_is_nobody_s(call: Call, caller: str) -> None:
    call.ring(From=caller)
    assert call.rows(CONVERSATIONS)[0]["caller"] is None


def test_two_withheld_callers_share_nothing(sqlite: Engine, tmp_path: Path) -> None:
    first, second = (Call(sqlite, tmp_path, CallSid=sid, From="anonymous") for sid in ("CA1", "CA2"))
    first.ring()
    second.ring()
    assert first.action[0] != second.action[0]


def test_the_same_call_asked_again_gets_the_same_greeting(engine: Engine, tmp_path: Path) -> None:
    call = Call(engine, tmp_path)
    call.ring()
    first = call.twiml
    call.ring()
    assert call.twiml == first
    assert len(call.rows(CONVERSATIONS)) == 1


def test_the_greeting_is_turn_nought_of_the_record(engine: Engine, tmp_path: Path) -> None:
    call = Call(engine, tmp_path)
    call.ring()
    (turn,) = call.rows(TURNS)
    assert (turn["number"], turn["answer"]) == (0, call.twiml)
    assert "ai_disclosed" in [event["what"] for event in call.rows(EVENTS)]


def test_a_call_is_answered_turn_by_turn(engine: Engine, tmp_path: Path) -> None:
    call = Call(engine, tmp_path, said("Es kommt morgen.", "date"), said("Die Rechnung kommt.", "date"))
    call.ring()
    assert (call.say("wo ist mein paket"), call.action[1]) == ("Es kommt morgen.", 2)
    assert (call.say("und die rechnung"), call.action[1]) == ("Die Rechnung kommt.", 3)


def test_a_turn_asked_again_gets_the_same_document(call: Call) -> None:
    call.ring()
    call.say("wo ist mein paket")
    first = call.twiml
    call.say("wo ist mein paket", number=1)
    assert call.twiml == first
    assert len(call.rasa.asked) == 1


def test_a_conversation_id_of_another_call_is_worth_nothing(sqlite: Engine, tmp_path: Path) -> None:
    owner = Call(sqlite, tmp_path, said("Geheim."))
    owner.ring()
    thief = Call(sqlite, tmp_path, CallSid="CA2")
    thief.twiml = owner.twiml
    assert "einer KI" in thief.say("wo ist mein paket")
    assert owner.rasa.asked == []


def test_a_turn_of_an_unknown_call_is_greeted(call: Call) -> None:
    call.twiml = call.calls.turn("00000000-0000-4000-8000-000000000000", 7, call.fields)
    assert "einer KI" in call.heard


def test_words_that_got_lost_are_asked_for_again(call: Call) -> None:
    call.ring()
    heard = call.fail(ErrorCode="12100", ErrorUrl="https://x.example")
    assert "Verbindung war kurz gestört" in heard
    assert "Worum geht es?" in heard
    assert "answer_failed" in [event["what"] for event in call.rows(EVENTS)]


def test_an_answer_that_never_arrived_is_given_again(call: Call) -> None:
    call.ring()
    call.say("wo ist mein paket")
    last = call.twiml
    assert call.fail(ErrorCode="11200") == "Es kommt morgen."
    assert call.twiml == last


def test_the_fallback_of_a_call_nobody_knows_is_a_greeting(call: Call) -> None:
    assert "einer KI" in call.fail(ErrorCode="11200")


def test_the_fallback_of_a_turn_without_an_answer_asks_again(call: Call) -> None:
    call.ring()
    conversation, _ = call.action
    talk = Record(call.engine).by_id(conversation)
    assert talk
    Record(call.engine).open_turn(talk, Heard("wo ist"), 1, 5)
    assert "Verbindung war kurz gestört" in call.fail(ErrorCode="11205")
    assert call.action[1] == 2


@pytest.mark.parametrize("code", ["", "x", "11200x", "9" * 300])
def test_an_odd_error_code_is_no_trouble(call: Call, code: str) -> None:
    call.ring()
    assert call.fail(ErrorCode=code)


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
def test_a_call_that_is_over_is_closed(call: Call, status: str) -> None:
    call.ring()
    call.status(status)
    (row,) = call.rows(CONVERSATIONS)
    assert (row["owner"], row["closed_because"]) == (Owner.CLOSED, "caller_hung_up")


def test_whoever_waits_for_the_caller_is_told_that_they_hung_up(call: Call) -> None:
    left: list[str] = []
    call.calls._left = left.append
    call.ring()
    call.status("in-progress", "1")
    assert left == []
    call.status("completed", "2")
    assert left == [call.action[0]]


@pytest.mark.parametrize("status", ["ringing", "in-progress", "queued", "nonsense", ""])
def test_a_call_that_goes_on_stays_open(call: Call, status: str) -> None:
    call.ring()
    call.status(status)
    assert call.rows(CONVERSATIONS)[0]["owner"] == Owner.BOT


def test_a_goodbye_stays_the_reason_when_the_line_drops_after_it(call: Call) -> None:
    call.ring()
    call.say("auf Wiederhören")
    call.status("completed")
    assert call.rows(CONVERSATIONS)[0]["closed_because"] == "said_goodbye"


def test_the_status_of_a_call_nobody_knows_is_noted(call: Call) -> None:
    call.status("completed")
    assert call.rows(CONVERSATIONS) == []


def test_words_after_the_end_are_kept_and_answered_with_a_goodbye(call: Call) -> None:
    call.ring()
    call.status("completed")
    assert "Auf Wiederhören" in call.say("wo ist mein paket")
    assert parsed(call.twiml)[-1].tag == "Hangup"
    assert [turn["heard"] for turn in call.rows(TURNS)] == [None, "wo ist mein paket"]


def test_a_caller_who_hangs_up_during_the_greeting_is_no_fault(sqlite: Engine, tmp_path: Path) -> None:
    call = Call(sqlite, tmp_path)
    record: Any = call.calls._record
    begin = record.begin

    def begin_and_hang_up(*args: Any) -> None:
        begin(*args)
        call.status("completed")

    record.begin = begin_and_hang_up
    assert "einer KI" in call.ring()


@pytest.mark.parametrize("deed", ["ring", "fail"])
def test_a_webhook_without_a_call_is_refused(call: Call, deed: str) -> None:
    with pytest.raises(BadRequest):
        getattr(call, deed)(CallSid="")


def test_a_status_without_a_call_leaves_nothing_behind(call: Call) -> None:
    call.fields["CallSid"] = ""
    with pytest.raises(BadRequest):
        call.status("completed")
    from bot.channels.voice.call_status import STATUSES

    assert call.rows(STATUSES) == []


@pytest.mark.parametrize("to", ["", "sip:" + "x" * 200 + "@example.sip.twilio.com", "+4930901820"])
def test_any_called_address_is_greeted(engine: Engine, tmp_path: Path, to: str) -> None:
    assert "einer KI" in Call(engine, tmp_path).ring(To=to)


def test_silence_is_a_turn_too(call: Call) -> None:
    call.ring()
    assert "nichts gehört" in call.say()
    assert [turn["heard"] for turn in call.rows(TURNS)] == [None, None]


@pytest.mark.parametrize(
    "words", ["x" * 10_000, "'; DROP TABLE turns;--", "</Say><Hangup/>", "a\x0bb", "{company} [[date:x]]"]
)
def test_odd_words_are_answered_and_kept_whole(call: Call, words: str) -> None:
    call.ring()
    assert call.say(words)
    assert call.rows(TURNS)[1]["heard"] == words


@pytest.mark.parametrize(
    ("fields", "heard"),
    [
        ({"SpeechResult": " ja ", "Confidence": "0.5"}, Heard("ja", None, 0.5)),
        ({"SpeechResult": "ja"}, Heard("ja")),
        ({"SpeechResult": "ja", "Confidence": "viel"}, Heard("ja")),
        ({"Digits": "12"}, Heard(keys="12")),
        ({"Digits": "", "SpeechResult": " "}, Heard()),
        ({}, Heard()),
    ],
)
def test_what_a_gather_brings(fields: dict[str, str], heard: Heard) -> None:
    assert heard_in(fields) == heard


@pytest.mark.parametrize("confidence", ["nan", "inf", "-inf"])
def test_a_confidence_that_is_no_number_is_none(confidence: str) -> None:
    assert heard_in({"SpeechResult": "ja", "Confidence": confidence}).confidence is None


def test_a_call_announced_again_while_it_is_being_greeted_hears_the_same_welcome(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("Geht es um den Rückruf?", "de")
    call.calls.welcome_back(lambda talk, usual: Reply((*usual.sentences, Sentence(*asked))))
    twins: list[str] = []
    written = Record.close_turn

    def announced_again(record: Record, *rest: Any) -> None:
        twins.append(call.calls.incoming(call.fields))
        written(record, *rest)

    monkeypatch.setattr(Record, "close_turn", announced_again)
    call.ring()
    assert asked[0] in call.heard
    assert twins == [call.twiml]
