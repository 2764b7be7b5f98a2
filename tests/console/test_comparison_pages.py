"""What the console shows of a comparison: verdict, figures, pictures with their tables, sentences."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bot.console.reason_words import reason_words
from bot.phrases.interface import words
from bot.running.launch import ROOT
from bot.tuning.promotion_limits import FILE
from tests.console.hall import ConsoleHall
from tests.tuning.compared import Made
from tests.tuning.results import CALLS

REASON: dict[str, Any] = {
    **{"flag": "crisis", "intent": "pause", "before": 0.91, "after": 0.5, "margin": 0.01, "ratio": 2.0},
    **{"of": 100, "lost": 9, "gained": 1, "failures": 1, "failed": ["de/sms: Storno"], "why": "no_tests"},
    **{"asked": 3, "compared_with": 1, "live": 2, "file": "x.npz"},
}


@pytest.fixture
def hall(tmp_path: Path) -> ConsoleHall:
    """In a checkout with models, limits and an exam of the test's own; all else is the real one's."""
    checkout = tmp_path / "checkout"
    (checkout / "data").mkdir(parents=True)
    for name in ("bot", "domain.yml", *(f"data/{file.name}" for file in (ROOT / "data").iterdir())):
        if name != FILE:
            (checkout / name).symlink_to(ROOT / name)
    return ConsoleHall(tmp_path, checkout)


@pytest.fixture
def made(hall: ConsoleHall) -> Made:
    """Twenty sentences of an intent are lost, five of another gained, a crisis missed, a turn changed."""
    found = Made(hall.house.root, hall.engine, hall.clock)
    found.sentences("order_cancel", 20, after="order_status")
    found.exam("pause", *(found.models.both(f"moment {n}", "unsure:pause", "pause") for n in range(5)))
    found.exam("pause", found.models.both("hold on", "pause"), language="en")
    found.delicate("ich will nicht mehr", "crisis", True, False)
    heard = found.models.both("hier ist erika wo bleibt es", "order_status", "unsure:pause")
    found.said(heard, "hier ist [name] wo bleibt es", intent="order_status")
    return found


def page_of(hall: ConsoleHall, made: Made, view: str = "", who: str = "olga") -> str:
    number = hall.rows("SELECT max(id) AS id FROM comparisons")[0]["id"] or made.compare()
    answer = hall.browser(who).get(f"/console/comparisons/{number}{view}")
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", unescape(answer.text))


def english(hall: ConsoleHall) -> None:
    with hall.engine.begin() as db:
        db.exec_driver_sql("UPDATE staff SET interface = '{\"language\": \"en\"}' WHERE id = 'olga'")


# --- the verdict ---


def test_it_says_in_words_why_a_candidate_is_refused(hall: ConsoleHall, made: Made) -> None:
    page = page_of(hall, made)
    assert "v2 wird abgelehnt:" in page
    lost = "„Bestellung stornieren“ würde seltener verstanden: 0 % statt 100 % von 20 Prüfsätzen"
    assert lost in page.replace("\u00a0", " ")
    assert "Heikles „akute Krise“ würde seltener erkannt" in page


def test_and_in_english(hall: ConsoleHall, made: Made) -> None:
    english(hall)
    page = page_of(hall, made)
    assert "v2 is refused:" in page
    assert "would be understood less often: 0% instead of 100% of 20 test sentences" in page


def test_a_candidate_as_good_as_the_live_one_may_be_promoted(hall: ConsoleHall) -> None:
    same = Made(hall.house.root, hall.engine, hall.clock)
    same.sentences("order_cancel", 5)
    assert "v2 darf übernommen werden" in page_of(hall, same)


def test_the_verdict_is_that_of_today(hall: ConsoleHall) -> None:
    same = Made(hall.house.root, hall.engine, hall.clock)
    assert "v2 darf übernommen werden" in page_of(hall, same)
    (same.folder / "models" / "hotline-candidate.tar.gz").unlink()
    assert "Die Datei hotline-candidate.tar.gz ist nicht mehr da." in page_of(hall, same)


@pytest.mark.parametrize("code", sorted(words("de")["comparison"]["reasons"]))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_reason_has_words_that_need_only_what_it_knows(code: str, language: str) -> None:
    told = REASON | {"code": code}
    if code.startswith("not_compared_"):
        told |= {"code": "not_compared", "part": code.removeprefix("not_compared_")}
    with Flask(__name__).test_request_context(headers={"Accept-Language": language}):
        shown = reason_words(told)
    assert shown != code
    assert "{" not in shown


# --- figures ---


def test_what_was_measured_stands_in_a_table(hall: ConsoleHall, made: Made) -> None:
    page = page_of(hall, made).replace("\u00a0", " ")
    assert re.search(r"Prüfsätze richtig verstanden</th>.*?>26<.*?>80,8 %<.*?>23,1 %<.*?>20 ", page)
    assert "4,1 ms" in page
    assert "Das sind" not in page
    assert "38 Gespräche wurden mit dem Kandidaten durchgespielt, 0 davon endeten falsch" in page


def test_calls_that_could_not_be_played_are_said(hall: ConsoleHall, made: Made) -> None:
    made.calls = CALLS | {"ran": False, "why": "no_pytest"}
    assert "(pytest) ist hier nicht installiert" in page_of(hall, made)


def test_the_replay_says_what_would_change(hall: ConsoleHall, made: Made) -> None:
    page = page_of(hall, made)
    assert "nichts davon wurde ausgeführt. 1 würden anders verstanden." in page
    assert 'class="ways__clarify" x="0.0"' in page


def test_intents_stand_with_what_they_lost_and_gained(hall: ConsoleHall, made: Made) -> None:
    page = page_of(hall, made, "/intents")
    assert "Bestellung stornieren, Verloren: 20" in page
    assert "einen Moment, Gewonnen: 5" in page
    assert '/sentences?intent=order_cancel"' in page


def test_confusions_stand_as_a_picture_and_as_a_list(hall: ConsoleHall, made: Made) -> None:
    page = page_of(hall, made, "/confusions")
    cell = "Bestellung stornieren → Stand einer Bestellung: 20 von 20"
    assert f"<title>{cell}</title>" in page
    assert re.search(r"<th scope=\"row\">Bestellung stornieren</th><td[^>]*>Stand einer Bestellung<", page)
    assert cell not in page_of(hall, made, "/confusions?side=live")
    assert "Nichts wird verwechselt" in page_of(hall, made, "/confusions?language=en")


@pytest.mark.parametrize("view", ["", "/intents", "/confusions", "/sentences"])
def test_nothing_is_styled_or_scripted_within_the_page(hall: ConsoleHall, made: Made, view: str) -> None:
    page = page_of(hall, made, view)
    assert not re.search(r"<[^>]* (style|on\w+)=|<style|<script>", page)


# --- sentences ---


def test_sentences_can_be_chosen_by_source_change_language_and_intent(hall: ConsoleHall, made: Made) -> None:
    def found(query: str) -> int:
        shown = re.search(r"id=\"found\">(\d+) Sätze", page_of(hall, made, f"/sentences?{query}"))
        assert shown
        return int(shown[1])

    assert found("") == 27
    assert found("source=exam") == 25
    assert found("change=fixed") == 5
    assert found("source=delicate&change=broken") == 1
    assert found("language=en") == 0
    assert found("intent=pause") == 6
    assert found("intent=order_cancel&change=broken") == 20
    assert found("source=nonsense&intent=%27;--") == 27


def test_the_counts_above_them_add_up(hall: ConsoleHall, made: Made) -> None:
    page = page_of(hall, made, "/sentences")
    counts = re.findall(r">(\d+)<span class=\"visually-hidden\"> [^<]*, [^<]*</span>", page)
    assert sum(map(int, counts)) == 27


def test_a_callers_sentence_is_shown_without_personal_data_and_leads_to_the_call(
    hall: ConsoleHall, made: Made
) -> None:
    page = page_of(hall, made, "/sentences?source=replay")
    assert "hier ist [name] wo bleibt es" in page
    assert "erika" not in page
    assert "/console/conversations/talk-hier" in page
    assert "Nachfrage: einen Moment" in page


def test_a_long_list_comes_in_pages(hall: ConsoleHall, made: Made) -> None:
    made.sentences("start_over", 130, after="pause")
    first = page_of(hall, made, "/sentences?intent=start_over")
    further = re.search(r'href="[^"]*(/sentences\?[^"]*after=\d+[^"]*)"', first)
    assert first.count("zu start_over") == 100
    assert further
    assert page_of(hall, made, further[1]).count("zu start_over") == 30


# --- who, and asking for one ---


@pytest.mark.parametrize("name", ["arne", "lena"])
def test_it_is_not_for_the_desk(hall: ConsoleHall, made: Made, name: str) -> None:
    number = made.compare()
    for path in ("", f"/{number}", f"/{number}/sentences"):
        assert hall.browser(name).get(f"/console/comparisons{path}").status_code == 403


def test_all_comparisons_are_listed(hall: ConsoleHall, made: Made) -> None:
    assert "noch nichts verglichen" in hall.browser().get("/console/comparisons").text
    number = made.compare()
    page = hall.browser().get("/console/comparisons").text
    assert f"/console/comparisons/{number}" in page
    assert "v2 gegen v1" in page
    assert "Gründe" in page


def test_a_comparison_can_be_asked_for_once(hall: ConsoleHall, made: Made) -> None:
    browser = hall.browser()
    fields = {"version": str(made.candidate.id)}
    assert browser.post("/console/comparisons", fields).status_code == 303
    assert browser.post("/console/comparisons", fields).status_code == 409
    assert [job["kind"] for job in hall.rows("SELECT kind FROM tuning_jobs")] == ["compare"]
    assert ("olga", "comparison_asked", "version:2") in hall.audited()


def test_of_what_is_not_there_nothing_is_shown(hall: ConsoleHall) -> None:
    assert hall.browser().get("/console/comparisons/99").status_code == 404
    assert hall.browser().post("/console/comparisons", {"version": "99"}).status_code == 404
