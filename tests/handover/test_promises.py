"""Every promise has an owner, a deadline and an outcome; what nobody did in time is broken, not forgotten."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.clock import FixedClock
from bot.conversation.record import EVENTS, Record
from bot.errors import HandoverError
from bot.handover.cases import HANDOVERS, Case, Cases, Window
from bot.handover.outcomes import WaitOutcome
from bot.handover.promises import PromiseOutcome, Promises, PromiseWatch
from bot.handover.waits import Place, Waits
from tests.builders import CALLER, NOW, recorded

START, END = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
INSIDE, AFTER = START + timedelta(minutes=10), END + timedelta(minutes=1)
KEPT, BROKEN, UNREACHED = PromiseOutcome.KEPT, PromiseOutcome.BROKEN, PromiseOutcome.UNREACHED


class Ledger:
    """A ledger with one promise in it."""

    def __init__(self, engine: Engine, kind: str = "callback", reason: str = "press") -> None:
        self.engine, record = engine, Record(engine)
        self.told: list[tuple[str, str]] = []
        self.promises = Promises(engine, record, lambda kind, outcome: self.told.append((kind, outcome)))
        talk, cases = recorded(engine), Cases(engine, record)
        self.case: Case = cases.open(talk, "person", reason, {}, NOW)
        cases.promise(self.case.id, talk, kind, Window(START, END), CALLER)
        (self.row,) = self.promises.open()
        self.id: int = self.row["id"]

    @property
    def status(self) -> str:
        with self.engine.connect() as db:
            found: str = db.execute(select(HANDOVERS.c.status)).scalar_one()
        return found

    @property
    def events(self) -> list[str]:
        with self.engine.connect() as db:
            return list(db.execute(select(EVENTS.c.what).order_by(EVENTS.c.id)).scalars())


def test_a_promise_is_owed_by_whoever_can_do_it_until_its_deadline(engine: Engine) -> None:
    row = Ledger(engine).row
    assert (row["owner"], row["outcome"], row["due_by"], row["settled_at"]) == ("legal_pr", "open", END, None)
    assert row["case_number"]


@pytest.mark.parametrize(
    ("now", "is_due"), [(START - timedelta(seconds=1), False), (START, True), (INSIDE, True), (AFTER, True)]
)
def test_a_call_is_due_from_the_beginning_of_its_window(sqlite: Engine, now: datetime, is_due: bool) -> None:
    assert bool(Ledger(sqlite).promises.due(now)) is is_due


def test_a_call_somebody_is_at_is_not_due_again(engine: Engine) -> None:
    ledger, waits = Ledger(engine), Waits(engine)
    place = Place("P3", "care", "de", ledger.id)
    wait = waits.enter({"id": "a-call", "channel": "callback"}, ledger.row["handover_id"], place, INSIDE)
    assert ledger.promises.due(INSIDE) == []
    waits.end(wait["id"], WaitOutcome.CALLBACK, INSIDE)
    assert len(ledger.promises.due(INSIDE)) == 1


def test_an_answer_is_no_call(sqlite: Engine) -> None:
    ledger = Ledger(sqlite, "answer")
    assert ledger.promises.due(INSIDE) == []
    assert len(ledger.promises.due(INSIDE, "answer")) == 1


def test_after_a_call_in_vain_the_next_waits_for_its_time(engine: Engine) -> None:
    ledger = Ledger(engine)
    again = INSIDE + timedelta(minutes=5)
    assert ledger.promises.attempted(ledger.id, INSIDE, again) == 1
    assert ledger.promises.due(INSIDE) == []
    assert [row["attempts"] for row in ledger.promises.due(again)] == [1]


@pytest.mark.parametrize("outcome", list(PromiseOutcome)[1:])
def test_settled_is_settled_for_good(engine: Engine, outcome: PromiseOutcome) -> None:
    ledger = Ledger(engine)
    assert ledger.promises.settle(ledger.id, outcome, INSIDE) is outcome
    assert ledger.promises.settle(ledger.id, KEPT, AFTER) is outcome
    assert ledger.promises.open() == []
    row = ledger.promises.get(ledger.id)
    assert row is not None
    assert (row["outcome"], row["settled_at"]) == (outcome.value, INSIDE)
    assert ledger.told == [("callback", outcome.value)]
    assert ledger.events.count(f"promise_{outcome.value}") == 1


def test_what_was_done_too_late_was_not_kept(sqlite: Engine) -> None:
    ledger = Ledger(sqlite, "answer")
    assert ledger.promises.settle(ledger.id, KEPT, AFTER) is BROKEN


def test_a_call_begun_in_time_may_end_later(sqlite: Engine) -> None:
    ledger = Ledger(sqlite)
    ledger.promises.attempted(ledger.id, INSIDE)
    assert ledger.promises.settle(ledger.id, KEPT, AFTER) is KEPT


def test_the_first_call_after_the_window_does_not_keep_the_promise(sqlite: Engine) -> None:
    ledger = Ledger(sqlite)
    assert ledger.promises.attempted(ledger.id, AFTER) == 1
    assert ledger.promises.settle(ledger.id, KEPT, AFTER) is BROKEN


def test_what_nobody_tried_by_its_deadline_is_broken_and_its_case_is_open_again(engine: Engine) -> None:
    ledger = Ledger(engine)
    assert ledger.status == "promised"
    assert ledger.promises.break_overdue(END) == []
    assert [row["id"] for row in ledger.promises.break_overdue(AFTER)] == [ledger.id]
    assert ledger.status == "open"
    assert ledger.promises.break_overdue(AFTER) == []
    assert ledger.told == [("callback", "broken")]


def test_who_was_called_in_time_and_is_to_be_called_again_is_not_broken(sqlite: Engine) -> None:
    ledger = Ledger(sqlite)
    ledger.promises.attempted(ledger.id, INSIDE, AFTER + timedelta(hours=20))
    assert ledger.promises.break_overdue(AFTER) == []
    assert ledger.promises.settle(ledger.id, UNREACHED, AFTER + timedelta(days=1)) is UNREACHED


def test_the_watch_breaks_what_is_overdue_and_says_which_case(sqlite: Engine) -> None:
    ledger, alarms = Ledger(sqlite), list[tuple[str, str]]()
    early = PromiseWatch(ledger.promises, FixedClock(INSIDE), lambda case, kind: alarms.append((case, kind)))
    assert early.work() > 0
    assert alarms == []
    late = PromiseWatch(ledger.promises, FixedClock(AFTER), lambda case, kind: alarms.append((case, kind)))
    late.work()
    late.work()
    assert alarms == [(ledger.case.number, "callback")]


def test_a_promise_nobody_made_cannot_be_settled(sqlite: Engine) -> None:
    promises = Promises(sqlite, Record(sqlite))
    assert promises.get(4711) is None
    with pytest.raises(HandoverError):
        promises.settle(4711, KEPT, NOW)
