"""The figures' pages: who sees them, what stands on them, what is behind, and the file to take along."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.console.figure_csv import MARK
from bot.figures.behind import PAGE
from bot.figures.definitions import DEFINITIONS, SECTIONS
from bot.handover.experts import STAFF
from tests.builders import CALLER
from tests.console.hall import ConsoleHall

FIGURES = "/console/figures"


@pytest.fixture
def busy(hall: ConsoleHall) -> ConsoleHall:
    """Three calls and a thread; one sentence of four was unclear."""
    for number in range(3):
        talk = hall.talk(f"call-{number}", call_sid=f"CA{number}", memory={"wish": "order_status"})
        hall.say(talk, "wo ist meine Bestellung", route="clarify" if number == 0 else "bot")
    thread = hall.talk("thread", channel="sms")
    hall.say(thread, "wann kommt sie")
    return hall


@pytest.mark.parametrize(("name", "status"), [("olga", 200), ("ada", 200), ("lena", 200), ("arne", 403)])
def test_figures_are_for_those_who_tune_and_those_who_lead(hall: ConsoleHall, name: str, status: int) -> None:
    assert hall.browser(name).get(FIGURES).status_code == status


def test_every_figure_stands_on_the_page_with_its_picture(busy: ConsoleHall) -> None:
    page = busy.browser().get(FIGURES).text
    assert page.count('<svg class="trend"') == len(DEFINITIONS)
    assert [f'id="section-{section}"' in page for section in SECTIONS] == [True] * len(SECTIONS)
    assert "style=" not in page
    assert "<script>" not in page


def test_one_figure_is_explained_with_numerator_denominator_and_course(busy: ConsoleHall) -> None:
    page = busy.browser().get(f"{FIGURES}/misunderstood?days=7").text
    assert "25\xa0%" in page
    assert "<strong>1</strong> unklar, was gewollt war" in page
    assert "<strong>4</strong> dem Bot gesagt oder getippt" in page
    assert page.count('<tr><th scope="row">Mo., 23. Nov.</th>') == 1


def test_it_is_broken_down_and_each_part_leads_to_its_conversations(busy: ConsoleHall) -> None:
    page = busy.browser().get(f"{FIGURES}/calls?days=1").text
    assert "Nach Kanal" in page
    assert "side=of&amp;by=channel&amp;value=voice" in page


def test_behind_a_figure_are_its_conversations(busy: ConsoleHall) -> None:
    browser = busy.browser()
    unclear = browser.get(f"{FIGURES}/misunderstood/conversations?side=of").text
    assert unclear.count('href="/console/conversations/') == 1
    clear = browser.get(f"{FIGURES}/misunderstood/conversations?side=rest").text
    assert clear.count('href="/console/conversations/') == 3
    by_text = browser.get(f"{FIGURES}/threads/conversations?side=of&by=channel&value=sms").text
    assert by_text.count('href="/console/conversations/') == 1


def test_leads_may_read_the_conversations_behind_a_figure(busy: ConsoleHall) -> None:
    browser = busy.browser("lena")
    page = browser.get(f"{FIGURES}/calls/conversations").text
    assert len(set(links(page))) == 4
    assert browser.get(f"/console/conversations/{links(page)[0]}").status_code == 200


def test_many_conversations_come_by_the_page_and_none_twice(hall: ConsoleHall) -> None:
    for number in range(PAGE + 5):
        hall.talk(
            f"call-{number}", call_sid=f"CA{number}", started_at=hall.now - timedelta(minutes=number // 3)
        )
    browser, seen = hall.browser(), []
    page = browser.get(f"{FIGURES}/calls/conversations?side=of").text
    seen += links(page)
    following = page.partition("side=of&amp;after=")[2].partition('"')[0]
    seen += links(browser.get(f"{FIGURES}/calls/conversations?side=of&after={following}").text)
    assert (len(seen), len(set(seen))) == (PAGE + 5, PAGE + 5)


def links(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('href="/console/conversations/')[1:]]


@pytest.mark.parametrize(
    "path",
    [
        f"{FIGURES}/nothing",
        f"{FIGURES}/nothing.csv",
        f"{FIGURES}/calls/conversations?side=other",
        f"{FIGURES}/calls/conversations?by=caller&value=x",
        f"{FIGURES}/occupancy/conversations",
    ],
)
def test_what_is_no_figure_is_not_there(hall: ConsoleHall, path: str) -> None:
    assert hall.browser().get(path).status_code == 404


def test_a_value_that_is_no_number_has_no_conversations(busy: ConsoleHall) -> None:
    page = busy.browser().get(f"{FIGURES}/calls/conversations?by=model_version&value=x;--&after=nonsense")
    assert (page.status_code, "/console/conversations/" in page.text) == (200, False)


def test_wrong_days_are_said_and_the_usual_ones_shown(hall: ConsoleHall) -> None:
    page = hall.browser().get(f"{FIGURES}?first=2026-11-20&last=2026-11-01").text
    assert "Diese Tage passen nicht zusammen" in page
    assert 'value="2026-10-27"' in page


def test_the_file_has_every_figure_of_every_day_and_nothing_personal(busy: ConsoleHall) -> None:
    answer = busy.browser().get(f"{FIGURES}.csv?days=7")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="figures_2026-11-17_')
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix(MARK))))
    assert len(rows) == len(DEFINITIONS) * 7
    (today,) = (row for row in rows if row["key"] == "calls" and row["from"].startswith("2026-11-23"))
    assert (today["numerator"], today["denominator"], today["value"]) == ("3", "4", "3")
    assert CALLER not in answer.text


def test_the_pages_are_in_the_readers_language(busy: ConsoleHall) -> None:
    with busy.engine.begin() as db:
        db.execute(update(STAFF).where(STAFF.c.id == "otto").values(interface={"language": "en"}))
    page = busy.browser("otto").get(f"{FIGURES}/misunderstood").text
    assert "<h1>Misunderstood</h1>" in page
    assert "25%" in page
