"""Cases nobody has any more although they are open."""

from sqlalchemy import Engine

from bot.desk.open_cases import OpenCases
from tests.desk.closing_hall import ClosingHall
from tests.desk.leads_desk import LeadsDesk


def test_what_stays_with_specialists_is_not_forgotten(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked(reason="fraud")
    hall.close(wait, "fraud_case")
    (case,) = OpenCases(engine).page()
    assert (case.id, case.disposition, case.skill) == (hall.case_of(wait)["id"], "fraud_case", "care")
    hall.lead()
    hall.close(wait, "resolved", by="mira")
    assert OpenCases(engine).count() == 0


def test_who_waits_or_was_promised_something_is_somebodys(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    hall.close(hall.talked(), "followup_promised", follow_up=hall.promising("answer"))
    hall.caller("2")
    assert OpenCases(engine).page() == []


def test_leads_find_them_from_the_board(sqlite: Engine) -> None:
    hall = ClosingHall(sqlite)
    hall.expert("eva")
    hall.lead()
    wait = hall.talked()
    hall.close(wait, "complaint_logged")
    desk = LeadsDesk(hall)
    number = hall.case_of(wait)["case_number"]
    assert number in desk.get("/desk/team/open", by="mira")
    assert number not in desk.get("/desk/team/open?skip=1", by="mira")
    assert desk.ask("GET", "/desk/team/open", "eva").status_code == 403
