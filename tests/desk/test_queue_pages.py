"""The queue's pages as a browser gets them: who waits, kept up to date, taken by a click."""

from html import unescape
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.desk.queue_hall import QueueHall
from tests.handover.at_once import at_once
from tests.staff.browser import Browser


@pytest.fixture
def hall(sqlite: Engine) -> QueueHall:
    return QueueHall(sqlite)


def rows(browser: Browser, query: str = "") -> str:
    answer = browser.get(f"/desk/queue/rows{query}", poll=True)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def seen(page: str) -> str:
    return page.split("seen=")[1].split('"')[0].split("&")[0]


def later(hall: QueueHall, seconds: float) -> None:
    """As much later for the clock on the wall as for the hotline."""
    hall.clock.pass_s(seconds)
    hall.restart()


# --- who waits ---


def test_the_page_shows_who_waits_in_the_order_they_will_be_served(hall: QueueHall) -> None:
    hall.expert("eva", skills=["care", "any"])
    first, urgent = hall.caller("1"), hall.thread("2", priority="P2")
    page = unescape(hall.browser("eva").get("/desk/queue").get_data(as_text=True))
    assert page.index(f"w-{urgent}") < page.index(f"w-{first}")
    for words in (
        "Anruf",
        "SMS",
        "· Kundenbetreuung",
        '<abbr title="Deutsch">DE</abbr>',
        hall.number(first),
        "Annehmen",
    ):
        assert words in page


