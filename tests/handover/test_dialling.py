"""Nobody is called without a request or a consent, and every attempt is written down."""

import pytest
from sqlalchemy import Engine, select

from bot.clock import FixedClock
from bot.errors import CarrierUnavailable, OutboundRefused
from bot.handover.dialling import DIALS, Dialler, DialRequest
from tests.builders import CALLER, NOW
from tests.handover.hall import FakeCarrier


def dialler(engine: Engine, carrier: FakeCarrier) -> Dialler:
    return Dialler(engine, carrier, "https://hotline.example", FixedClock(NOW))


def request(**allowed: object) -> DialRequest:
    return DialRequest("callback", CALLER, "https://h/a", "https://h/b", **allowed)  # type: ignore[arg-type]


def test_without_a_request_nothing_rings_and_the_attempt_is_kept(engine: Engine) -> None:
    carrier = FakeCarrier()
    with pytest.raises(OutboundRefused) as refused:
        dialler(engine, carrier).dial(request())
    with engine.connect() as db:
        row = db.execute(select(DIALS)).mappings().one()
    assert (carrier.rung, refused.value.reason, row["refused"], row["call_sid"]) == (
        [],
        "nobody_asked",
        "nobody_asked",
        None,
    )


def test_what_was_asked_for_rings(engine: Engine) -> None:
    carrier = FakeCarrier()
    assert dialler(engine, carrier).dial(request(request_id="promise-1")) == "CA1"
    assert carrier.rung == [(CALLER, "https://h/a", "https://h/b")]


def test_a_call_the_carrier_did_not_make_is_written_down_all_the_same(sqlite: Engine) -> None:
    with pytest.raises(CarrierUnavailable):
        dialler(sqlite, FakeCarrier(fault=CarrierUnavailable("503"))).dial(request(request_id="promise-1"))
    with sqlite.connect() as db:
        row = db.execute(select(DIALS)).mappings().one()
    assert (row["refused"], row["call_sid"]) == (None, None)
