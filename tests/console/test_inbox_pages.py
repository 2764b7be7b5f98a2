"""The inbox as people see it: sentences first, filters, counts that add up, the way to more."""

import re
from typing import Any

import pytest
from sqlalchemy import insert

from bot.tuning.inbox import PAGE
from bot.tuning.utterances import UTTERANCES
from tests.console.hall import ConsoleHall


def said(hall: ConsoleHall, number: int, **facts: Any) -> None:
    known = {
        "conversation_id": f"c{number:08d}",
        "turn": 1,
        "at": hall.now,
        "channel": "voice",
        "language": "de",
    }
    known |= {
        "text": f"satz {number}",
        "intent": "order_status",
        "confidence": 0.9,
        "route": "bot",
        "how": "model",
    }
    known |= {"flags": [], "group_id": number, "status": "open", "model_version": 1} | facts
    with hall.engine.begin() as db:
        db.execute(insert(UTTERANCES).values(id=number, **known))


def ids(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'id="u(\d+)"', page)]


def counts(page: str) -> dict[str, int]:
    found = re.findall(
        r'href="/console\?(?:view=(\w+))?[^"]*"[^>]*data-key="v \d">[^<]*<span class="count">(\d+)', page
    )
    return {view or "newest": int(number) for view, number in found}


def test_the_newest_come_first_with_what_was_understood(hall: ConsoleHall) -> None:
    said(hall, 1)
    said(hall, 2, intent=None, confidence=None, language="en", text="gibberish", flags=["anger"])
    page = hall.browser().get("/console").text
    assert ids(page) == [2, 1]
    assert '<q lang="en">gibberish</q>' in page
    assert "nicht verstanden" in page
    assert "90 %" in page
    assert 'href="/console/conversations/c00000001#t1"' in page


def test_an_empty_inbox_says_so(hall: ConsoleHall) -> None:
    assert "Noch hat niemand etwas gesagt" in hall.browser().get("/console").text
    assert "Mit diesen Filtern ist nichts da" in hall.browser().get("/console?words=x").text


def test_a_page_leads_to_the_next_until_the_end(hall: ConsoleHall) -> None:
    for number in range(1, PAGE + 8):
        said(hall, number)
    browser = hall.browser()
    first = browser.get("/console").text
    following = re.search(r'id="more".*?hx-get="([^"]+)"', first)
    assert following
    part = browser.client.get(
        following[1].replace("&amp;", "&"), headers={"HX-Request": "true", "HX-Target": "more"}
    ).text
    assert ids(first) + ids(part) == list(range(PAGE + 7, 0, -1))
    assert 'id="more"' not in part
    assert "<html" not in part


def test_without_a_script_the_link_leads_to_a_page_of_its_own(hall: ConsoleHall) -> None:
    for number in range(1, PAGE + 3):
        said(hall, number)
    page = hall.browser().get(f"/console?after={3}").text
    assert ids(page) == [2, 1]
    assert "Von vorn" in page


def test_the_least_certain_are_sorted_by_how_sure_the_model_was(hall: ConsoleHall) -> None:
    for number in range(1, PAGE + 12):
        said(hall, number, confidence=(number * 37 % 50) / 50)
    browser = hall.browser()
    first = browser.get("/console?view=unsure").text
    after = re.search(r"after=([^\"]+)\"", first)
    assert after
    rest = browser.get(f"/console?view=unsure&after={after[1]}").text
    shown = ids(first) + ids(rest)
    sure = {number: (number * 37 % 50) / 50 for number in shown}
    assert len(set(shown)) == PAGE + 11
    assert shown == sorted(shown, key=lambda number: (sure[number], -number))


def test_every_view_is_counted_under_the_filters(hall: ConsoleHall) -> None:
    said(hall, 1, clarified=True)
    said(hall, 2, failed=True, handed_over=True, language="en")
    said(hall, 3, corrected=True, candidate_intent="other_topic")
    said(hall, 4, status="written", clarified=True)
    found = counts(hall.browser().get("/console").text)
    assert found == {
        "newest": 3,
        "unsure": 3,
        "clarified": 1,
        "failed": 1,
        "handed_over": 1,
        "corrected": 1,
        "disagreeing": 1,
    }
    assert counts(hall.browser().get("/console?language=en").text)["newest"] == 1
    assert counts(hall.browser().get("/console?status=all").text)["clarified"] == 2


def test_groups_are_shown_by_their_size_with_a_way_into_each(hall: ConsoleHall) -> None:
    for number in range(1, 7):
        said(hall, number, group_id=1 if number < 4 else number)
    browser = hall.browser()
    page = browser.get("/console?grouped=1").text
    assert ids(page)[0] == 3
    assert "3 ähnliche" in page
    way = re.search(r'href="(/console\?[^"]*group=1[^"]*)"', page)
    assert way
    inside = browser.get(way[1].replace("&amp;", "&")).text
    assert ids(inside) == [3, 2, 1]
    assert "Ähnliche Sätze: 3" in inside


def test_a_change_of_filters_brings_only_what_is_found(hall: ConsoleHall) -> None:
    said(hall, 1)
    headers = {"HX-Request": "true", "HX-Target": "found"}
    part = hall.browser().client.get("/console?language=de", headers=headers).text
    assert part.strip().startswith('<section id="found"')
    assert ids(part) == [1]


@pytest.mark.parametrize(
    "query",
    [
        "words=%22%22%22&after=x",
        "words='%20OR%201=1;--",
        "words=AND%20OR%20NOT%20NEAR(",
        "words=%00*",
        "after=99999999999999",
        "view=unsure&after=nan_3",
        "grouped=1&after=-1",
        "version=x&first=2026-99-01",
        "first=9999-12-31&last=9999-12-31",
        "first=0001-01-01",
        "words=%5Border_number%5D",
        "words=a%3A*%20%7C%20b",
        "group=0",
        "intent=-",
    ],
)
def test_nothing_typed_breaks_the_page(hall: ConsoleHall, query: str) -> None:
    said(hall, 1)
    assert hall.browser().get(f"/console?{query}").status_code == 200


def test_what_was_said_is_never_markup(hall: ConsoleHall) -> None:
    said(hall, 1, text="<script>alert(1)</script>", intent="<b>")
    page = hall.browser().get("/console?words=<script>").text
    assert "<script>alert" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("name", ["olga", "ada"])
def test_in_english_for_whoever_reads_english(hall: ConsoleHall, name: str) -> None:
    with hall.engine.begin() as db:
        db.exec_driver_sql('UPDATE staff SET interface = \'{"language": "en"}\'')
    page = hall.browser(name).get("/console").text
    assert "Least certain" in page
