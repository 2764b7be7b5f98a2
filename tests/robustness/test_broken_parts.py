"""Something behind the hotline dies, hangs or is locked in the middle of a call: there is always a way on."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from carrier.voice.call import Call
from tests.conversations.orders import Orders, sayings
from tests.stack import Stack, running_stack

GERMAN, ENGLISH = "+4915100000001", "+447400123123"
BUDGET_S = 2.0
SLACK_S = 1.5


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A hotline of its own that loses patience quickly."""
    with running_stack(tmp_path_factory.mktemp("fragile"), TURN_BUDGET_S=str(BUDGET_S)) as running:
        yield running


@pytest.fixture
def whole(fragile: Stack) -> Iterator[Stack]:
    """The hotline with everything running, before and after."""
    fragile.wait_until_ready()
    fragile.network.violations.clear()
    yield fragile
    fragile.wait_until_ready()
    assert fragile.network.violations == []


@pytest.fixture
def words(whole: Stack) -> dict[str, str]:
    """What the owner of an order on its way says, in German."""
    return sayings(Orders(whole).one({"status": "shipped", "overdue": False}, own=False), "de")


def call_from(stack: Stack, caller: str, *said: str) -> Call:
    """A call that has come so far."""
    call = stack.network.call(caller, stack.number)
    for sentence in said:
        call.say(sentence)
    return call


def quickly(call: Call, sentence: str) -> str:
    """What is heard, within the budget of a turn."""
    started = time.monotonic()
    heard = call.say(sentence)
    assert time.monotonic() - started < BUDGET_S + SLACK_S
    return heard


def kept(stack: Stack, call: Call) -> dict[str, str | None]:
    """What was said in a call and what failed while it was answered."""
    query = (
        "SELECT t.heard AS heard, t.failure AS failure FROM turns t "
        "JOIN conversations c ON c.id = t.conversation_id WHERE c.call_sid = :sid AND t.heard IS NOT NULL"
    )
    return {row["heard"]: row["failure"] for row in stack.rows(query, sid=call.sid)}


def reasons(stack: Stack, call: Call) -> list[str]:
    """Why a person was brought in."""
    query = (
        "SELECT h.reason AS reason FROM handovers h JOIN conversations c ON c.id = h.conversation_id "
        "WHERE c.call_sid = :sid"
    )
    return [row["reason"] for row in stack.rows(query, sid=call.sid)]


@contextmanager
def locked(stack: Stack) -> Iterator[None]:
    """While inside, nobody else can write to the database."""
    with sqlite3.connect(stack.data_dir / "hotline.db", isolation_level=None) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            db.execute("ROLLBACK")


def test_a_dead_action_server_is_apologised_for_and_the_lost_words_are_tried_again(
    whole: Stack, words: dict[str, str]
) -> None:
    call = call_from(whole, GERMAN, "wo ist meine bestellung")
    whole.kill("actions")
    heard = quickly(call, words["spoken"])
    assert "Entschuldigung" in heard
    assert "zurückrufen" in heard
    assert kept(whole, call)[words["spoken"]]
    whole.wait_until_ready()
    assert "Postleitzahl" in call.say("nein")
    assert "unterwegs" in call.say(words["postcode_spoken"])
    assert not call.errors


def test_a_hanging_action_server_does_not_make_the_caller_wait(whole: Stack, words: dict[str, str]) -> None:
    call = call_from(whole, ENGLISH, "where is my order")
    with whole.stopped("actions"):
        heard = quickly(call, f"W M {words['digits']}")
        assert "sorry" in heard
        assert "call you back" in heard
        assert "case number" in quickly(call, "yes")
        assert "We will call you" in quickly(call, "yes please")
    assert reasons(whole, call) == ["technical_failure"]
    assert not call.errors


def test_a_second_failure_brings_in_a_person_unasked(whole: Stack, words: dict[str, str]) -> None:
    call = call_from(whole, GERMAN, "wo ist meine bestellung")
    with whole.stopped("actions"):
        assert "zurückrufen" in quickly(call, words["spoken"])
        assert "Vorgangsnummer" in quickly(call, "nein")
    assert reasons(whole, call) == ["technical_failure"]


