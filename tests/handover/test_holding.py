"""On hold and muted, on the rows: written down first, once, and undone where the carrier does not do it."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.errors import CallGone, CarrierUnavailable
from bot.handover.holding import Holding
from bot.handover.outcomes import CallOutcome
from bot.handover.passing_on import Passing
from tests.handover.at_once import at_once
from tests.handover.hall import Hall


def talking(engine: Engine) -> tuple[Hall, Holding, str]:
    hall = Hall(engine)
    hall.expert("eva")
    x = hall.talking(hall.caller())
    return hall, Holding(engine, hall.side.rows, hall.carrier, hall.clock), x


def call(hall: Hall, x: str) -> Any:
    row = hall.calls.get(x)
    assert row
    return row


def test_two_clicks_at_the_same_moment_hold_once(engine: Engine) -> None:
    hall, _, x = talking(engine)
    others = [Hall(engine) for _ in range(2)]
    holdings = [Holding(engine, one.side.rows, one.carrier, one.clock) for one in others]
    row = call(hall, x)
    results = at_once(*(lambda one=one: one.hold(row, "look_up") for one in holdings))
    assert sorted(results) == [False, True]
    assert len([deed for one in others for deed in one.carrier.rooms]) == 1


@pytest.mark.parametrize("fault", [CarrierUnavailable("503"), CallGone("20404")])
def test_what_the_carrier_does_not_do_has_not_been_done(sqlite: Engine, fault: Any) -> None:
    hall, holding, x = talking(sqlite)
    hall.carrier.fault = fault
    with pytest.raises(type(fault)):
        holding.hold(call(hall, x), "look_up")
    assert (call(hall, x)["held_since"], call(hall, x)["hold_reason"]) == (None, None)
    hall.carrier.fault = None
    assert holding.hold(call(hall, x), "look_up")
    hall.carrier.fault = fault
    with pytest.raises(type(fault)):
        holding.resume(call(hall, x))
    # Still on hold, as they are.
    assert call(hall, x)["hold_reason"] == "look_up"
    with pytest.raises(type(fault)):
        holding.mute(call(hall, x), True)
    assert not call(hall, x)["muted"]


def test_the_time_on_hold_is_added_up_and_kept_however_the_call_ends(sqlite: Engine) -> None:
    hall, holding, x = talking(sqlite)
    for seconds in (20, 15):
        holding.hold(call(hall, x), "look_up")
        hall.clock.pass_s(seconds)
        holding.resume(call(hall, x))
    holding.hold(call(hall, x), "note_down")
    hall.clock.pass_s(5)
    hall.side.ends.end(x, CallOutcome.COMPLETED)
    assert (call(hall, x)["held_s"], call(hall, x)["held_since"]) == (40, None)


def test_the_star_menu_ends_hold_and_mute(sqlite: Engine) -> None:
    hall, holding, x = talking(sqlite)
    holding.hold(call(hall, x), "look_up")
    holding.mute(call(hall, x), True)
    hall.clock.pass_s(7)
    hall.line.left(x, hall.bridge.is_gone)
    ended = call(hall, x)
    assert (ended["status"], ended["held_since"], ended["muted"], ended["held_s"]) == ("menu", None, False, 7)


def test_passing_on_is_one_change_of_call_and_wait(engine: Engine) -> None:
    hall, _, x = talking(engine)
    hall.expert("ida")
    others = [Hall(engine) for _ in range(3)]
    row = call(hall, x)
    results = at_once(
        *(lambda one=one: one.side.parting.pass_on(row, Passing("Bitte prüfen", "ida")) for one in others)
    )
    assert sorted(results) == [False, False, True]
    wait = hall.wait(row["wait_id"])
    assert (wait["status"], wait["news"], wait["last_expert_id"], wait["first"]) == (
        "waiting",
        "transferred",
        "ida",
        True,
    )
    assert (wait["not_experts"], call(hall, x)["note"]) == (["eva"], "Bitte prüfen")
    hall.work()
    assert hall.who_rings() == ["ida"]


def test_a_colleague_who_declined_before_may_be_the_one_it_is_passed_to(sqlite: Engine) -> None:
    hall, _, x = talking(sqlite)
    hall.expert("ida")
    hall.set_wait(call(hall, x)["wait_id"], not_experts=["ida"])
    hall.side.parting.pass_on(call(hall, x), Passing("Du kennst sie", "ida"))
    hall.work()
    assert hall.who_rings() == ["ida"]
