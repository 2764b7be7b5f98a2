"""Which talks somebody still has to close; by phone and in text messages."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.desk.closings import Closing, Closings
from bot.desk.open_closings import OpenClosing, OpenClosings
from bot.handover.outcomes import CallOutcome
from bot.handover.promises import Promises
from bot.staff.person import as_person
from tests.desk.closing_hall import ClosingHall, follow_ups
from tests.handover.thread_hall import ThreadHall


@pytest.fixture
def hall(sqlite: Engine) -> ClosingHall:
    hall = ClosingHall(sqlite)
    hall.expert("eva")
    return hall


def test_a_talk_that_is_over_has_to_be_closed(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked(priority="P2")
    (talk,) = hall.unclosed.of("eva")
    case = hall.case_of(wait)
    assert talk == OpenClosing(
        case["id"], case["case_number"], wait, "eva", "voice", "P2", hall.clock.now(), "completed"
    )
    assert hall.unclosed.of_case(case["id"], "eva") == talk
    hall.close(wait)
    assert hall.unclosed.of("eva") == []


def test_nobody_else_has_to(hall: ClosingHall) -> None:
    hall.talked()
    hall.expert("jonas")
    assert hall.unclosed.of("jonas") == []
    assert [talk.staff_id for talk in hall.unclosed.all()] == ["eva"]


def test_not_while_they_talk(hall: ClosingHall) -> None:
    hall.talking(hall.caller())
    assert hall.unclosed.of("eva") == []


def test_a_phone_that_rang_in_vain_was_no_talk(hall: ClosingHall) -> None:
    wait = hall.caller()
    hall.work()
    assert hall.ringing(wait)
    hall.hangs_up(wait)
    hall.pass_s(3)
    assert hall.unclosed.of("eva") == []


def test_who_passes_on_closes_their_part_as_passed_on(hall: ClosingHall) -> None:
    wait = hall.caller()
    x = hall.in_menu(wait)
    hall.side.ends.end(x, CallOutcome.TRANSFERRED)
    assert [(talk.wait_id, talk.outcome) for talk in hall.unclosed.of("eva")] == [(wait, "transferred")]


def test_a_lost_line_is_no_end(hall: ClosingHall) -> None:
    wait = hall.caller()
    hall.line.put_down(hall.talking(wait))
    assert hall.wait(wait)["status"] == "waiting"
    assert hall.unclosed.of("eva") == []


def test_a_lead_may_close_it_in_their_place(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.lead()
    hall.close(wait, "abandoned", by="mira")
    assert hall.unclosed.all() == []


def test_what_was_closed_in_advance_needs_no_second_word(hall: ClosingHall) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    hall.close(wait)
    hall.hangs_up(wait)
    hall.line.put_down(x)
    assert hall.unclosed.of("eva") == []


def test_after_a_fortnight_nobody_is_asked_any_more(hall: ClosingHall) -> None:
    hall.talked()
    hall.clock.at += timedelta(days=15)
    assert hall.unclosed.of("eva") == []


def thread_hall(engine: Engine) -> ThreadHall:
    hall = ThreadHall(engine)
    hall.expert("anna")
    hall.expert("ben")
    return hall


def test_a_thread_given_back_has_to_be_closed(engine: Engine) -> None:
    hall = thread_hall(engine)
    talk = hall.taken()
    unclosed = OpenClosings(engine, hall.clock)
    assert unclosed.of("anna") == []
    hall.desk.hand_back("anna", talk, "finished")
    (found,) = unclosed.of("anna")
    assert (found.wait_id, found.channel, found.outcome) == (hall.wait["id"], "sms", "handed_back_finished")


def test_a_thread_closed_has_to_be_closed_as_a_case(engine: Engine) -> None:
    hall = thread_hall(engine)
    hall.desk.close("anna", hall.taken())
    assert [talk.outcome for talk in OpenClosings(engine, hall.clock).of("anna")] == ["closed_by_expert"]


def test_who_takes_a_break_has_not_ended_anything(engine: Engine) -> None:
    hall = thread_hall(engine)
    hall.desk.release("anna", hall.taken(), to_break=True)
    assert OpenClosings(engine, hall.clock).all() == []


def test_each_of_two_closes_their_own_part(engine: Engine) -> None:
    hall = thread_hall(engine)
    talk = hall.taken()
    hall.desk.pass_on("anna", talk, "Bitte du", "ben")
    hall.desk.take(hall.wait["id"], "ben")
    hall.desk.close("ben", talk)
    unclosed = OpenClosings(engine, hall.clock)
    assert {(one.staff_id, one.outcome) for one in unclosed.all()} == {
        ("anna", "passed_on"),
        ("ben", "closed_by_expert"),
    }
    promises = Promises(engine, hall.record)
    closings = Closings(engine, hall.clock, promises, follow_ups(engine))
    wait = hall.wait
    closings.close(wait["handover_id"], wait["id"], as_person(hall.row_of("ben")), Closing("resolved"))
    assert [one.staff_id for one in unclosed.all()] == ["anna"]