def test_nothing_new_is_no_answer_at_all(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.caller("1")
    browser = hall.browser("eva")
    version = seen(rows(browser))
    assert browser.get(f"/desk/queue/rows?seen={version}", poll=True).status_code == 204


def test_whoever_comes_new_is_shown_at_the_next_look(hall: QueueHall) -> None:
    hall.expert("eva")
    version = seen(rows(hall.browser("eva")))
    wait = hall.thread("1")
    later(hall, 1)
    assert f"w-{wait}" in rows(hall.browser("eva"), f"?seen={version}")


def test_nobody_waits_is_said_in_words(hall: QueueHall) -> None:
    hall.expert("eva", languages=["en"], interface={"language": "en"})
    assert "Nothing is waiting for you." in rows(hall.browser("eva"))
    hall.thread("1", language="de")
    later(hall, 1)
    page = rows(hall.browser("eva"))
    assert "1 are waiting for others" in page
    assert "another language" not in page
    assert "another language" in rows(hall.browser("eva"), "?which=all")


def test_no_more_than_fifty_are_shown_at_once_and_all_on_request(hall: QueueHall) -> None:
    hall.expert("eva")
    for number in range(60):
        hall.thread(str(number + 1))
    browser = hall.browser("eva")
    page = rows(browser)
    assert page.count("<tr id=") == 50
    assert "Noch 10 weitere zeigen" in page
    assert rows(browser, "?everything=1").count("<tr id=") == 60


def test_ops_see_no_cases_at_all(hall: QueueHall) -> None:
    hall.expert("otto", role="ops")
    for path in ("/desk/queue", "/desk/queue/rows", "/desk/presence"):
        assert hall.browser("otto").get(path).status_code == 403


# --- what they may know ---


def test_why_somebody_waits_is_for_those_who_could_take_it(hall: QueueHall) -> None:
    hall.expert("eva", skills=["care"])
    hall.expert("ida", skills=["legal_pr"])
    wait = hall.thread("1", "legal_press", skill="legal_pr", priority="P2")
    hall.flagged(wait, "legal_press")
    for name, sees in (("eva", False), ("ida", True)):
        page = rows(hall.browser(name), "?which=all")
        assert ("Anwalt, Presse, Behörde" in page) is sees
        assert (hall.number(wait) in page) is sees
        assert ("heikel" in page) is not sees
    assert "Nur für Recht und Presse" in rows(hall.browser("eva"), "?which=all")


def test_leads_see_why_everybody_waits(hall: QueueHall) -> None:
    hall.boss()
    hall.expert("ida", skills=["legal_pr"])
    wait = hall.thread("1", "legal_press", skill="legal_pr", priority="P2")
    assert hall.number(wait) in rows(hall.browser("boss"), "?which=all")


def test_words_of_the_caller_are_never_in_the_queue(hall: QueueHall) -> None:
    hall.expert("eva", skills=["care", "care_estate"])
    wait = hall.flagged(hall.caller("1", "bereavement", skill="care_estate"), "bereavement")
    page = rows(hall.browser("eva"))
    assert "Todesfall" in page
    assert f"w-{wait}" in page
    assert "geheime" not in page
    assert "+49" not in page


# --- what rings ---


def test_what_rings_for_me_is_first_and_big(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.expert("ida", status="paused")
    wait = hall.caller("1")
    hall.work()
    later(hall, 1)
    mine, others = rows(hall.browser("eva")), rows(hall.browser("ida"), "?which=all")
    assert "Es klingelt bei Ihnen" in mine
    assert 'id="ring-accept"' in mine
    assert f"w-{wait}" not in mine
    assert "Es klingelt bei Ihnen" not in others
    assert "klingelt bei Eva" in others


def test_what_rings_at_a_colleague_is_not_offered(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.caller("1")
    hall.work()
    hall.expert("ida")
    later(hall, 1)
    assert f"take-{wait}" not in rows(hall.browser("ida"), "?which=all")


# --- escalation ---


def test_what_waits_too_long_is_on_top_for_leads(hall: QueueHall) -> None:
    hall.boss()
    old, urgent = hall.thread("1"), hall.thread("2", priority="P2")
    hall.set_wait(old, entered_at=hall.clock.now().replace(hour=7))
    hall.set_wait(urgent, entered_at=hall.clock.now())
    page = rows(hall.browser("boss"))
    assert "eskaliert: zu lange" in page
    assert "1 eskaliert" in page
    assert page.index(f"w-{old}") < page.index(f"w-{urgent}")


def test_a_message_everybody_declined_is_escalated_at_once_and_told_once(hall: QueueHall) -> None:
    hall.boss(status="off")
    for name in ("eva", "ida"):
        hall.expert(name)
    wait = hall.thread("1")
    for name in ("eva", "ida"):
        assert hall.alerts == []
        hall.browser(name).post(f"/desk/waits/{wait}/decline", {"reason": "too_heavy_now"}, htmx=True)
    assert len(hall.alerts) == 1
    assert hall.number(wait) in hall.alerts[0]
    later(hall, 1)
    assert "niemand übrig" in rows(hall.browser("boss"), "?which=all")
    assert [event["reason"] for event in hall.events("case_declined")] == ["too_heavy_now"] * 2


# --- accept and decline ---


def test_a_message_is_taken_by_a_click(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.thread("1")
    answer = hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True)
    assert answer.headers["HX-Redirect"] == f"/desk/cases/{hall.wait(wait)['handover_id']}"
    assert (hall.wait(wait)["status"], hall.status("eva")) == ("talking", "talking")
    assert hall.audited() == [("eva", "case_accepted")]


def test_without_script_the_click_leads_to_the_case_as_well(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.thread("1")
    answer = hall.browser("eva").post(f"/desk/waits/{wait}/accept")
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{hall.wait(wait)['handover_id']}")


def test_a_second_click_leads_to_the_same_case(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.thread("1")
    browser = hall.browser("eva")
    places = {browser.post(f"/desk/waits/{wait}/accept").location for _ in range(2)}
    assert len(places) == 1
    assert hall.audited() == [("eva", "case_accepted")]


def test_who_comes_second_is_told_in_words_beside_the_page(hall: QueueHall) -> None:
    for name in ("eva", "ida"):
        hall.expert(name)
    wait = hall.thread("1")
    hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True)
    answer = hall.browser("ida").post(f"/desk/waits/{wait}/accept", htmx=True)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#notice")
    assert "Jemand anderes hat den Fall schon" in answer.get_data(as_text=True)
    assert hall.status("ida") == "free"


def test_of_many_clicks_at_the_same_moment_one_wins(engine: Engine) -> None:
    halls = [QueueHall(engine) for _ in range(4)]
    names = [halls[0].expert(f"e{number}") for number in range(4)]
    wait = halls[0].thread("1")

    def click(hall: QueueHall, name: str) -> Any:
        return hall.browser(name).post(f"/desk/waits/{wait}/accept", htmx=True).status_code

    clicks = (lambda hall=hall, name=name: click(hall, name) for hall, name in zip(halls, names, strict=True))
    assert sorted(at_once(*clicks)) == [204, 409, 409, 409]
    assert sorted(halls[0].status(name) for name in names) == ["free", "free", "free", "talking"]


def test_what_one_may_not_take_is_refused(hall: QueueHall) -> None:
    hall.expert("eva", languages=["en"])
    wait = hall.thread("1", language="de")
    assert hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True).status_code == 403
    assert hall.wait(wait)["status"] == "waiting"


def test_who_has_a_talk_to_close_closes_it_first(hall: QueueHall) -> None:
    hall.expert("eva")
    old = hall.thread("1")
    hall.threads.takeover.take(old, "eva")
    hall.threads.takeover.close("eva", hall.wait(old)["conversation_id"])
    hall.set_expert("eva", status="free", free_at=None)
    wait = hall.thread("2")
    answer = hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True)
    assert answer.status_code == 409
    assert "zuerst" in answer.get_data(as_text=True)
    assert "1 abzuschließen" in hall.browser("eva").get("/desk/queue").get_data(as_text=True)


def test_whoever_writes_up_the_last_case_may_take_the_next(hall: QueueHall) -> None:
    hall.expert("eva", status="after_call", free_at=hall.clock.now().replace(hour=23))
    wait = hall.thread("1")
    assert hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True).status_code == 204
    assert hall.status("eva") == "talking"


def test_too_late_leaves_the_time_to_write_up_as_it_was(hall: QueueHall) -> None:
    until = hall.clock.now().replace(hour=23)
    hall.expert("eva", status="after_call", free_at=until)
    hall.expert("ida")
    wait = hall.thread("1")
    hall.threads.takeover.take(wait, "ida")
    hall.set_wait(wait, status="talking")
    assert hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True).status_code in (403, 409)
    row = hall.experts.get("eva")
    assert row
    assert (row["status"], row["free_at"]) == ("after_call", until)


