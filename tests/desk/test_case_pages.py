"""The case screen as a browser gets it: whole, in parts, only what changed, and never what is masked."""

import re
from dataclasses import replace

import pytest
from flask import Blueprint
from sqlalchemy import Engine

from bot.desk.case_frame import TABS
from bot.desk.case_pages import case_pages
from bot.desk.case_papers import LONGEST_NOTE, CasePapers
from bot.desk.history import History
from bot.desk.history_pages import add_history
from bot.desk.knowledge.search import Library
from bot.desk.knowledge.statement import Statement
from bot.desk.knowledge_pages import add_knowledge
from bot.desk.label_pages import add_labels
from bot.desk.labels import Labels
from bot.desk.papers_pages import add_papers
from bot.desk.said_so_far import Conversations
from bot.handover.cases import Cases
from bot.handover.voicemails import Recording, Voicemails
from bot.handover.waits import Waits
from bot.staff.person import Person
from tests.builders import CALLER
from tests.desk.case_builders import Office, Screen, facts, person, words_of
from tests.handover.flagged import day, flag, order
from tests.handover.hall import PHRASES

LABEL = {"de": "Widerruf", "en": "withdrawal"}
LIBRARY = Library(
    [Statement("RETURNS-W", "RETURNS: Stand 1. Oktober", LABEL, {"de": "14 Tage", "en": "14 days"})]
)
IDS = re.compile(r'id="(block-[a-z]+|case-head|case-pulse)"')


@pytest.fixture
def office(sqlite: Engine) -> Office:
    return Office(sqlite)


@pytest.fixture
def eva(office: Office) -> Person:
    return office.hire(person(skills=frozenset({"care", "any", "care_estate"})))


def area(office: Office) -> Blueprint:
    pages, engine = case_pages(office.frames, PHRASES), office.engine
    add_labels(pages, office.frames, Labels(engine, office.clock))
    add_history(pages, office.frames, History(engine, lambda _: ()), Conversations(engine))
    add_knowledge(pages, office.frames, lambda: LIBRARY)
    papers = CasePapers(engine, Cases(engine, office.record))
    add_papers(pages, office.frames, papers, office.clock, office.audit)
    return pages


@pytest.fixture
def screen(office: Office, eva: Person) -> Screen:
    return Screen(office, eva, area(office))


@pytest.fixture
def case(office: Office, eva: Person) -> str:
    made = office.bereaved()
    office.talks(made, eva)
    return made


