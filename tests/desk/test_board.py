"""The leads' board: who is where, what waits, and what leads can do about it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import Engine

from bot.conversation.owner import Owner
from bot.desk.board import Boards
from bot.desk.queue_snapshot import QueueSnapshots
from bot.handover.routing_file import load_routing
from bot.shop.knowledge import load_knowledge
from bot.staff.audit import Audit
from tests.desk.closing_hall import ClosingHall
from tests.desk.leads_desk import LeadsDesk
from tests.desk.queue_hall import QueueHall


class BoardHall(ClosingHall):
    """Callers, threads, experts and a lead who looks at them."""

    thread = QueueHall.thread

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.expert("mira", role="lead", status="off", languages=["de"])
        routing = load_routing(load_knowledge().experts)
        snapshots = QueueSnapshots(engine, self.clock, routing, 0)
        self.boards = Boards(engine, snapshots, self.clock, 0)

    def held(self, wait_id: str) -> None:
        """The caller is on hold."""
        self.set_call(self.calls.of_wait(wait_id)[0]["id"], held_since=self.clock.now())

    def number(self, wait_id: str) -> str:
        """The case's."""
        return str(self.case_of(wait_id)["case_number"])


@pytest.fixture
def hall(sqlite: Engine) -> BoardHall:
    return BoardHall(sqlite)


@pytest.fixture
def desk(hall: BoardHall) -> LeadsDesk:
    return LeadsDesk(hall)


def seen(page: str, part: str) -> str:
    (found,) = re.findall(rf'hx-get="/desk/team/{part}\?seen=([0-9a-f]+)"', page)
    return str(found)


# --- who is where ---


def test_who_talks_is_shown_with_their_case_and_who_is_on_hold(engine: Engine) -> None:
    hall = BoardHall(engine)
    hall.expert("eva")
    wait = hall.caller(priority="P2")
    hall.talking(wait)
    hall.held(wait)
    hall.expert("jonas", status="paused")
    posts = {post.id: post for post in hall.boards.now().posts}
    assert [post.id for post in hall.boards.now().posts] == ["eva", "jonas", "mira"]
    at = posts["eva"].at
    assert at
    assert (at.number, at.priority, at.channel) == (hall.number(wait), "P2", "voice")
    assert (at.held_since, at.wait_id) == (hall.clock.now(), wait)
    assert posts["jonas"].at is None


