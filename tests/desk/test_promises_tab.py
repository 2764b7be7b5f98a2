"""What is promised in a case, and what people can do about it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.desk.promise_book import PromiseBook, kept_by_hand
from bot.desk.promise_deeds import PromiseDeeds
from bot.errors import NotAllowed, NotPossible, NotThere, TooLate
from bot.handover.cases import Window
from bot.handover.promises import PromiseOutcome
from tests.builders import NOW
from tests.desk.closing_hall import ClosingHall, follow_ups
from tests.desk.leads_desk import LeadsDesk


class PromiseHall(ClosingHall):
    """Promises made and kept by hand."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.book = PromiseBook(engine, self.clock)
        self.deeds = PromiseDeeds(engine, self.clock, self.promises, follow_ups(engine))
        self.expert("eva")

    def promised(self, kind: str = "answer", until_h: float = 5, key: str = "k1", name: str = "1") -> int:
        """By Eva, in a talk of hers; the promise's id."""
        wait = self.talked(name=name)
        window = Window(self.clock.now(), NOW + timedelta(hours=until_h))
        if kind == "callback":
            window = Window(NOW + timedelta(hours=1), NOW + timedelta(hours=until_h))
        case_id = self.wait(wait)["handover_id"]
        assert self.deeds.make(case_id, self.person("eva"), self.promising(kind, window=window), key)
        self.set_expert("eva", status="free")
        return int(self.owed[-1]["id"])

    @property
    def case_id(self) -> str:
        """Of the newest promise."""
        return str(self.owed[-1]["handover_id"])

    def status_of_case(self) -> str:
        """Of the newest promise's case."""
        with self.engine.connect() as db:
            query = f"SELECT status FROM handovers WHERE id = '{self.case_id}'"
            return str(db.exec_driver_sql(query).scalar_one())


@pytest.fixture
def hall(sqlite: Engine) -> PromiseHall:
    return PromiseHall(sqlite)


def test_who_promises_owes_it_and_a_second_click_promises_nothing_more(engine: Engine) -> None:
    hall = PromiseHall(engine)
    hall.promised()
    again = hall.promising("answer", window=Window(NOW, NOW + timedelta(hours=2)))
    assert not hall.deeds.make(hall.case_id, hall.person("eva"), again, "k1")
    (owed,) = hall.book.of_case(hall.case_id)
    assert (owed.owner, owed.owner_name, owed.kind, owed.state) == ("eva", "eva", "answer", "today")
    assert hall.trail == [("eva", "promise_made", f"case:{hall.case_id}")]


def test_an_answer_given_is_kept_and_an_unclosed_case_is_looked_at_again(engine: Engine) -> None:
    hall = PromiseHall(engine)
    number = hall.promised()
    assert hall.deeds.keep(number, hall.person("eva"), "phone") is PromiseOutcome.KEPT
    assert (hall.owed[0]["outcome"], hall.status_of_case()) == ("kept", "open")
    assert hall.told("promise_settled")[0]["how"] == "phone"
    with pytest.raises(TooLate):
        hall.deeds.keep(number, hall.person("eva"), "phone")


def test_a_case_that_only_waited_for_its_answer_is_over_with_it(hall: PromiseHall) -> None:
    wait = hall.talked()
    hall.close(wait, "followup_promised", follow_up=hall.promising("answer"))
    hall.deeds.keep(hall.owed[0]["id"], hall.person("eva"), "text")
    assert hall.case_of(wait)["status"] == "closed"


def test_what_comes_too_late_is_broken_whatever_is_said_of_it(hall: PromiseHall) -> None:
    number = hall.promised(until_h=1)
    hall.clock.at = NOW + timedelta(hours=2)
    assert hall.book.of_case(hall.case_id)[0].state == "overdue"
    assert hall.deeds.keep(number, hall.person("eva"), "letter") is PromiseOutcome.BROKEN


def test_a_call_back_is_kept_by_calling(hall: PromiseHall) -> None:
    number = hall.promised("callback")
    owed = hall.book.get(number)
    assert owed
    assert not kept_by_hand(owed)
    with pytest.raises(NotPossible):
        hall.deeds.keep(number, hall.person("eva"), "phone")


