"""The closing tab as the expert meets it."""

import re

import pytest
from sqlalchemy import Engine

from bot.desk.dispositions import DISPOSITIONS
from tests.desk.closing_hall import ClosingHall
from tests.desk.leads_desk import LeadsDesk


@pytest.fixture
def hall(sqlite: Engine) -> ClosingHall:
    hall = ClosingHall(sqlite)
    hall.expert("eva", languages=["en", "de"])
    return hall


@pytest.fixture
def desk(hall: ClosingHall) -> LeadsDesk:
    return LeadsDesk(hall)


def tab(hall: ClosingHall, wait_id: str) -> str:
    return f"/desk/cases/{hall.wait(wait_id)['handover_id']}/closing"


def test_every_ending_can_be_chosen_with_words_of_its_own(hall: ClosingHall, desk: LeadsDesk) -> None:
    page = desk.get(tab(hall, hall.talked()))
    values = re.findall(r'name="disposition" value="(\w+)"', page)
    assert sorted(values) == sorted(DISPOSITIONS)
    assert "Referred to crisis help" in page
    assert 'value="rest"' in page
    assert 'value="available"' in page


def test_one_click_each_and_the_case_is_closed(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    form = {"wait": wait, "disposition": "resolved", "bot_should": "yes", "reason_right": "no"}
    answer = desk.post(tab(hall, wait), had_to_repeat="", then="available", **form)
    assert (answer.status_code, answer.location) == (303, "/desk/mine")
    (row,) = hall.closed
    assert (row["bot_should"], row["reason_right"], row["had_to_repeat"]) == (True, False, None)
    assert hall.status("eva") == "free"


def test_without_an_ending_nothing_is_closed(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    answer = desk.post(tab(hall, wait), wait=wait)
    assert answer.status_code == 409
    assert "choose how it ended" in answer.get_data(as_text=True)
    assert hall.closed == []


def test_a_call_back_at_a_time_people_work(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    form = {"wait": wait, "disposition": "callback_scheduled", "call_day": "2026-11-24", "phone": "known"}
    assert desk.post(tab(hall, wait), call_clock="03:00", **form).status_code == 409
    assert desk.post(tab(hall, wait), call_clock="10:00", **form).status_code == 303
    assert [f"{row['due_from']:%d %H:%M}" for row in hall.owed] == ["24 09:00"]


def test_an_answer_by_the_end_of_a_working_day_to_another_number(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    form = {"wait": wait, "disposition": "followup_promised", "promise_kind": "answer", "phone": "other"}
    sunday = desk.post(tab(hall, wait), answer_day="2026-11-29", other_phone="0171 1234567", **form)
    assert sunday.status_code == 409
    assert desk.post(tab(hall, wait), answer_day="2026-11-25", other_phone="12", **form).status_code == 409
    done = desk.post(tab(hall, wait), answer_day="2026-11-25", other_phone="0171 1234567", **form)
    assert done.status_code == 303
    (owed,) = hall.owed
    assert (owed["kind"], owed["phone"], f"{owed['due_by']:%d %H:%M}") == (
        "answer",
        "+491711234567",
        "25 17:00",
    )


def test_the_known_number_is_not_shown(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    page = desk.get(tab(hall, wait))
    phone = hall.talk(wait).caller or ""
    assert phone not in page
    assert f"…{phone[-4:]}" in page


def test_after_a_heavy_case_there_is_no_button_to_go_on_at_once(hall: ClosingHall, desk: LeadsDesk) -> None:
    page = desk.get(tab(hall, hall.talked(priority="P0")))
    assert 'value="available"' not in page
    assert "five minutes are yours" in page


def test_what_is_closed_is_shown_and_can_be_put_right(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    hall.close(wait, "abandoned")
    hall.clock.pass_s(9)
    assert "Talk broken off" in desk.get(tab(hall, wait))
    again = desk.get(f"{tab(hall, wait)}?again=1")
    (replaces,) = re.findall(r'name="replaces" value="([^"]+)"', again)
    desk.post(tab(hall, wait), wait=wait, disposition="resolved", replaces=replaces)
    assert [row["disposition"] for row in hall.closed] == ["resolved"]


def test_who_never_had_it_has_nothing_to_close(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    hall.expert("jonas")
    page = desk.get(tab(hall, wait), by="jonas")
    assert 'name="disposition"' not in page
    assert desk.post(tab(hall, wait), by="jonas", wait=wait, disposition="test").status_code == 403


def test_only_a_lead_sees_how_to_reopen_and_does(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    hall.lead()
    hall.close(wait)
    reopen = tab(hall, wait).replace("closing", "reopen")
    assert reopen not in desk.get(tab(hall, wait))
    assert reopen in desk.get(tab(hall, wait), by="mira")
    assert desk.post(reopen).status_code == 403
    assert desk.post(reopen, by="mira").status_code == 303
    assert hall.case_of(wait)["status"] == "open"


def test_htmx_is_led_on_and_gets_the_tab_alone(hall: ClosingHall, desk: LeadsDesk) -> None:
    wait = hall.talked()
    part = desk.get(tab(hall, wait), **{"HX-Request": "true", "HX-Target": "tab"})
    assert "<html" not in part
    assert 'name="disposition"' in part
    htmx = {"HX-Request": "true"}
    answer = desk.ask(
        "POST", tab(hall, wait), "eva", data={"wait": wait, "disposition": "test"}, headers=htmx
    )
    assert answer.headers["HX-Redirect"] == "/desk/mine"


def test_when_the_talk_is_over_the_form_opens_by_itself_unless_somebody_types(
    hall: ClosingHall, desk: LeadsDesk
) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    path = f"{tab(hall, wait)}/due"
    assert path in desk.get(tab(hall, wait))
    assert desk.ask("GET", f"{path}?tab=conversation", "eva").status_code == 204
    hall.hangs_up(wait)
    hall.line.put_down(x)
    assert 'hx-trigger="load, click"' in desk.get(f"{path}?tab=conversation")
    typing = desk.get(f"{path}?tab=notes")
    assert "The talk is over." in typing
    assert "load" not in typing
    hall.close(wait)
    assert "The talk is over." not in desk.get(f"{path}?tab=history")