def test_the_seven_blocks_come_in_their_order(screen: Screen, case: str) -> None:
    page = screen.get(f"/desk/cases/{case}")
    assert re.findall(r'id="block-([a-z]+)"', page) == [
        "who",
        "wish",
        "flags",
        "done",
        "facts",
        "orders",
        "reach",
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_code_is_left_unworded(office: Office, eva: Person, case: str, language: str) -> None:
    page = words_of(Screen(office, replace(eva, language=language), area(office)).get(f"/desk/cases/{case}"))
    assert not re.findall(r"\b(?!data_)[a-z]+_[a-z_]+\b", page)


@pytest.mark.parametrize(("language", "written"), [("de", "Di. 24. Nov."), ("en", "Tue 24 Nov")])
def test_a_day_is_written_as_people_of_this_language_write_it(
    office: Office, eva: Person, language: str, written: str
) -> None:
    made = office.case(orders=(order(is_open=True, eta=day(1)),))
    assert written in Screen(office, replace(eva, language=language), area(office)).get(f"/desk/cases/{made}")


def test_nothing_masked_is_anywhere_on_the_page(screen: Screen, case: str) -> None:
    page = screen.get(f"/desk/cases/{case}")
    assert CALLER not in page
    assert CALLER[3:] not in page
    assert "20257" not in page
    assert "…0001" in page


def test_a_field_is_shown_when_asked_for_and_only_that(screen: Screen, case: str) -> None:
    answer = screen.post(f"/desk/cases/{case}/show/phone", by_htmx=True)
    text = answer.get_data(as_text=True)
    assert CALLER in text
    assert "20257" not in text
    assert CALLER in screen.get(f"/desk/cases/{case}")


def test_without_script_the_page_comes_back(screen: Screen, case: str) -> None:
    answer = screen.post(f"/desk/cases/{case}/show/phone")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/cases/{case}")


def test_the_first_sentence_has_name_and_matter_in_the_caller_s_language(
    office: Office, screen: Screen, eva: Person
) -> None:
    talk = office.talk(language="en", facts=facts(name="Brown"), wish="invoice_copy")
    office.turn(talk, "my invoice please", intent="invoice_copy")
    made = office.case(talk)
    office.talks(made, eva)
    page = screen.get(f"/desk/cases/{made}")
    assert "Hello Brown, my name is Eva Weber. I have your note about your invoice in front of me" in page


def test_to_somebody_in_danger_it_gives_nothing_away(office: Office, screen: Screen, eva: Person) -> None:
    talk = office.talk(flag("abuse_safety"), facts=facts(name="Klein"), wish="order_status")
    made = office.case(talk, "abuse_safety", "delicate")
    office.talks(made, eva)
    line = re.findall(r"<q lang=.de.>(.*?)</q>", screen.get(f"/desk/cases/{made}"))[0]
    assert line == "Guten Tag. Können Sie gerade sprechen? Ja oder Nein reicht."


def test_nothing_new_is_nothing_at_all(office: Office, screen: Screen, eva: Person, case: str) -> None:
    seen = office.frames.of(case, eva).seen
    answer = screen.ask(f"/desk/cases/{case}/blocks?seen={seen}")
    assert (answer.status_code, answer.data) == (204, b"")


def test_only_what_changed_comes_again(office: Office, screen: Screen, eva: Person, case: str) -> None:
    seen = office.frames.of(case, eva).seen
    packet = office.packet(case)
    office.store(case, packet | {"stated_request": "und die Rechnung liegt auch noch da"})
    page = screen.get(f"/desk/cases/{case}/blocks?seen={seen}")
    assert IDS.findall(page) == ["case-pulse", "block-wish"]
    assert page.count("hx-swap-oob") == 1
    assert "und die Rechnung liegt auch noch da" in page


def test_the_end_of_the_talk_shows_in_the_head_and_nobody_asks_again(
    office: Office, screen: Screen, eva: Person
) -> None:
    made = office.case()
    wait = office.talks(made, eva)
    seen = office.frames.of(made, eva).seen
    office.over(wait)
    page = screen.get(f"/desk/cases/{made}/blocks?seen={seen}")
    assert "case-head" in IDS.findall(page)
    assert "hx-get" not in page.split("case-head")[0]


def test_what_nobody_ever_saw_is_all_new(screen: Screen, case: str) -> None:
    page = screen.get(f"/desk/cases/{case}/blocks?seen=")
    assert len(IDS.findall(page)) == 9


def test_a_verdict_comes_back_with_what_follows_from_it(screen: Screen, case: str) -> None:
    page = screen.post(f"/desk/cases/{case}/flags/bereavement", by_htmx=True, verdict="wrong").get_data(
        as_text=True
    )
    assert {"case-pulse", "block-flags"} <= set(IDS.findall(page))
    assert "Als falsch vermerkt" in page
    assert 'aria-pressed="true"' in page


def test_one_key_each_for_the_pressing_flag_and_the_guess(screen: Screen, case: str) -> None:
    page = screen.get(f"/desk/cases/{case}")
    assert [page.count(f'data-key="{key}"') for key in "ynjku"] == [1, 1, 1, 1, 0]
    screen.post(f"/desk/cases/{case}/flags/bereavement", verdict="right")
    assert screen.get(f"/desk/cases/{case}").count('data-key="u"') == 1


def test_a_missing_flag_and_another_need_are_chosen_from_lists(screen: Screen, case: str) -> None:
    screen.post(f"/desk/cases/{case}/flags", code="hardship")
    screen.post(f"/desk/cases/{case}/need", verdict="wrong", corrected_to="pay_later")
    page = words_of(screen.get(f"/desk/cases/{case}"))
    assert "Geldnot klar gesagt" in page
    assert "später oder in Teilen zahlen" in page


def test_a_verdict_there_is_not_is_refused_in_words(screen: Screen, case: str) -> None:
    answer = screen.post(f"/desk/cases/{case}/flags/sadness", by_htmx=True, verdict="right")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#notice")


def test_who_may_not_see_the_case_is_told_so(office: Office, case: str) -> None:
    jonas = office.hire(person(id="jonas", name="Jonas", skills=frozenset({"product_care"})))
    assert Screen(office, jonas, area(office)).ask(f"/desk/cases/{case}").status_code == 403
    assert Screen(office, jonas, area(office)).ask("/desk/cases/nothing").status_code == 404


def test_a_tab_comes_alone_when_htmx_asks_for_it_and_whole_otherwise(screen: Screen, case: str) -> None:
    whole = screen.get(f"/desk/cases/{case}/notes")
    bare = screen.get(f"/desk/cases/{case}/notes", HX_Request="true", HX_Target="tab")
    assert 'id="block-who"' in whole
    assert "<html" in whole
    assert 'id="block-who"' not in bare
    assert "<html" not in bare
    assert 'id="case-tabs"' in bare
    assert 'aria-current="page"' in bare


def test_every_tab_has_words_and_a_key(screen: Screen, case: str) -> None:
    page = screen.get(f"/desk/cases/{case}/notes")
    assert re.findall(r'id="to-([a-z]+)"', page) == list(TABS)
    assert all(f'data-key="{n}"' in page for n in range(1, len(TABS) + 1))


def test_a_note_is_kept_with_who_wrote_it(office: Office, screen: Screen, case: str) -> None:
    screen.post(f"/desk/cases/{case}/notes", words="  ruft morgen wieder an  ", key="k1")
    page = words_of(screen.get(f"/desk/cases/{case}/notes"))
    assert "Eva Weber" in page
    assert "ruft morgen wieder an" in page
    assert office.packet(case)["notes"][0]["who"] == "eva"
    assert len(office.audited("note_added")) == 1


def test_a_double_click_is_one_note(office: Office, screen: Screen, case: str) -> None:
    for _ in range(2):
        screen.post(f"/desk/cases/{case}/notes", words="einmal", key="k1")
    assert len(office.packet(case)["notes"]) == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * (LONGEST_NOTE + 1)])
