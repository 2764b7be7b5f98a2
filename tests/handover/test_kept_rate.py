"""The kept rate: called inside the promised window of all promised; reached of all called."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from bot.conversation.record import Record
from bot.handover.cases import Cases, Window
from bot.handover.contact_rules import ContactRules
from bot.handover.kept_rate import KeptRate, kept_rates
from bot.handover.promises import PromiseOutcome, Promises
from bot.handover.promises_listing import promises as command
from bot.store.opening import migrated_engine
from tests.builders import CALLER, NOW, recorded

HOUR = timedelta(hours=1)
WINDOW = Window(NOW - 3 * HOUR, NOW - HOUR)
INSIDE = NOW - 2 * HOUR


class Afternoon:
    """Promises that end in different ways."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self._record = engine, Record(engine)
        self._count = 0
        self.ledger, self.cases = Promises(engine, self._record), Cases(engine, self._record)

    def promised(self, kind: str = "callback", window: Window = WINDOW) -> int:
        self._count += 1
        talk = recorded(self.engine, id=f"{self._count:08d}-1111-4111-8111-111111111111")
        case = self.cases.open(talk, "person", "asked_for_person", {}, NOW - 4 * HOUR)
        self.cases.promise(case.id, talk, kind, window, CALLER)
        return int(max(row["id"] for row in self.ledger.open()))

    def ended(self, outcome: PromiseOutcome, calls: int = 1, kind: str = "callback") -> int:
        promise = self.promised(kind)
        for _ in range(calls):
            self.ledger.attempted(promise, INSIDE)
        self.ledger.settle(promise, outcome, INSIDE)
        return promise

    def rates(self, days: int = 1) -> list[KeptRate]:
        return kept_rates(self.engine, NOW - timedelta(days=days), NOW)


def test_who_was_called_in_time_was_called_as_promised_even_if_nobody_answered(engine: Engine) -> None:
    afternoon = Afternoon(engine)
    for outcome in (PromiseOutcome.KEPT, PromiseOutcome.KEPT, PromiseOutcome.UNREACHED):
        afternoon.ended(outcome)
    afternoon.ended(PromiseOutcome.BROKEN, calls=0)
    (rate,) = afternoon.rates()
    assert (rate.kept, rate.promised, rate.reached, rate.called) == (3, 4, 2, 3)
    assert rate.share == 0.75


def test_what_the_caller_took_back_does_not_count(sqlite: Engine) -> None:
    afternoon = Afternoon(sqlite)
    afternoon.ended(PromiseOutcome.CANCELLED)
    assert afternoon.rates() == []


def test_what_was_due_and_is_still_open_counts_against_us(sqlite: Engine) -> None:
    afternoon = Afternoon(sqlite)
    afternoon.promised()
    assert [(rate.kept, rate.promised) for rate in afternoon.rates()] == [(0, 1)]


def test_what_is_not_due_yet_does_not_count(sqlite: Engine) -> None:
    afternoon = Afternoon(sqlite)
    afternoon.promised(window=Window(NOW + HOUR, NOW + 2 * HOUR))
    assert afternoon.rates() == []


def test_who_is_called_again_tomorrow_was_called_as_promised(sqlite: Engine) -> None:
    afternoon = Afternoon(sqlite)
    afternoon.ledger.attempted(afternoon.promised(), INSIDE, NOW + 20 * HOUR)
    assert [(rate.kept, rate.promised, rate.reached) for rate in afternoon.rates()] == [(1, 1, 0)]


def test_who_is_reached_the_next_day_counts_once_on_the_day_it_was_promised_for(engine: Engine) -> None:
    afternoon = Afternoon(engine)
    promise = afternoon.promised()
    afternoon.ledger.attempted(promise, INSIDE, NOW + 20 * HOUR)
    afternoon.ledger.settle(promise, PromiseOutcome.KEPT, NOW + 20 * HOUR)
    assert [(rate.kept, rate.promised, rate.reached) for rate in afternoon.rates()] == [(1, 1, 1)]
    assert kept_rates(engine, NOW, NOW + 24 * HOUR) == []


def test_a_call_that_came_too_late_did_not_keep_the_promise(sqlite: Engine) -> None:
    afternoon = Afternoon(sqlite)
    promise = afternoon.promised()
    afternoon.ledger.attempted(promise, NOW - timedelta(minutes=5))
    afternoon.ledger.settle(promise, PromiseOutcome.KEPT, NOW - timedelta(minutes=1))
    assert [(rate.kept, rate.promised) for rate in afternoon.rates()] == [(0, 1)]


def test_calls_and_answers_are_counted_apart(sqlite: Engine) -> None:
    afternoon = Afternoon(sqlite)
    afternoon.ended(PromiseOutcome.KEPT)
    afternoon.ended(PromiseOutcome.BROKEN, calls=0, kind="answer")
    assert [(rate.kind, rate.kept, rate.promised, rate.called) for rate in afternoon.rates()] == [
        ("answer", 0, 1, 0),
        ("callback", 1, 1, 1),
    ]


def test_only_the_period_counts(sqlite: Engine) -> None:
    afternoon = Afternoon(sqlite)
    afternoon.ended(PromiseOutcome.KEPT)
    assert kept_rates(sqlite, NOW, NOW + HOUR) == []
    assert KeptRate("callback", 0, 0).share is None


@pytest.fixture
def afternoon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Afternoon:
    """On the database the command opens."""
    for name in ("DATABASE_URL", "HOTLINE_STARTED_AT", "TIMEZONE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HOTLINE_NOW", NOW.replace(tzinfo=None).isoformat())
    return Afternoon(migrated_engine(f"sqlite:///{tmp_path}/hotline.db"))


def shown(*words: str) -> str:
    result = CliRunner().invoke(command, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_shows_the_rate_and_what_is_owed_without_a_number(afternoon: Afternoon) -> None:
    afternoon.ended(PromiseOutcome.KEPT)
    afternoon.ended(PromiseOutcome.BROKEN, calls=0)
    afternoon.promised(window=Window(NOW + HOUR, NOW + 2 * HOUR))
    told = shown()
    assert "callback: 1 of 2 kept (50.0%), 1 of 1 called were reached" in told
    assert "open callback: 2026-11-23 11:00 to 2026-11-23 12:00, case " in told
    assert "care, …0001, 0 calls" in told
    assert CALLER not in told + shown("--json")


def test_what_is_overdue_says_so(afternoon: Afternoon) -> None:
    afternoon.promised()
    assert "OVERDUE" in shown()
    assert json.loads(shown("--json"))["open"][0]["overdue"] is True


def test_who_was_called_in_time_in_vain_is_not_overdue_but_to_be_called_again(afternoon: Afternoon) -> None:
    afternoon.ledger.attempted(afternoon.promised(), INSIDE, NOW + 21 * HOUR)
    assert "OVERDUE" not in shown()
    assert "1 calls, next call 2026-11-24 07:00" in shown()
    (owed,) = json.loads(shown("--json"))["open"]
    assert (owed["overdue"], owed["next"]) == (False, "2026-11-24 07:00")


def test_of_an_unsafe_caller_s_number_not_even_the_end_is_shown(afternoon: Afternoon) -> None:
    afternoon.promised()
    talk = Record(afternoon.engine).by_id("00000001-1111-4111-8111-111111111111")
    (row,) = afternoon.ledger.open()
    assert talk
    ContactRules(afternoon.engine).protect(talk, row["handover_id"], NOW)
    assert "0001" not in shown().replace(row["case_number"], "")


def test_before_anything_was_promised_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    assert shown() == "Nothing was promised or fell due in 30 days.\nNothing is owed.\n"
