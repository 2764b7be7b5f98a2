"""The desk's benchmark reads pages as htmx does, and counts who was served what, when."""

import os
import time
from typing import Any

from benchmarks.desk.changes import Change
from benchmarks.desk.figures import Found, Phase, lateness, polls, served
from benchmarks.desk.order import Order, Played, Watched
from benchmarks.desk.polls import Poll, ids_in, polls_in
from benchmarks.desk.usage import Used, used

ONE, TWO = "0b19b850-6b2f-4f8a-b2ea-cd6455e3228b", "cf79f9e4-7e7a-474e-8947-f76cbcdf355d"


def test_what_a_page_asks_for_by_itself_is_read_from_it() -> None:
    html = (
        '<div hx-get="/desk/queue/rows?seen=a1&amp;which=all" hx-trigger="every 1s" hx-swap="outerHTML">'
        '<p hx-get="/desk/presence" hx-trigger="load, every 500ms"></p></div>'
        '<a hx-get="/desk/tab" hx-trigger="click">x</a><form hx-post="/x" hx-trigger="every 2s"></form>'
    )
    rows = Poll("/desk/queue/rows?seen=a1&which=all", 1.0, True)
    assert polls_in(html) == [rows, Poll("/desk/presence", 0.5, False)]


def test_cases_and_waits_are_known_by_their_ids() -> None:
    assert ids_in(f'<li id="wait-{ONE}"><a href="/desk/cases/{TWO}">4711</a></li>') == {ONE, TWO}


def test_a_new_case_counts_from_its_sending_to_the_first_answer_with_any_of_its_ids() -> None:
    browser = Watched(came={TWO: 12.5, ONE: 13.0})
    assert served(Change("new", 12.0, (ONE, TWO)), browser) == 12.5


def test_a_case_that_was_taken_counts_when_it_has_gone() -> None:
    browser = Watched(came={ONE: 1.0}, went={ONE: 15.0})
    assert served(Change("taken", 14.0, (ONE, TWO)), browser) == 15.0


def test_every_browser_counts_for_every_change_and_who_never_saw_one_is_told() -> None:
    browsers = [Watched(came={ONE: 11.0}), Watched(came={ONE: 12.0}), Watched()]
    assert lateness([Change("new", 10.0, (ONE,))], browsers) == ([1.0, 2.0], 1)


def test_the_share_of_answers_without_news_is_told() -> None:
    phase = Phase("with agents", [], Used(0.0, 1.0, 10.0), Used(1.0, 1.0, 13.0), [])
    browsers = [Watched(took=[1.0, 3.0, 2.0], statuses=[204, 204, 200], received=3072)]
    changes: Any = None
    told = polls(Found((phase, phase), changes, Played(browsers, 1.5)))
    assert "| 1 | 67% | 2.0 ms | 3.0 ms | 1 | 0 | 0.50 |" in told


def test_orders_and_what_was_watched_survive_the_way_between_processes() -> None:
    order = Order("http://127.0.0.1:1", "/desk/queue", ["a=b"], 12.5)
    assert Order.from_json(order.to_json()) == order
    played = Played([Watched(came={ONE: 1.0}, statuses=[200])], 0.5)
    assert Played.from_json(played.to_json()) == played


def test_a_busy_process_is_seen_to_be_busy() -> None:
    before = used(os.getpid())
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    after = used(os.getpid())
    assert after.cpu_s - before.cpu_s > 0.05
    assert after.memory_mib > 10
    assert 0 < after.share_since(before) < os.cpu_count() + 1  # type: ignore[operator]