def test_who_writes_is_shown_too(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva", phone=None, reached_by="browser")
    wait = hall.thread("1")
    hall.set_wait(wait, status="talking", last_expert_id="eva", answered_at=hall.clock.now())
    (post,) = [post for post in hall.boards.now().posts if post.id == "eva"]
    assert post.at
    assert (post.at.channel, post.at.expert_call, post.reached_by) == ("sms", None, "browser")


def test_what_waits_is_counted_by_priority_with_the_longest_wait(engine: Engine) -> None:
    hall = BoardHall(engine)
    first = hall.clock.now()
    hall.caller("1", priority="P1")
    hall.clock.pass_s(30)
    hall.caller("2", priority="P1")
    hall.caller("3")
    bands = {band.priority: (band.waiting, band.longest) for band in hall.boards.now().bands}
    assert bands == {
        "P0": (0, None),
        "P1": (2, first),
        "P2": (0, None),
        "P3": (1, first + timedelta(seconds=30)),
    }


def test_what_is_escalated_comes_first(hall: BoardHall) -> None:
    hall.expert("eva")
    late = hall.thread("2")
    hall.clock.pass_s(3 * 3600)
    urgent = hall.caller("1", priority="P1")
    lines = hall.boards.now().lines
    assert [(line.wait_id, line.escalated is not None) for line in lines] == [(late, True), (urgent, False)]


# --- the pages ---


def test_only_leads_see_the_team(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva")
    for path in ("", "/people", "/queue", "/figures", "/audit", "/people/eva"):
        assert desk.ask("GET", f"/desk/team{path}", "eva").status_code == 403
    for path in ("/people/mira/send", "/waits/x/meant-for", "/waits/x/priority", "/calls/x/listen"):
        assert desk.post(f"/desk/team{path}").status_code == 403


def test_the_board_shows_people_queue_figures_and_what_is_owed(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva")
    closed = hall.talked()
    hall.close(closed, "followup_promised", follow_up=hall.promising("answer"))
    hall.pass_s(100)
    unclosed = hall.talked(name="2")
    waits = hall.caller("3", language="en")
    page = unescape(desk.get("/desk/team", by="mira"))
    for wait in (closed, unclosed, waits):
        assert hall.number(wait) in page
    for words in ("Servicelevel", "Auslastung", "heute fällig", "Nacharbeit", "÷"):
        assert words in page


def test_no_part_is_sent_again_before_it_changes(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva")
    page = desk.get("/desk/team", by="mira")
    for part in ("people", "queue", "figures"):
        path = f"/desk/team/{part}?seen={seen(page, part)}"
        assert desk.ask("GET", path, "mira").status_code == 204
    wait = hall.caller()
    assert hall.number(wait) in desk.get(f"/desk/team/queue?seen={seen(page, 'queue')}", by="mira")
    hall.experts.change("eva", "free", "paused", hall.clock.now())
    assert "Pause" in desk.get(f"/desk/team/people?seen={seen(page, 'people')}", by="mira")


def test_nothing_is_counted_of_anybody_alone(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva")
    hall.close(hall.talked())
    figures = desk.get("/desk/team/figures", by="mira")
    assert "eva" not in figures


# --- what leads do ---


def test_a_waiting_case_goes_to_whom_it_is_meant_for(engine: Engine) -> None:
    hall = BoardHall(engine)
    desk = LeadsDesk(hall)
    hall.expert("eva", status="after_call", free_at=hall.clock.now() + timedelta(seconds=20))
    wait = hall.caller("2")
    hall.caller("1", priority="P3")
    hall.set_wait(wait, not_experts=["eva"])
    hall.expert("jonas", status="paused")
    assert "Eva" in desk.get(f"/desk/team/waits/{wait}", by="mira").title()
    assert desk.post(f"/desk/team/waits/{wait}/meant-for", by="mira", to="eva").status_code == 303
    hall.pass_s(22)
    assert hall.who_rings() == ["eva"]
    assert hall.calls.live_of(wait)
    assert ("mira", "case_meant_for", f"case:{hall.case_of(wait)['id']}") in hall.trail


def test_not_to_somebody_who_does_not_speak_the_language(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva")
    wait = hall.caller(language="en")
    answer = desk.post(f"/desk/team/waits/{wait}/meant-for", by="mira", to="eva")
    assert (answer.status_code, hall.wait(wait)["last_expert_id"]) == (409, None)


def test_not_what_somebody_has_already(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.talking(wait)
    hall.expert("jonas")
    assert desk.post(f"/desk/team/waits/{wait}/meant-for", by="mira", to="jonas").status_code == 409
    assert desk.ask("GET", f"/desk/team/waits/{wait}", "mira").status_code == 409


def test_a_case_becomes_more_urgent_for_a_reason(engine: Engine) -> None:
    hall = BoardHall(engine)
    desk = LeadsDesk(hall)
    wait = hall.caller()
    path = f"/desk/team/waits/{wait}/priority"
    assert desk.post(path, by="mira", priority="P1").status_code == 409
    assert desk.post(path, by="mira", priority="P1", reason="danger").status_code == 303
    assert (hall.wait(wait)["priority"], hall.case_of(wait)["priority"]) == ("P1", "P1")
    assert hall.case_of(wait)["packet"]["routing"]["priority"] == "P1"
    assert hall.told("priority_raised")[0]["reason"] == "danger"
    assert desk.post(path, by="mira", priority="P2", reason="other").status_code == 409


def test_a_thread_of_somebody_who_is_gone_goes_back_in_front(hall: BoardHall, desk: LeadsDesk) -> None:
    hall.expert("eva", phone=None)
    wait = hall.thread("1")
    talk = hall.wait(wait)["conversation_id"]
    hall.set_wait(wait, status="talking", last_expert_id="eva", answered_at=hall.clock.now())
    hall.set_expert("eva", status="talking")
    hall.record.give(talk, Owner.EXPERT, "taken", hall.clock.now())
    assert desk.post("/desk/team/people/eva/take-away", by="mira").status_code == 303
    row = hall.wait(wait)
    assert (row["status"], row["first"], hall.status("eva")) == ("waiting", True, "paused")
    assert desk.post("/desk/team/people/eva/take-away", by="mira").status_code == 404


def test_a_colleague_on_a_break_now_or_after_their_case(engine: Engine) -> None:
    hall = BoardHall(engine)
    desk = LeadsDesk(hall)
    hall.expert("eva")
    assert desk.post("/desk/team/people/eva/send", by="mira", to="paused").status_code == 303
    assert hall.status("eva") == "paused"
    hall.experts.change("eva", "paused", "free", hall.clock.now())
    hall.talking(hall.caller())
    assert desk.post("/desk/team/people/eva/send", by="mira", to="off").status_code == 303
    row = hall.experts.get("eva")
    assert row
    assert (row["status"], row["afterwards"]) == ("talking", "off")
    assert desk.post("/desk/team/people/eva/send", by="mira", to="moon").status_code == 409
    assert [what for who, what, _ in hall.trail if who == "mira"] == ["colleague_sent", "colleague_sent"]


def test_listening_in_is_offered_only_where_the_house_allows_it(hall: BoardHall) -> None:
    hall.expert("eva")
    hall.talking(hall.caller())
    path = "/desk/team/people/eva"
    assert "/listen" not in LeadsDesk(hall).get(path, by="mira")
    coach = LeadsDesk(hall, listen_in="coach")
    (listen,) = re.findall(r'action="(/desk/team/calls/[^"]+/listen)"', coach.get(path, by="mira"))
    # Nobody has asked the caller.
    assert coach.post(listen, by="mira").status_code == 409


# --- the audit trail ---


def test_who_looked_at_what_is_found_by_person_case_and_day(engine: Engine) -> None:
    hall = BoardHall(engine)
    desk = LeadsDesk(hall)
    hall.expert("eva")
    wait = hall.talked()
    hall.close(wait)
    number = hall.number(wait)
    for query in ("", "?person=eva", f"?case={number}", f"?day={hall.clock.now():%Y-%m-%d}"):
        page = desk.get(f"/desk/team/audit{query}", by="mira")
        assert "Fall abgeschlossen" in page
        assert number in page
    for query in ("?person=mira", "?case=000000", "?day=2026-01-01"):
        assert "Fall abgeschlossen" not in desk.get(f"/desk/team/audit{query}", by="mira")
    assert desk.ask("GET", "/desk/team/audit?day=soon", "mira").status_code == 409


def test_a_long_trail_has_pages(hall: BoardHall, desk: LeadsDesk) -> None:
    for number in range(130):
        Audit(hall.engine).note("mira", "signed_in", f"staff:{number}", hall.clock.now())
    page = desk.get("/desk/team/audit", by="mira")
    (before,) = re.findall(r"before=(\d+)", page)
    assert page.count("<tr>") == 101
    assert desk.get(f"/desk/team/audit?before={before}", by="mira").count("<tr>") == 31
