"""The conversation tab, the reply box and the live pages as a browser gets them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from carrier import then
from tests.builders import ScriptedRasa, said, sure
from tests.staff.browser import Browser
from tests.virtual import VirtualHotline, virtual_hotline

CUSTOMER = "+491713920077"
WHERE = "Wo ist mein Paket?"
KEY = re.compile(r'name="key" value="([0-9a-f]+)"')
POLL = re.compile(r'hx-get="([^"]+/turns\?seen=[^"]+)"')


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[VirtualHotline]:
    rasa = ScriptedRasa({WHERE: sure("order_status")}, [said("Es kommt morgen.")] * 9)
    with virtual_hotline(tmp_path, rasa) as running:
        running.hire("anna", "+4915228895456", name="Anna Brandt")
        running.hire("ben", "+4915228895457", name="Ben Kaya")
        running.hire("pia", "+4915228895458", site="partner", skills=["product_care"])
        yield running


class Desk:
    """Somebody at the desk, with the only case open."""

    def __init__(self, hotline: VirtualHotline, who: str = "anna") -> None:
        self.hotline, self.who = hotline, who
        self.seat = Browser(hotline.web.app, hotline.engine, hotline.clock).sign_in(who)

    def text(self, words: str) -> None:
        """The customer writes."""
        self.hotline.network.phone(CUSTOMER).text(words, self.hotline.number)
        self.hotline.network.run_for(2)

    def take(self) -> "Desk":
        """They asked for a person, and it is this one."""
        self.text(WHERE)
        self.text("MITARBEITER")
        (wait,) = self.hotline.rows("SELECT id FROM waits WHERE status = 'waiting'")
        self.hotline.parts.desk.takeover.take(wait["id"], self.who)
        return self

    @property
    def case(self) -> str:
        """Its id."""
        return str(self.hotline.rows("SELECT id FROM handovers")[0]["id"])

    @property
    def talk(self) -> str:
        """The conversation's id."""
        return str(self.hotline.rows("SELECT id FROM conversations")[0]["id"])

    def tab(self) -> str:
        """The tab, alone."""
        headers = {"HX-Request": "true", "HX-Target": "tab"}
        answer = self.seat.client.get(f"/desk/cases/{self.case}/conversation", headers=headers)
        assert answer.status_code == 200
        return str(answer.text)

    def post(self, what: str, htmx: bool = True, **fields: Any) -> TestResponse:
        """To the case."""
        return self.seat.post(f"/desk/cases/{self.case}/{what}", fields, htmx)

    def said(self) -> list[str]:
        """What the customer got of an expert."""
        return [row["body"] for row in self.hotline.rows("SELECT body FROM outgoing_messages ORDER BY id")]


@pytest.fixture
def desk(hotline: VirtualHotline) -> Desk:
    return Desk(hotline).take()


# --- the tab ---


def test_the_tab_shows_what_was_said_and_understood(desk: Desk) -> None:
    page = desk.tab()
    assert WHERE in page
    assert "Es kommt morgen." in page
    assert "Stand einer Bestellung" in page
    assert "<html" not in page


def test_the_whole_page_has_the_case_around_it(desk: Desk) -> None:
    page = desk.seat.get(f"/desk/cases/{desk.case}/conversation").text
    assert page.count("<html") == 1
    assert WHERE in page
    assert CUSTOMER not in page


