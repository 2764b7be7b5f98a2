"""The right phone rings, in time, once; whatever fails, the next one is asked and nobody is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.errors import CallRefused, CarrierUnavailable
from bot.handover.dialling import DIALS
from bot.handover.expert_calls import LIVE
from tests.handover.at_once import at_once
from tests.handover.hall import Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    return Hall(sqlite)


def test_a_free_expert_is_rung_at_once_and_it_is_written_down(engine: Engine) -> None:
    hall = Hall(engine)
    hall.expert("eva", phone="+491711111111")
    wait = hall.caller()
    assert hall.work() == 1.0
    x = hall.ringing(wait)
    assert hall.carrier.rung == [
        (
            "+491711111111",
            f"https://hotline.example/twilio/voice/expert?x={x}",
            f"https://hotline.example/twilio/voice/expert/status?x={x}",
        )
    ]
    with engine.connect() as db:
        dial = db.execute(select(DIALS)).mappings().one()
    assert (dial["purpose"], dial["request_id"], dial["refused"], dial["call_sid"]) == (
        "expert",
        x,
        None,
        "CA1",
    )
    assert (hall.status("eva"), hall.wait(wait)["status"], hall.wait(wait)["attempts"]) == (
        "ringing",
        "ringing",
        1,
    )


def test_nobody_is_rung_twice_for_the_same_caller(hall: Hall) -> None:
    hall.expert("eva")
    hall.expert("ida")
    hall.caller()
    for _ in range(3):
        hall.work()
    assert len(hall.carrier.rung) == 1


def test_several_processes_at_once_ring_each_phone_once_for_each_caller_once(engine: Engine) -> None:
    halls = [Hall(engine) for _ in range(3)]
    for number in range(6):
        halls[0].expert(f"eva{number}")
        halls[0].caller(str(number + 1))
    for _ in range(3):
        assert at_once(*(hall.work for hall in halls)) == [1.0] * 3
    rung = [call for hall in halls for call in hall.carrier.rung]
    live = halls[0].calls.in_status(*LIVE)
    assert len({to for to, _, _ in rung}) == len(rung) == len(live) == 6
    assert len({call["wait_id"] for call in live}) == len({call["staff_id"] for call in live}) == 6


def test_the_most_urgent_comes_first_then_who_waits_longest(hall: Hall) -> None:
    first = hall.caller("1")
    hall.pass_s(1)
    urgent = hall.caller("2", priority="P1")
    hall.expert("eva")
    hall.work()
    assert (hall.ringing(urgent) is not None, hall.ringing(first)) == (True, None)


def test_whoever_does_not_answer_is_followed_by_the_next(hall: Hall) -> None:
    hall.expert("eva", skills=["care", "x"], level=1, status_since=hall.clock.now() - timedelta(hours=1))
    hall.expert("ida")
    wait = hall.caller()
    hall.work()
    first = hall.who_rings()
    hall.pass_s(22)
    second = hall.who_rings()
    assert sorted(first + second) == ["eva", "ida"]
    assert hall.outcomes == ["no_answer"]
    assert hall.carrier.hung_up == ["CA1"]
    assert (hall.status(first[0]), hall.wait(wait)["not_experts"]) == ("after_call", first)


def test_whoever_did_not_answer_may_be_rung_for_somebody_else_after_a_rest(hall: Hall) -> None:
    hall.expert("eva")
    hall.caller("1")
    hall.work()
    hall.pass_s(21)
    other = hall.caller("2")
    hall.work()
    assert hall.ringing(other) is None
    hall.pass_s(31)
    assert hall.who_rings() == ["eva"]


def test_a_caller_who_hangs_up_stops_the_ringing_at_once(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    hall.hangs_up(wait)
    hall.work()
    assert (hall.carrier.hung_up, hall.outcomes, hall.status("eva")) == (["CA1"], ["withdrawn"], "free")
    hall.work()
    assert len(hall.carrier.rung) == 1


def test_a_caller_who_hangs_up_while_the_expert_looks_for_the_key(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    hall.line.picked_up(hall.ringing(wait) or "", "CA1")
    hall.hangs_up(wait)
    hall.work()
    assert hall.carrier.told == [("CA1", "Das hat sich schon erledigt. Danke.")]
    assert (hall.outcomes, hall.status("eva")) == (["caller_gone"], "free")


def test_no_expert_is_rung_for_a_caller_whose_hanging_up_nobody_told_us_of(hall: Hall) -> None:
    wait = hall.caller()
    hall.carrier.over.add("CALLER1")
    hall.expert("eva")
    hall.restart()
    hall.work()
    assert (hall.carrier.rung, hall.wait(wait)["outcome"], hall.status("eva")) == (
        [],
        "caller_hung_up",
        "free",
    )
    assert hall.talk(wait).closed_because == "caller_hung_up"


def test_a_carrier_that_takes_no_calls_puts_both_back_and_blames_nobody(hall: Hall) -> None:
    hall.expert("eva")
    hall.expert("ida")
    first, second = hall.caller("1"), hall.caller("2")
    hall.carrier.fault = CarrierUnavailable("500")
    assert hall.work() == 2.0
    assert hall.outcomes == ["failed"]
    waits = [hall.wait(one) for one in (first, second)]
    assert [(row["status"], row["not_experts"]) for row in waits] == [("waiting", []), ("waiting", [])]
    assert {hall.status("eva"), hall.status("ida")} == {"free"}
    hall.carrier.fault = None
    hall.work()
    assert hall.who_rings() == ["eva", "ida"]


def test_a_number_that_cannot_be_called_is_not_tried_again_for_this_caller(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.carrier.fault = CallRefused("21211")
    hall.work()
    assert (hall.outcomes, hall.wait(wait)["not_experts"], hall.status("eva")) == (
        ["failed"],
        ["eva"],
        "after_call",
    )


def test_text_messages_are_left_to_the_desk(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.set_wait(wait, channel="sms")
    hall.work()
    assert hall.carrier.rung == []


def test_an_expert_without_a_phone_is_not_rung(hall: Hall) -> None:
    hall.expert("eva", phone=None)
    hall.caller()
    hall.work()
    assert hall.carrier.rung == []


# --- P0 and P1: any human is better than none ---


@pytest.mark.parametrize("priority", ["P0", "P1"])
def test_where_nobody_trained_is_at_work_anybody_is_rung(hall: Hall, priority: str) -> None:
    hall.expert("eva", skills=[])
    hall.caller(priority=priority, skill="any")
    hall.work()
    assert hall.who_rings() == ["eva"]


def test_an_ordinary_delicate_call_does_not_go_to_somebody_untrained(hall: Hall) -> None:
    hall.expert("eva", skills=["product_care"])
    wait = hall.caller(priority="P2", skill="billing_care")
    hall.pass_s(70)
    assert hall.carrier.rung == []
    assert hall.wait(wait)["news"] == "nobody"


def test_the_trained_one_is_rung_before_anybody(hall: Hall) -> None:
    hall.expert("eva", skills=[], status_since=hall.clock.now() - timedelta(hours=2))
    hall.expert("ida", skills=["care"])
    hall.caller(priority="P0", skill="care")
    hall.work()
    assert hall.who_rings() == ["ida"]


def test_a_p0_does_not_wait_for_the_trained_one_to_finish(hall: Hall) -> None:
    hall.expert("ida", skills=["care"])
    hall.talking(hall.caller("1"))
    hall.expert("eva", skills=[])
    hall.caller("2", priority="P0", skill="care")
    hall.work()
    assert hall.who_rings() == ["eva", "ida"]


@pytest.mark.parametrize("status", ["after_call", "paused"])
def test_a_p0_reaches_those_who_rest_and_nobody_else_does(hall: Hall, status: str) -> None:
    hall.expert("eva", status=status, free_at=hall.clock.now() + timedelta(minutes=4))
    ordinary = hall.caller("1", priority="P1")
    hall.work()
    assert hall.ringing(ordinary) is None
    urgent = hall.caller("2", priority="P0")
    hall.work()
    assert hall.ringing(urgent) is not None
    hall.hangs_up(urgent)
    hall.work()
    assert hall.status("eva") == status


def test_a_p0_at_night_rings_the_leads_and_leaves_the_others_alone(hall: Hall) -> None:
    hall.expert("eva", status="off")
    hall.expert("mia", role="lead", status="off", skills=[])
    hall.caller(priority="P0")
    hall.work()
    assert hall.who_rings() == ["mia"]


def test_a_p0_asks_the_same_one_again_rather_than_nobody(hall: Hall) -> None:
    hall.expert("eva")
    wait = hall.caller(priority="P0")
    hall.work()
    hall.line.progress(hall.ringing(wait) or "", "CA1", "busy")
    hall.work()
    assert hall.who_rings() == []
    hall.pass_s(11)
    assert hall.who_rings() == ["eva"]
    assert hall.wait(wait)["news"] is None


# --- nobody left ---


def decline(hall: Hall, wait: str) -> None:
    x = hall.ringing(wait) or ""
    call = hall.calls.get(x)
    assert call
    hall.line.picked_up(x, call["call_sid"])
    hall.line.key(x, "2", 0)


def test_everybody_is_asked_twice_and_then_the_caller_hears_the_truth(hall: Hall) -> None:
    hall.expert("eva")
    hall.expert("ida")
    wait = hall.caller()
    for _ in range(4):
        while hall.ringing(wait) is None:
            assert hall.wait(wait)["news"] is None
            hall.pass_s(1)
        decline(hall, wait)
    hall.pass_s(20)
    assert hall.wait(wait)["news"] == "nobody"
    assert len(hall.carrier.rung) == 4
    assert len(hall.events("nobody_left")) == 1


def test_without_anybody_at_work_the_caller_hears_so_once_in_two_minutes(hall: Hall) -> None:
    wait = hall.caller()
    hall.work()
    assert hall.wait(wait)["news"] == "nobody"
    hall.waits.change(wait, "waiting", news=None)
    hall.pass_s(100)
    assert hall.wait(wait)["news"] is None
    hall.pass_s(25)
    assert hall.wait(wait)["news"] == "nobody"


def test_while_somebody_will_be_free_nobody_is_sent_away(hall: Hall) -> None:
    hall.expert("eva")
    hall.talking(hall.caller("1"))
    wait = hall.caller("2")
    hall.pass_s(120)
    assert hall.wait(wait)["news"] is None


def test_in_danger_nobody_is_told_that_nobody_comes(hall: Hall) -> None:
    wait = hall.caller(priority="P0")
    hall.pass_s(60)
    assert hall.wait(wait)["news"] is None


# --- fairness over restarts ---


def test_every_fourth_expert_is_for_who_has_starved_also_after_a_restart(hall: Hall) -> None:
    starved = hall.caller("1", priority="P3")
    hall.pass_s(700)
    for number in range(2, 8):
        hall.caller(str(number), priority="P2")
    for number in range(4):
        hall.expert(f"expert{number}")
        hall.restart()
        hall.work()
    assert hall.ringing(starved) is not None
    assert len(hall.who_rings()) == 4
