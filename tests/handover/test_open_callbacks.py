"""Whoever calls in while waiting for our call back is recognised, and gets the old place at once."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from bot.channels.voice.calls import Calls
from bot.conversation.start import greeting, new_conversation
from bot.conversation.state import Conversation, Reply
from bot.conversation.turn import Services
from bot.handover.cases import HANDOVERS
from bot.handover.contact_rules import ContactRules
from bot.handover.open_callbacks import OpenCallbacks
from bot.handover.promises import PromiseOutcome
from bot.handover.waits import WAITS
from bot.wiring_callbacks import resumed
from tests.builders import NOW, OWN_QUESTIONS, handover_on, runner_on, say, services_on
from tests.handover.hall import BASE
from tests.handover.recall import CUSTOMER, END, START, Recall

SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def hall(sqlite: Engine) -> Recall:
    hall = Recall(sqlite)
    hall.expert("eva")
    hall.clock.at = SOON
    return hall


class Inbound:
    """Somebody calls the hotline."""

    def __init__(self, hall: Recall, caller: str = CUSTOMER) -> None:
        people = handover_on(hall.engine)
        back = resumed(hall.engine, people.waiting, hall.house)
        questions = {**OWN_QUESTIONS, **people.questions, **back.questions()}
        self.given: Services = services_on(hall.engine, questions=questions, clock=hall.clock)
        self.talk: Conversation = new_conversation("voice", caller, "+4930901820", hall.clock.now())
        self.talk.call_sid = "CAINBOUND"
        self.greeted: Reply = back.greet(self.talk, greeting(self.talk, self.given.phrases))
        hall.record.begin(self.talk)

    def say(self, words: str) -> str:
        """What is said to it."""
        return say(self.talk, self.given, words)[-1].text()


def test_the_greeting_names_the_matter_and_offers_to_connect(hall: Recall) -> None:
    hall.promise()
    heard = Inbound(hall).greeted.text()
    assert "Computerprogramm" in heard
    assert "Sie hatten um Rückruf zu Ihrer Bestellung gebeten. Soll ich Sie gleich verbinden?" in heard
    assert hall.case()["case_number"] not in heard


def test_everybody_else_is_greeted_as_usual(hall: Recall) -> None:
    hall.promise()
    assert "Worum geht es?" in Inbound(hall, "+491713920009").greeted.text()


def test_a_yes_leads_to_the_old_place_in_the_old_case(engine: Engine) -> None:
    hall = Recall(engine)
    hall.expert("eva")
    promise = hall.promise(place={"priority": "P2"})
    hall.clock.at = SOON
    line = Inbound(hall)
    assert "Sie behalten Ihren Platz." in line.say("ja")
    wait = hall.waits.open_of(line.talk.id)
    assert wait is not None
    assert (wait["entered_at"], wait["priority"], wait["promise_id"]) == (NOW, "P2", promise)
    assert wait["handover_id"] == hall.case()["id"]


def test_who_has_talked_to_somebody_is_not_called_back_too(hall: Recall) -> None:
    promise = hall.promise()
    line = Inbound(hall)
    line.say("ja")
    wait = hall.waits.open_of(line.talk.id)
    assert wait is not None
    hall.set_wait(wait["id"], status="over", outcome="talked", ended_at=hall.clock.now())
    hall.record.end(line.talk, "caller_hung_up", hall.clock.now())
    hall.at(START)
    assert (hall.row(promise)["outcome"], hall.who_rings()) == ("cancelled", [])
    assert hall.back.topics
    assert OpenCallbacks(hall.engine).open_callback(CUSTOMER, START) is None


def test_who_hangs_up_while_waiting_is_called_back_all_the_same(hall: Recall) -> None:
    promise = hall.promise()
    line = Inbound(hall)
    line.say("ja")
    hall.record.end(line.talk, "caller_hung_up", hall.clock.now())
    hall.bridge.caller_left(line.talk.id)
    hall.at(START)
    assert (hall.row(promise)["outcome"], hall.who_rings()) == ("open", ["eva"])


def test_while_they_wait_on_the_line_they_are_not_lined_up_twice(hall: Recall) -> None:
    hall.promise()
    Inbound(hall).say("ja")
    hall.at(START)
    assert len([row for row in hall.waits_of() if row["status"] != "over"]) == 1


def test_a_no_leaves_the_call_back_as_it_is(hall: Recall) -> None:
    promise = hall.promise()
    assert "Worum geht es?" in Inbound(hall).say("nein")
    assert hall.row(promise)["outcome"] == "open"


def test_with_nobody_there_the_call_back_stays(hall: Recall) -> None:
    hall.set_expert("eva", status="off")
    promise = hall.promise()
    assert "Der vereinbarte Rückruf bleibt bestehen." in Inbound(hall).say("ja")
    assert hall.row(promise)["outcome"] == "open"


def test_with_nobody_there_a_missed_one_is_arranged_anew(hall: Recall) -> None:
    hall.set_expert("eva", status="off")
    hall.promises.settle(hall.promise(), PromiseOutcome.UNREACHED, SOON)
    said = Inbound(hall).say("ja")
    assert "Direkt verbinden kann ich im Moment nicht." in said
    assert "zurückrufen" in said


@pytest.mark.parametrize(
    ("outcome", "days", "known"),
    [
        (PromiseOutcome.UNREACHED, 6, True),
        (PromiseOutcome.UNREACHED, 8, False),
        (PromiseOutcome.CANCELLED, 1, False),
        (PromiseOutcome.KEPT, 1, False),
    ],
)
def test_a_missed_call_back_is_remembered_for_a_week(
    hall: Recall, outcome: PromiseOutcome, days: int, known: bool
) -> None:
    hall.promises.settle(hall.promise(), outcome, START)
    found = OpenCallbacks(hall.engine).open_callback(CUSTOMER, START + timedelta(days=days))
    assert bool(found) is known
    assert found is None or (found.missed, found.place.promise_id) == (True, None)


def test_a_broken_promise_is_one_to_call_about(hall: Recall) -> None:
    hall.promise()
    hall.promises.break_overdue(END + timedelta(minutes=1))
    found = OpenCallbacks(hall.engine).open_callback(CUSTOMER, END + timedelta(minutes=2))
    assert found is not None
    assert found.missed


def test_a_closed_case_is_over(hall: Recall) -> None:
    hall.promise()
    with hall.engine.begin() as db:
        db.execute(update(HANDOVERS).values(status="closed"))
    assert OpenCallbacks(hall.engine).open_callback(CUSTOMER, SOON) is None


def test_of_somebody_in_danger_nothing_is_said(hall: Recall) -> None:
    hall.promise()
    talk = hall.record.by_id("00000001-2222-4222-8222-222222222222")
    assert talk is not None
    ContactRules(hall.engine).protect(talk, hall.case()["id"], NOW)
    assert "Rückruf" not in Inbound(hall).greeted.text()


def test_without_a_former_place_they_have_waited_since_the_promise(hall: Recall) -> None:
    hall.promise()
    with hall.engine.begin() as db:
        db.execute(WAITS.delete())
    found = OpenCallbacks(hall.engine).open_callback(CUSTOMER, SOON)
    assert found is not None
    assert found.place.entered_at == NOW


def test_a_call_from_a_known_number_begins_with_the_question(hall: Recall) -> None:
    hall.promise()
    people = handover_on(hall.engine)
    back = resumed(hall.engine, people.waiting, hall.house)
    given = services_on(hall.engine, clock=hall.clock)
    calls = Calls(hall.record, runner_on(hall.engine, given), given, BASE)
    calls.welcome_back(back.greet)
    fields = {"CallSid": "CAIN", "From": CUSTOMER, "To": "+4930901820"}
    first = calls.incoming(fields)
    assert "Soll ich Sie gleich verbinden?" in first
    assert calls.incoming(fields) == first
    talk = hall.record.by_call("CAIN")
    assert talk is not None
    assert (talk.memory.question, talk.memory.expecting) == ({"kind": "resume_callback"}, "yes_no")
