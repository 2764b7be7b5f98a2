"""One's own day: nothing of anybody else's, nobody compared."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.desk.mine import MyDay
from bot.staff.person import as_person
from tests.desk.closing_hall import ClosingHall
from tests.desk.leads_desk import LeadsDesk
from tests.handover.thread_hall import ThreadHall


@pytest.fixture
def hall(sqlite: Engine) -> ClosingHall:
    hall = ClosingHall(sqlite)
    hall.expert("eva")
    return hall


def test_the_case_at_hand_comes_first(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.caller()
    hall.talking(wait)
    mine = MyDay(engine, hall.clock).of(hall.person("eva"))
    assert [row["case_number"] for row in mine.now] == [hall.case_of(wait)["case_number"]]
    assert mine.unclosed == []


def test_then_what_is_to_be_closed_and_what_was_lately(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    first = hall.talked()
    hall.close(first, "complaint_logged")
    hall.pass_s(100)
    second = hall.talked(name="2")
    mine = MyDay(engine, hall.clock).of(hall.person("eva"))
    assert [talk.wait_id for talk in mine.unclosed] == [second]
    had = [(one.case_id, one.disposition, one.channel) for one in mine.had]
    assert had == [
        (hall.case_of(second)["id"], None, "voice"),
        (hall.case_of(first)["id"], "complaint_logged", "voice"),
    ]


def test_after_a_week_it_is_no_longer_lately(hall: ClosingHall) -> None:
    hall.close(hall.talked())
    hall.clock.at += timedelta(days=8)
    assert MyDay(hall.engine, hall.clock).of(hall.person("eva")).had == []


def test_a_thread_counts_too(engine: Engine) -> None:
    hall = ThreadHall(engine)
    hall.expert("anna")
    talk = hall.taken()
    day = MyDay(engine, hall.clock)
    anna = as_person(hall.row_of("anna"))
    assert [row["channel"] for row in day.of(anna).now] == ["sms"]
    hall.desk.close("anna", talk)
    mine = day.of(anna)
    assert ([one.channel for one in mine.had], len(mine.unclosed), mine.now) == (["sms"], 1, [])


def test_nothing_of_a_colleagues(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.close(wait, "followup_promised", follow_up=hall.promising("answer"))
    hall.expert("jonas", skills=["fraud"])
    mine = MyDay(hall.engine, hall.clock).of(hall.person("jonas"))
    assert (mine.now, mine.unclosed, mine.due, mine.later, mine.had) == ([], [], [], [], [])


def test_the_page_leads_to_what_is_to_be_closed(hall: ClosingHall) -> None:
    wait = hall.talked()
    case_id = hall.case_of(wait)["id"]
    page = LeadsDesk(hall).get("/desk/mine")
    assert f'href="/desk/cases/{case_id}/closing"' in page
    hall.close(wait, "followup_promised", follow_up=hall.promising("answer"))
    page = LeadsDesk(hall).get("/desk/mine")
    assert "heute fällig" in page
    assert f"/desk/cases/{case_id}/closing" not in page


def test_who_takes_no_cases_has_no_day_of_their_own(hall: ClosingHall) -> None:
    hall.expert("olga", role="ops", status="off")
    assert LeadsDesk(hall).ask("GET", "/desk/mine", "olga").status_code == 403
