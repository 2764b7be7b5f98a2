"""Nobody is called without a request or a consent, at a bad time or too often; every try is kept."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from bot.conversation.record import CONVERSATIONS
from bot.errors import CarrierUnavailable, OutboundRefused
from bot.handover.dialling import Dialler, DialRequest
from bot.handover.outbound_facts import CONSENTS, DIALS, STATUSES, SUPPRESSIONS
from bot.handover.outbound_rules import OutboundRules, request_of
from bot.handover.promises import PromiseOutcome
from bot.wiring import build
from tests.builders import CALLER, NOW, conversation, settings
from tests.handover.hall import FakeCarrier, MovingClock
from tests.handover.recall import CUSTOMER, END, START, Recall, hours

MINUTE = timedelta(minutes=1)


class Office:
    """A dialler, with a promise of a call back from eleven to one."""

    def __init__(self, engine: Engine, **promise: Any) -> None:
        self.engine, self.carrier = engine, FakeCarrier()
        self.hall = Recall(engine)
        self.promise = self.hall.promise(**promise)
        self.clock = MovingClock(START)
        rules = OutboundRules(engine, hours())
        self.dialler = Dialler(engine, self.carrier, "https://hotline.example", self.clock, rules)
        addresses = ("https://h/a", "https://h/b")
        self.request = DialRequest(
            "callback", CUSTOMER, *addresses, request_of(self.promise), benefit="wanted it"
        )

    def refused(self, at: datetime = START, **changes: Any) -> str | None:
        """Why this call is not made; None when it is."""
        self.clock.at = at
        try:
            self.dialler.dial(replace(self.request, **changes))
        except OutboundRefused as refusal:
            return refusal.reason
        return None

    def consent(self, **values: Any) -> int:
        """Somebody agreed to be called."""
        given = {"phone": CUSTOMER, "scope": "callback", "channel": "voice", "wording": "v1"}
        given |= {"evidence": "call", "granted_at": NOW, **values}
        with self.engine.begin() as db:
            number: int = db.execute(insert(CONSENTS).values(**given).returning(CONSENTS.c.id)).scalar_one()
        return number

    def busy(self) -> None:
        """The carrier says so of the last call."""
        status = {"call_sid": f"CA{len(self.carrier.rung)}", "status": "busy", "sequence": 3, "at": START}
        with self.engine.begin() as db:
            db.execute(insert(STATUSES).values(**status))


@pytest.fixture
def office(sqlite: Engine) -> Office:
    return Office(sqlite)


def test_what_was_asked_for_rings(engine: Engine) -> None:
    office = Office(engine)
    assert office.refused() is None
    assert office.carrier.rung == [(CUSTOMER, "https://h/a", "https://h/b")]


def test_without_a_request_nothing_rings_and_the_attempt_is_kept(office: Office) -> None:
    assert office.refused(request_id=None) == "nobody_asked"
    with office.engine.connect() as db:
        row = db.execute(select(DIALS)).mappings().one()
    assert (office.carrier.rung, row["refused"], row["call_sid"]) == ([], "nobody_asked", None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"to": CALLER}, "nobody_asked"),
        ({"request_id": "promise-99"}, "nobody_asked"),
        ({"request_id": "because"}, "nobody_asked"),
        ({"benefit": None}, "no_benefit"),
        ({"benefit": " "}, "no_benefit"),
    ],
)
def test_a_request_is_an_open_promise_to_this_number_and_good_for_something(
    office: Office, changes: dict[str, Any], reason: str
) -> None:
    assert office.refused(**changes) == reason


def test_a_settled_promise_allows_no_call(office: Office) -> None:
    office.hall.promises.settle(office.promise, PromiseOutcome.KEPT, START)
    assert office.refused() == "nobody_asked"


def test_nobody_is_called_where_it_costs_a_fortune(sqlite: Engine) -> None:
    office = Office(sqlite, phone="+499001234567")
    assert office.refused(to="+499001234567") == "not_callable"


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (START - MINUTE, "outside_window"),
        (END, None),
        (END + MINUTE, "outside_window"),
        (START + timedelta(days=1), None),
        (START.replace(hour=20, minute=0), "quiet_hours"),
        (START.replace(hour=7, minute=59), "quiet_hours"),
        (datetime(2026, 11, 29, 11, 30, tzinfo=NOW.tzinfo), "quiet_hours"),
        (datetime(2026, 12, 25, 11, 30, tzinfo=NOW.tzinfo), "quiet_hours"),
    ],
)
def test_only_within_the_chosen_window_and_never_in_quiet_hours(
    office: Office, at: datetime, reason: str | None
) -> None:
    assert office.refused(at) == reason


def test_a_dialler_that_knows_no_hours_calls_no_customer(office: Office) -> None:
    strict = Dialler(office.engine, office.carrier, "https://hotline.example", office.clock)
    with pytest.raises(OutboundRefused, match="quiet_hours"):
        strict.dial(office.request)


def test_a_consent_allows_a_call_and_its_use_is_noted(office: Office) -> None:
    consent = office.consent()
    assert office.refused(request_id=None, consent_id=consent) is None
    with office.engine.connect() as db:
        used = db.execute(select(CONSENTS.c.last_used_at)).scalar_one()
    assert used == START


@pytest.mark.parametrize("values", [{"revoked_at": NOW}, {"phone": CALLER}, {"scope": "advertising"}])
def test_a_consent_must_be_this_persons_for_this_and_not_taken_back(
    office: Office, values: dict[str, Any]
) -> None:
    consent = office.consent(**values)
    assert office.refused(request_id=None, consent_id=consent) == "consent_invalid"
    assert office.carrier.rung == []


def test_who_wants_no_advertising_is_still_called_back(office: Office) -> None:
    listed = {"kind": "phone", "value": CUSTOMER, "since": NOW, "request_id": "r1", "channel": "voice"}
    with office.engine.begin() as db:
        db.execute(insert(SUPPRESSIONS).values(**listed))
    assert office.refused(request_id=None, consent_id=office.consent()) == "suppressed"
    assert office.refused() is None


def test_who_must_not_be_called_is_not(office: Office) -> None:
    talk = office.hall.record.by_id("00000001-2222-4222-8222-222222222222")
    assert talk is not None
    contact = office.dialler._rules._contact
    contact.protect(talk, office.hall.case()["id"], NOW)
    assert office.refused() == "contact_rule"
    contact.allow(talk, CUSTOMER, START, END)
    assert office.refused(START + timedelta(days=1)) == "contact_rule"
    assert office.refused() is None


@pytest.mark.parametrize(("days", "reason"), [(29, "on_hold"), (31, None)])
def test_after_the_worst_moment_there_is_quiet_for_thirty_days(
    office: Office, days: int, reason: str | None
) -> None:
    ended = {"closed_because": "callee_distress", "closed_at": START - timedelta(days=days)}
    with office.engine.begin() as db:
        db.execute(update(CONVERSATIONS).values(**ended))
    assert office.refused() == reason


@pytest.mark.parametrize(
    ("minutes", "engaged", "reason"),
    [(29, False, "too_soon"), (30, False, None), (4, True, "too_soon"), (5, True, None)],
)
def test_a_phone_that_rang_does_not_ring_again_within_half_an_hour(
    office: Office, minutes: int, engaged: bool, reason: str | None
) -> None:
    assert office.refused() is None
    if engaged:
        office.busy()
    assert office.refused(START + minutes * MINUTE) == reason


def test_what_never_got_out_was_no_call(office: Office) -> None:
    office.carrier.fault = CarrierUnavailable("503")
    with pytest.raises(CarrierUnavailable):
        office.dialler.dial(office.request)
    office.carrier.fault = None
    assert office.refused(START + MINUTE) is None
    with office.engine.connect() as db:
        rows = db.execute(select(DIALS.c.refused, DIALS.c.call_sid)).all()
    assert sorted(map(tuple, rows), key=str) == [(None, "CA1"), (None, None)]


def test_three_tries_are_all(office: Office) -> None:
    for _ in range(3):
        office.hall.promises.attempted(office.promise, START)
    assert office.refused() == "tries_used"


@pytest.mark.parametrize(("seconds", "reason"), [(299, "just_hung_up"), (300, None)])
def test_nobody_is_called_right_after_hanging_up(office: Office, seconds: int, reason: str | None) -> None:
    with office.engine.begin() as db:
        db.execute(update(CONVERSATIONS).values(closed_at=START - timedelta(seconds=seconds)))
    assert office.refused() == reason


def test_who_wanted_to_be_called_at_once_is(sqlite: Engine) -> None:
    office = Office(sqlite, window=(NOW, NOW + 60 * MINUTE))
    assert office.refused(NOW + MINUTE) is None


def test_nobody_is_called_while_talking_to_us(office: Office) -> None:
    office.hall.record.begin(conversation(id="9" * 36, caller=CUSTOMER, call_sid="CAX", last_at=START))
    assert office.refused() == "on_the_line"
    assert office.refused(conversation_id="9" * 36) is None


ABROAD = "+43720123456"


@pytest.mark.parametrize(("called", "rings_from"), [(ABROAD, "abroad"), ("+41445001234", "home")])
def test_they_are_rung_from_the_number_they_had_called_if_it_is_still_ours(
    sqlite: Engine, called: str, rings_from: str
) -> None:
    office, abroad = Office(sqlite, called=called), FakeCarrier()
    office.dialler.also_from({ABROAD: abroad})
    promise = office.hall.promises.get(office.promise)
    assert promise
    office.clock.at = START
    office.dialler.customer(promise, "9" * 36, "wanted it")
    rung = {"home": office.carrier.rung, "abroad": abroad.rung}
    assert {place: len(calls) for place, calls in rung.items() if calls} == {rings_from: 1}


def test_our_own_people_are_rung_at_any_hour(office: Office) -> None:
    office.clock.at = START.replace(hour=3)
    assert office.dialler.expert({"id": "x1"}, CALLER) == "CA1"  # type: ignore[arg-type]


def test_the_running_hotline_has_a_line_for_each_of_its_numbers(sqlite: Engine, tmp_path: Path) -> None:
    more = {"HOTLINE_MORE_NUMBERS": ABROAD, "DATABASE_URL": f"sqlite:///{sqlite.url.database}"}
    hotline = build(
        settings(**more, DATA_DIR=str(tmp_path)), MovingClock(START), gate=lambda text, language: ()
    )
    assert set(hotline.callbacks.dialler._lines) == {ABROAD}
