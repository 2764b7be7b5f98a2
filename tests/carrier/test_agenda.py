"""What is due is done in order, once, at its time; and the network's own small parts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from carrier.agenda import Agenda
from carrier.clock import RealClock, VirtualClock
from carrier.sids import Mint, is_sid

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_deeds_are_done_in_the_order_they_fall_due():
    clock = VirtualClock(START)
    agenda, done = Agenda(clock), []
    agenda.add(lambda: done.append("late"), delay=60)
    agenda.add(lambda: done.append("first"))
    agenda.add(lambda: done.append("second"))
    agenda.run_due()
    assert done == ["first", "second"]
    clock.advance(60)
    agenda.run_due()
    assert done == ["first", "second", "late"]


def test_what_a_deed_asks_for_is_done_too():
    agenda, done = Agenda(VirtualClock(START)), []
    agenda.add(lambda: agenda.add(lambda: done.append("child")))
    agenda.run_due()
    assert done == ["child"]


def test_a_deed_that_fails_does_not_stop_the_others(caplog):
    agenda, done = Agenda(VirtualClock(START)), []
    agenda.add(lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    agenda.add(lambda: done.append("done"))
    agenda.run_due()
    assert done == ["done"]
    assert "scheduled deed failed" in caplog.text


def test_a_virtual_clock_moves_only_forward_and_only_when_told():
    clock = VirtualClock(START)
    clock.advance(2.5)
    clock.advance(-10)
    assert clock.now() == START + timedelta(seconds=2.5)


def test_a_virtual_clock_keeps_its_zone():
    zone = timezone(timedelta(hours=1))
    assert VirtualClock(START.astimezone(zone)).now().tzinfo == zone


def test_a_virtual_clock_needs_a_zone():
    with pytest.raises(ValueError, match="aware"):
        VirtualClock(datetime(2026, 11, 23))  # noqa: DTZ001


def test_a_real_clock_cannot_be_moved():
    clock = RealClock()
    before = clock.now()
    clock.advance(3600)
    assert (clock.now() - before).total_seconds() < 60


def test_sids_have_twilios_form_and_differ():
    mint = Mint()
    sids = {mint.sid("CA") for _ in range(100)}
    assert len(sids) == 100
    assert all(is_sid(sid, "CA") for sid in sids)
    assert not is_sid("CA123", "CA")


def test_a_seed_repeats_sids_and_tokens():
    first, second = Mint(5), Mint(5)
    assert [first.sid("SM"), first.token()] == [second.sid("SM"), second.token()]
    assert Mint(6).sid("SM") != Mint(5).sid("SM")
