"""What people say of themselves, what it means while they have a case, and what is news for them."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.handover.waits import Place
from tests.desk.queue_hall import QueueHall
from tests.handover.at_once import at_once


@pytest.fixture
def hall(sqlite: Engine) -> QueueHall:
    return QueueHall(sqlite)


def says(hall: QueueHall, who: str, what: str, **fields: Any) -> int:
    return hall.browser(who).post(f"/desk/presence/{what}", fields, htmx=True).status_code


def corner(hall: QueueHall, who: str) -> str:
    answer = hall.browser(who).get("/desk/presence", poll=True)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def later(hall: QueueHall, seconds: float = 1) -> None:
    hall.clock.pass_s(seconds)
    hall.restart()


# --- at rest ---


@pytest.mark.parametrize(
    ("was", "says_", "becomes"),
    [
        ("off", "available", "free"),
        ("paused", "available", "free"),
        ("after_call", "available", "free"),
        ("free", "pause", "paused"),
        ("after_call", "pause", "paused"),
        ("free", "leave", "off"),
        ("paused", "leave", "off"),
        ("after_call", "leave", "off"),
        ("free", "available", "free"),
    ],
)
def test_without_a_case_it_holds_at_once(hall: QueueHall, was: str, says_: str, becomes: str) -> None:
    hall.expert("eva", status=was, free_at=hall.clock.now() + timedelta(minutes=1))
    assert says(hall, "eva", says_) == 200
    row = hall.experts.get("eva")
    assert row
    assert row["status"] == becomes
    assert row["free_at"] is None or was == becomes


def test_every_change_is_in_the_audit_trail(hall: QueueHall) -> None:
    hall.expert("eva")
    for what in ("pause", "available", "leave"):
        says(hall, "eva", what)
    assert hall.audited() == [("eva", "presence_changed")] * 3


def test_without_a_phone_calls_cannot_come_but_messages_can(hall: QueueHall) -> None:
    hall.expert("eva", phone=None, status="off")
    assert says(hall, "eva", "available") == 409
    hall.set_expert("eva", reached_by="browser")
    assert says(hall, "eva", "available") == 200
    assert hall.status("eva") == "free"


def test_ops_have_no_presence(hall: QueueHall) -> None:
    hall.expert("otto", role="ops", status="off")
    assert says(hall, "otto", "available") == 403


# --- with a case ---


def texting(hall: QueueHall) -> str:
    hall.expert("eva")
    wait = hall.thread("1")
    hall.threads.takeover.take(wait, "eva")
    return wait


def talking(hall: QueueHall) -> tuple[str, str]:
    hall.expert("eva")
    wait = hall.caller("1")
    return wait, hall.talking(wait)


def test_a_break_in_a_call_begins_after_the_work_it_leaves(hall: QueueHall) -> None:
    wait, x = talking(hall)
    says(hall, "eva", "pause")
    assert hall.status("eva") == "talking"
    hall.hangs_up(wait)
    hall.line.put_down(x)
    hall.pass_s(1)
    assert hall.status("eva") == "after_call"
    hall.pass_s(100)
    assert hall.status("eva") == "paused"
    assert says(hall, "eva", "available") == 200
    hall.pass_s(100)
    assert hall.status("eva") == "free"


def test_a_wish_for_a_break_can_be_taken_back(hall: QueueHall) -> None:
    talking(hall)
    says(hall, "eva", "pause")
    says(hall, "eva", "available")
    row = hall.experts.get("eva")
    assert row
    assert (row["status"], row["afterwards"]) == ("talking", None)


def test_going_home_in_a_call_happens_after_it(hall: QueueHall) -> None:
    wait, x = talking(hall)
    says(hall, "eva", "leave")
    hall.hangs_up(wait)
    hall.line.put_down(x)
    hall.pass_s(100)
    assert hall.status("eva") == "off"


def test_whoever_wants_a_break_is_not_rung_again_when_the_caller_is_gone(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.caller("1")
    hall.work()
    says(hall, "eva", "pause")
    hall.hangs_up(wait)
    hall.pass_s(2)
    assert hall.status("eva") == "paused"


def test_a_break_puts_a_thread_back_to_the_front_and_begins_at_once(hall: QueueHall) -> None:
    wait = texting(hall)
    assert says(hall, "eva", "pause", requeue="1") == 200
    assert hall.status("eva") == "paused"
    assert (hall.wait(wait)["status"], hall.wait(wait)["first"]) == ("waiting", True)
    assert hall.wait(wait)["not_experts"] == []


def test_a_break_without_that_waits_for_the_end_of_the_thread(hall: QueueHall) -> None:
    wait = texting(hall)
    says(hall, "eva", "pause")
    assert (hall.status("eva"), hall.wait(wait)["status"]) == ("talking", "talking")
    hall.threads.takeover.close("eva", hall.wait(wait)["conversation_id"])
    hall.pass_s(100)
    assert hall.status("eva") == "paused"


def test_a_break_at_once_forgets_what_was_asked_for_later(hall: QueueHall) -> None:
    texting(hall)
    says(hall, "eva", "leave")
    says(hall, "eva", "pause", requeue="1")
    says(hall, "eva", "available")
    row = hall.experts.get("eva")
    assert row
    assert (row["status"], row["afterwards"]) == ("free", None)


def test_a_break_and_a_ring_at_the_same_moment_leave_nothing_half_done(engine: Engine) -> None:
    halls = [QueueHall(engine) for _ in range(3)]
    halls[0].expert("eva")
    halls[0].caller("1")
    at_once(halls[0].work, lambda: says(halls[1], "eva", "pause"), halls[2].work)
    row = halls[0].experts.get("eva")
    rung = bool(halls[0].carrier.rung or halls[2].carrier.rung)
    assert row
    assert row["status"] == ("ringing" if rung else "paused")


# --- the corner of every page ---


def test_the_corner_says_what_one_does_and_for_how_long(hall: QueueHall) -> None:
    hall.expert("eva", phone="+491711234711", skills=["care", "fraud"], languages=["de", "en"])
    page = corner(hall, "eva")
    for words in ("Verfügbar", "1:00", "…4711", "Kundenbetreuung, Betrug", "Deutsch, Englisch"):
        assert words in page
    assert "+49171123" not in page


def test_nothing_new_is_no_answer(hall: QueueHall) -> None:
    hall.expert("eva")
    version = corner(hall, "eva").split("seen=")[1].split('"')[0]
    assert hall.browser("eva").get(f"/desk/presence?seen={version}", poll=True).status_code == 204


def test_the_pause_after_a_heavy_case_counts_down_and_is_called_so(hall: QueueHall) -> None:
    until = hall.clock.now() + timedelta(minutes=5)
    hall.expert("eva", status="after_call", free_at=until, heavy_last=True)
    page = corner(hall, "eva")
    assert "Pause nach schwerem Fall" in page
    assert "5:00" in page
    assert "Pause beenden" in page


def test_a_new_case_is_news_for_the_free_without_a_word_of_who(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.expert("ida", status="paused")
    wait = hall.thread("1", priority="P2")
    hall.flagged(wait, "bereavement")
    later(hall)
    assert f'data-news="w:{wait}" data-news-text="Neuer Fall P2 wartet"' in corner(hall, "eva")
    assert "data-news=" not in corner(hall, "ida")


def test_a_ring_is_news_every_time(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.caller("1")
    hall.work()
    later(hall)
    page = corner(hall, "eva")
    assert f'data-news="r:{hall.ringing(wait)}" data-news-text="P3 klingelt bei Ihnen"' in page
    assert "P3 klingelt" in page


def test_whoever_has_a_case_is_led_back_to_it(hall: QueueHall) -> None:
    wait = texting(hall)
    later(hall)
    page = corner(hall, "eva")
    assert f"/desk/cases/{hall.wait(wait)['handover_id']}" in page
    assert "zurück in die Warteschlange" in page


def test_the_layout_has_the_corner_in_it(hall: QueueHall) -> None:
    hall.expert("eva")
    page = hall.browser("eva").get("/desk/queue").get_data(as_text=True)
    assert page.count('id="presence"') == 1
    assert page.index('id="presence"') < page.index("<main")


# --- reached in the browser only ---


def test_who_works_in_the_browser_only_is_never_rung_and_gets_messages(hall: QueueHall) -> None:
    hall.expert("eva", reached_by="browser")
    caller, thread = hall.caller("1"), hall.thread("2")
    hall.pass_s(90)
    assert hall.carrier.rung == []
    assert [row["id"] for row in hall.threads.takeover.waiting("eva")] == [thread]
    assert hall.browser("eva").post(f"/desk/waits/{caller}/accept", htmx=True).status_code == 409


def test_callers_are_not_told_to_wait_for_somebody_without_a_phone(hall: QueueHall) -> None:
    from bot.handover.last_hour import last_hour
    from bot.handover.outlook import QueueOutlook
    from bot.handover.routing_people import HOUSE

    outlook = QueueOutlook(hall.waits, hall.experts, HOUSE, lambda now: last_hour(hall.engine, now))
    place, now = Place("P3", "care", "de"), hall.clock.now()
    hall.expert("eva", reached_by="browser")
    assert outlook.somebody_here(place, now)
    assert not outlook.somebody_to_ring(place, now)
    hall.expert("ida")
    assert outlook.somebody_to_ring(place, now)