def test_a_cancelled_call_back_is_not_made(hall: PromiseHall) -> None:
    number = hall.promised("callback")
    hall.deeds.cancel(number, hall.person("eva"), "not_wanted")
    assert hall.promises.due(NOW + timedelta(hours=2)) == []
    with pytest.raises(NotPossible, match="promise_why"):
        hall.deeds.cancel(hall.promised(name="2", key="k2"), hall.person("eva"), "tired")


def test_nobody_else_settles_it_but_leads_and_whose_skill_owes_it(hall: PromiseHall) -> None:
    number = hall.promised()
    hall.expert("jonas", skills=["fraud"])
    with pytest.raises(NotAllowed, match="not_your_promise"):
        hall.deeds.keep(number, hall.person("jonas"), "phone")
    with hall.engine.begin() as db:
        db.exec_driver_sql("UPDATE promises SET owner = 'fraud'")
    assert hall.deeds.keep(number, hall.person("jonas"), "phone") is PromiseOutcome.KEPT


def test_a_lead_hands_it_to_a_colleague(engine: Engine) -> None:
    hall = PromiseHall(engine)
    number = hall.promised()
    hall.expert("jonas")
    hall.lead()
    with pytest.raises(NotAllowed):
        hall.deeds.hand(number, hall.person("eva"), "jonas")
    assert hall.deeds.hand(number, hall.person("mira"), "jonas") == "jonas"
    assert hall.book.of_case(hall.case_id)[0].owner == "jonas"
    with pytest.raises(NotThere):
        hall.deeds.hand(number, hall.person("mira"), "nobody")


def test_due_is_what_falls_due_today_or_was_broken_lately(engine: Engine) -> None:
    hall = PromiseHall(engine)
    today, tomorrow = hall.promised(until_h=5), hall.promised(until_h=25, key="k2", name="2")
    assert [one.id for one in hall.book.due()] == [today]
    assert [one.id for one in hall.book.later(hall.person("eva"))] == [tomorrow]
    hall.clock.at = NOW + timedelta(hours=6)
    hall.promises.break_overdue(hall.clock.now())
    assert [(one.id, one.state) for one in hall.book.due()] == [(today, "broken")]
    hall.expert("jonas", skills=["fraud"])
    assert hall.book.due(hall.person("jonas")) == []


# --- the pages ---


def test_the_tab_lists_them_and_takes_a_new_one(hall: PromiseHall) -> None:
    hall.promised()
    desk = LeadsDesk(hall)
    path = f"/desk/cases/{hall.case_id}/promises"
    assert "heute fällig" in desk.get(path)
    form = {"promise_kind": "callback", "call_day": "2026-11-24", "call_clock": "10:00", "phone": "known"}
    for _ in range(2):
        assert desk.post(path, key="k9", **form).status_code == 303
    assert [row["kind"] for row in hall.owed] == ["answer", "callback"]
    assert desk.post(path, key="k10", promise_kind="parcel").status_code == 409


def test_kept_with_one_click_from_any_list(hall: PromiseHall) -> None:
    number = hall.promised()
    desk = LeadsDesk(hall)
    answer = desk.post(f"/desk/promises/{number}/keep", how="text", back="/desk/team")
    assert (answer.status_code, answer.location) == (303, "/desk/team")
    assert hall.owed[0]["outcome"] == "kept"
    elsewhere = desk.post(f"/desk/promises/{number}/hand", to="eva", back="https://evil.example/")
    assert elsewhere.status_code == 409


def test_nobody_is_led_off_our_pages(hall: PromiseHall) -> None:
    number = hall.promised()
    answer = LeadsDesk(hall).post(
        f"/desk/promises/{number}/cancel", why="mistake", back="https://evil.example/desk"
    )
    assert answer.location == "/desk/mine"


def test_nobody_promises_in_a_case_that_is_not_theirs(hall: PromiseHall) -> None:
    hall.promised()
    hall.expert("jonas")
    hall.expert("olga", role="ops", skills=["care"], status="off")
    desk, path = LeadsDesk(hall), f"/desk/cases/{hall.case_id}/promises"
    assert 'name="promise_kind"' not in desk.get(path, by="jonas")
    form = {"promise_kind": "answer", "answer_day": "2026-11-24", "phone": "known"}
    assert desk.post(path, by="jonas", key="k9", **form).status_code == 403
    assert desk.post(f"/desk/promises/{hall.owed[0]['id']}/keep", by="olga", how="text").status_code == 403
    assert len(hall.owed) == 1