def test_no_page_holds_script_or_style_of_its_own(desk: Desk) -> None:
    pages = [desk.seat.get(f"/desk/cases/{desk.case}/conversation"), desk.seat.get("/desk/live")]
    pages.append(desk.seat.get(f"/desk/live/{desk.talk}"))
    for page in pages:
        assert page.status_code == 200
        assert re.findall(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style", page.text) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_pages_are_there_in_both_languages(desk: Desk, language: str) -> None:
    desk.seat.post("/staff/settings", {"language": language, "theme": "auto", "reached_by": "phone"})
    words = {"de": ("Vorlagen", "Übernehmen"), "en": ("Templates", "With the bot now")}[language]
    assert words[0] in desk.tab()
    assert desk.seat.get("/desk/live").status_code == 200


def test_nothing_new_is_no_answer(desk: Desk) -> None:
    (poll,) = POLL.findall(desk.tab())
    assert desk.seat.get(poll, poll=True).status_code == 204


def test_only_what_is_new_comes_with_the_next_look(desk: Desk) -> None:
    (poll,) = POLL.findall(desk.tab())
    desk.text("Ich warte noch")
    news = desk.seat.get(poll, poll=True)
    assert "Ich warte noch" in news.text
    assert WHERE not in news.text.replace('id="m-', "")
    assert "beforeend:#turns" in news.text
    (then_,) = POLL.findall(news.text)
    assert desk.seat.get(then_, poll=True).status_code == 204


def test_who_only_looks_on_has_no_box(desk: Desk, hotline: VirtualHotline) -> None:
    hotline.hire("mira", "+4915228895459", role="lead")
    page = Browser(hotline.web.app, hotline.engine, hotline.clock).sign_in("mira")
    text = page.get(f"/desk/cases/{desk.case}/conversation").text
    assert WHERE in text
    assert 'id="reply"' not in text


# --- answering ---


def test_an_answer_goes_out_and_the_box_is_empty_again_with_a_new_key(desk: Desk) -> None:
    (key,) = set(KEY.findall(desk.tab().partition('id="reply"')[2].partition("</form>")[0]))
    answer = desk.post("reply", text="Guten Tag, ich sehe nach.", key=key)
    assert answer.status_code == 200
    assert desk.said() == ["Guten Tag, ich sehe nach."]
    assert KEY.findall(answer.text) != [key]
    assert "ich sehe nach" not in answer.text


def test_sent_again_with_the_same_key_it_goes_out_once(desk: Desk) -> None:
    for _ in range(3):
        assert desk.post("reply", text="Guten Tag", key="k1").status_code == 200
    assert desk.said() == ["Guten Tag"]


@pytest.mark.parametrize("text", ["", "x" * 1501, "bis [bis wann …]"])
def test_a_refused_answer_keeps_its_words_and_its_key(desk: Desk, text: str) -> None:
    answer = desk.post("reply", text=text, key="abc1")
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#reply"
    assert 'role="alert"' in answer.text
    assert KEY.findall(answer.text) == ["abc1"]
    assert text in answer.text
    assert desk.said() == []


def test_without_script_an_answer_leads_back_to_the_tab(desk: Desk) -> None:
    sent = desk.post("reply", htmx=False, text="Guten Tag", key="k1")
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/desk/cases/{desk.case}/conversation")
    refused = desk.post("reply", htmx=False, text="", key="k2")
    assert (refused.status_code, "<html" in refused.text) == (409, True)


def test_what_is_written_is_counted_beside_it(desk: Desk) -> None:
    checked = desk.post("reply/check", text="Guten Tag [bis wann …] ş", seen="99")
    assert "26 Zeichen, 1 SMS" in checked.text
    assert "Sonderzeichen" in checked.text
    assert "[bis wann …]" in checked.text


def test_a_message_that_came_meanwhile_is_hinted_at(desk: Desk) -> None:
    hint = "Inzwischen kam eine neue Nachricht"
    seen = re.findall(r'name="seen" value="(\d+)"', desk.tab())[0]
    assert hint not in desk.post("reply/check", text="Guten", seen=seen).text
    desk.text("Noch etwas")
    assert hint in desk.post("reply/check", text="Guten", seen=seen).text


def test_a_wording_fills_the_box_and_sends_nothing(desk: Desk) -> None:
    begun = desk.post("reply/templates/hello", text="", language="de")
    assert "hier schreibt Anna Brandt von" in begun.text
    assert desk.said() == []
    added = desk.post("reply/templates/all_settled", text="Guten Tag.", language="en")
    assert "Guten Tag.\n\nThen everything is settled." in added.text
    assert desk.post("reply/templates/crisis_here", text="").status_code == 404


def test_wordings_are_filtered_by_typing(desk: Desk) -> None:
    found = desk.seat.get(f"/desk/cases/{desk.case}/reply/templates?q=etikett", poll=True).text
    assert "Rücksendeetikett" in found
    assert "Begrüßung" not in found
    assert "Keine Vorlage" in desk.seat.get(f"/desk/cases/{desk.case}/reply/templates?q=qqq").text


# --- parting with it ---


@pytest.mark.parametrize(
    ("what", "fields", "owner"),
    [
        ("thread/back", {"reason": "go_on"}, "bot"),
        ("thread/back", {"reason": "finished"}, "bot"),
        ("thread/pass", {"note": "bitte", "to": "ben"}, "queue"),
        ("thread/release", {"to_break": "1"}, "queue"),
        ("thread/close", {}, "closed"),
    ],
)
def test_every_ending_leads_to_the_closing(desk: Desk, what: str, fields: Any, owner: str) -> None:
    for _ in range(2):
        answer = desk.post(what, htmx=False, **fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/cases/{desk.case}/closing")
    assert desk.hotline.rows("SELECT owner FROM conversations") == [{"owner": owner}]


def test_nobody_parts_with_the_thread_of_another(desk: Desk, hotline: VirtualHotline) -> None:
    other = Browser(hotline.web.app, hotline.engine, hotline.clock).sign_in("ben")
    for what in ("thread/close", "thread/release", "reply"):
        answer = other.post(f"/desk/cases/{desk.case}/{what}", {"text": "Hallo", "key": "k"}, htmx=True)
        assert answer.status_code in (403, 404, 409, 409), what
    assert desk.said() == []
    assert desk.hotline.rows("SELECT owner FROM conversations") == [{"owner": "expert"}]


# --- live ---


@pytest.fixture
def caller(hotline: VirtualHotline) -> Desk:
    hotline.network.call(CUSTOMER, hotline.number, [then(16, say=WHERE), then(60, say=WHERE)])
    hotline.network.run_for(24)
    return Desk(hotline)


def test_who_is_with_the_bot_is_on_the_page_without_their_number(caller: Desk) -> None:
    page = caller.seat.get("/desk/live").text
    assert "Stand einer Bestellung" in page
    assert CUSTOMER[-4:] not in page
    seen = re.findall(r'hx-get="([^"]+/live/rows\?seen=\w+)"', page)
    assert caller.seat.get(seen[0], poll=True).status_code == 204


def test_reading_along_shows_the_words_as_they_are_said(caller: Desk) -> None:
    page = caller.seat.get(f"/desk/live/{caller.talk}").text
    assert WHERE in page
    (poll,) = POLL.findall(page)
    caller.hotline.network.run_for(70)
    assert WHERE in caller.seat.get(poll, poll=True).text


def test_a_hint_is_shown_until_it_is_used(caller: Desk) -> None:
    given = caller.seat.post(f"/desk/live/{caller.talk}/say", {"words": "Ich sehe nach."}, htmx=True)
    assert "wartet auf die nächste Antwort" in given.text
    state = re.findall(r'hx-get="([^"]+/state\?seen=\w+)"', given.text)[0]
    assert caller.seat.get(state, poll=True).status_code == 204
    caller.hotline.network.run_for(70)
    assert "verwendet" in caller.seat.get(state, poll=True).text


def test_a_refused_hint_keeps_its_words(caller: Desk) -> None:
    refused = caller.seat.post(f"/desk/live/{caller.talk}/say", {"words": "<b>nein</b>"}, htmx=True)
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (409, "#say")
    assert "&lt;b&gt;nein" in refused.text


def test_a_wish_is_chosen_from_the_list(caller: Desk) -> None:
    page = caller.seat.get(f"/desk/live/{caller.talk}").text
    assert '<option value="return_status">' in page
    given = caller.seat.post(f"/desk/live/{caller.talk}/wish", {"intent": "return_status"}, htmx=True)
    assert "ob die Rücksendung ankam" in given.text


def test_people_of_partners_read_nothing_along(caller: Desk) -> None:
    partner = Desk(caller.hotline, "pia").seat
    for path in ("/desk/live", "/desk/live/rows", f"/desk/live/{caller.talk}"):
        assert partner.get(path).status_code == 403
    assert partner.post(f"/desk/live/{caller.talk}/say", {"words": "Hallo"}).status_code == 403