def test_a_caller_is_taken_by_ones_own_phone(hall: QueueHall) -> None:
    hall.expert("eva", phone="+491711111111")
    wait = hall.caller("1")
    answer = hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True)
    assert answer.status_code == 204
    assert [to for to, _, _ in hall.carrier.rung] == ["+491711111111"]


def test_declined_it_is_no_longer_offered_but_can_be_taken_after_all(hall: QueueHall) -> None:
    for name in ("eva", "ida"):
        hall.expert(name)
    wait = hall.thread("1")
    answer = hall.browser("eva").post(f"/desk/waits/{wait}/decline", {"reason": "i_know_them"}, htmx=True)
    assert "Abgelehnt" in answer.get_data(as_text=True)
    later(hall, 1)
    assert f"w-{wait}" not in rows(hall.browser("eva"))
    assert f"w-{wait}" in rows(hall.browser("ida"))
    assert "von Ihnen abgelehnt" in rows(hall.browser("eva"), "?which=all")
    assert hall.browser("eva").post(f"/desk/waits/{wait}/accept", htmx=True).status_code == 204


def test_a_reason_nobody_knows_is_refused(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.thread("1")
    assert hall.browser("eva").post(f"/desk/waits/{wait}/decline", {"reason": "x"}).status_code == 409