@pytest.mark.parametrize(
    ("caller", "first", "person", "case", "yes"),
    [
        (GERMAN, "wo ist meine bestellung", "Mitarbeiter", "Vorgangsnummer", "Wir rufen Sie"),
        (ENGLISH, "where is my order", "agent", "case number", "We will call you"),
    ],
)
def test_a_person_is_reached_while_rasa_hangs(
    whole: Stack, caller: str, first: str, person: str, case: str, yes: str
) -> None:
    call = call_from(whole, caller, first)
    with whole.stopped("rasa"):
        assert case in quickly(call, person)
        assert yes in quickly(call, "ja" if caller == GERMAN else "yes")
    assert reasons(whole, call) == ["asked_for_person"]
    assert not call.errors


@pytest.mark.parametrize(
    ("caller", "words", "sorry", "person", "case"),
    [
        (GERMAN, "wo ist meine bestellung bitte", "Entschuldigung", "Mitarbeiter", "Vorgangsnummer"),
        (ENGLISH, "could you tell me where my order is", "sorry", "agent", "case number"),
    ],
)
def test_a_dead_rasa_is_apologised_for_and_a_person_is_reached(
    whole: Stack, caller: str, words: str, sorry: str, person: str, case: str
) -> None:
    call = call_from(whole, caller)
    whole.kill("rasa")
    assert sorry in quickly(call, words)
    assert case in quickly(call, person)
    assert kept(whole, call)[words]
    assert not call.errors


def test_a_text_message_is_answered_while_rasa_is_dead(whole: Stack) -> None:
    phone = whole.network.phone("+491713928201")
    whole.kill("rasa")
    sorry = phone.text("Wo ist meine Bestellung?", whole.number)[0].body
    assert "gestört" in sorry
    assert "Vorgangsnummer" in phone.text("MITARBEITER", whole.number)[0].body


def test_a_new_caller_is_greeted_while_rasa_is_dead(whole: Stack) -> None:
    whole.kill("rasa")
    call = whole.network.call(GERMAN, whole.number)
    assert "Computerprogramm" in call.heard_since_last_input
    assert "Vorgangsnummer" in call.press("0")
    assert not call.errors


def test_a_call_goes_on_after_the_web_server_died(whole: Stack, words: dict[str, str]) -> None:
    call = call_from(whole, GERMAN, "wo ist meine bestellung", words["spoken"])
    whole.kill("web")
    whole.wait_until_ready()
    assert "unterwegs" in call.say(words["postcode_spoken"])
    assert len(kept(whole, call)) == 3
    assert not call.errors


def test_the_dialogue_survives_rasas_death(whole: Stack, words: dict[str, str]) -> None:
    call = call_from(whole, GERMAN, "wo ist meine bestellung", words["spoken"])
    whole.kill("rasa")
    wait_for_death = call.say(words["postcode_spoken"])
    assert "Entschuldigung" in wait_for_death
    whole.wait_until_ready()
    assert "unterwegs" in call.say("nein")


def test_a_database_locked_for_a_moment_only_costs_a_moment(whole: Stack) -> None:
    call = call_from(whole, GERMAN)
    with locked(whole):
        heard: list[str] = []
        saying = threading.Thread(target=lambda: heard.append(call.say("was kostet der versand")))
        saying.start()
        saying.join(timeout=1)
    saying.join(timeout=20)
    assert "Versand" in heard[0]
    assert not call.errors


def test_a_locked_database_leaves_a_way_out_and_the_words_in_a_file(whole: Stack) -> None:
    call = call_from(whole, GERMAN)
    with locked(whole):
        heard: list[str] = []
        saying = threading.Thread(target=lambda: heard.append(call.say("mein besonderes anliegen")))
        saying.start()
        # Longer than the database is waited for, shorter than the carrier waits.
        saying.join(timeout=11)
    saying.join(timeout=30)
    assert "gestört" in heard[0]
    assert "?" in heard[0]
    assert "mein besonderes anliegen" in (whole.data_dir / "unsaved.jsonl").read_text("utf-8")
    assert not call.errors
    assert not call.over