def test_a_note_that_is_none_is_refused(office: Office, screen: Screen, case: str, words: str) -> None:
    assert screen.post(f"/desk/cases/{case}/notes", words=words, key="k").status_code == 409
    assert office.packet(case)["notes"] == []


def test_what_a_note_says_is_never_markup(screen: Screen, case: str) -> None:
    screen.post(f"/desk/cases/{case}/notes", words="<script>alert(1)</script>", key="k")
    assert "<script>alert" not in screen.get(f"/desk/cases/{case}/notes")


def test_notes_of_the_hotline_are_worded(office: Office, screen: Screen, case: str) -> None:
    from bot.handover.case_notes import CaseNotes

    CaseNotes(office.engine).add(case, "callback_not_reached", "no_answer", "call", office.now())
    page = words_of(screen.get(f"/desk/cases/{case}/notes"))
    assert "Rückruf nicht erreicht" in page
    assert "niemand hat abgenommen" in page


def test_pictures_are_links_to_the_carrier_that_tell_it_nothing(
    office: Office, screen: Screen, eva: Person
) -> None:
    made = office.case(pictures=["https://carrier.example/media/1", "javascript:alert(1)"])
    office.talks(made, eva)
    page = screen.get(f"/desk/cases/{made}/attachments")
    assert page.count('href="https://carrier.example/media/1" target="_blank" rel="noreferrer noopener"') == 1
    assert "javascript:" not in page
    assert "<img" not in page.split('id="tab"')[1]


def test_spoken_messages_are_there_with_their_length(office: Office, screen: Screen, eva: Person) -> None:
    made = office.case()
    office.waits(made)
    talk = office.frames.of(made, eva).conversation_id
    recording = Recording("RE1", "https://carrier.example/RE1", 17)
    Voicemails(office.engine, Waits(office.engine)).take(talk, recording, office.now())
    for tab in ("notes", "attachments"):
        page = screen.get(f"/desk/cases/{made}/{tab}")
        assert "17 Sekunden" in page
        assert "https://carrier.example/RE1" in page


def test_what_is_looked_up_begins_with_the_wish(office: Office, screen: Screen, eva: Person) -> None:
    talk = office.talk(wish="withdraw_contract")
    office.turn(talk, "ich widerrufe", intent="withdraw_contract")
    page = screen.get(f"/desk/cases/{office.case(talk)}/knowledge")
    assert 'value="Widerruf"' in page
    assert "RETURNS-W" in page
    assert "14 Tage" in page


def test_looking_something_up_is_a_form_and_gives_the_results_alone(
    office: Office, eva: Person, case: str
) -> None:
    screen = Screen(office, eva, area(office))
    headers = {"HX-Request": "true", "HX-Target": "knowledge-found"}
    answer = screen.client.post(f"/desk/cases/{case}/knowledge", data={"q": "widerrufen"}, headers=headers)
    text = answer.get_data(as_text=True)
    assert "RETURNS: Stand 1. Oktober" in text
    assert "<html" not in text
    nothing = screen.post(f"/desk/cases/{case}/knowledge", q="Elefant").get_data(as_text=True)
    assert "steht nichts" in nothing


def test_the_past_opens_a_contact_without_the_page(office: Office, screen: Screen, case: str) -> None:
    earlier = office.talk(channel="sms")
    office.turn(
        earlier,
        "Wo ist mein Paket?",
        "Es kommt am [[date:2026-11-24]].",
        intent="order_status",
        understood={"flags": []},
    )
    page = screen.get(f"/desk/cases/{case}/history")
    url = f"/desk/cases/{case}/history/{earlier.id}"
    assert url in page
    turns = screen.get(url, HX_Request="true")
    assert "Wo ist mein Paket?" in turns
    assert "Stand einer Bestellung" in turns
    assert "<html" not in turns
    assert "<html" in screen.get(url)
