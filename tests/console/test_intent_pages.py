"""The catalogue in the console: found, read, worded differently, extended; changes go to a workspace."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow
from tests.console.hall import ConsoleHall
from tests.tuning.gift_wrap import FORM
from tests.tuning.workspace import git, small_workspace

UTTERANCES = table_of(UtteranceRow)
PRAISE = "/console/intents/responses/utter_praise"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleHall]:
    """One for all of these tests, on a workspace."""
    folder = tmp_path_factory.mktemp("catalogue")
    hall = ConsoleHall(folder, root=small_workspace(folder / "ws"))
    yield hall
    hall.engine.dispose()


@pytest.fixture
def root(hall: ConsoleHall) -> Iterator[Path]:
    """Its checkout, as it was before each of these tests."""
    yield hall.house.root
    git(
        hall.house.root,
        "reset",
        "-q",
        "--hard",
        git(hall.house.root, "rev-list", "--max-parents=0", "HEAD").strip(),
    )
    git(hall.house.root, "clean", "-fdq", "data", "tests")


def said(hall: ConsoleHall, text: str, **facts: object) -> int:
    """The number of something a caller said."""
    row = {"conversation_id": text[:30], "turn": 1, "at": hall.now - timedelta(hours=1), "channel": "voice"}
    row |= {"language": "de", "text": text, "intent": "order_status", "confidence": 0.42, "flags": []} | facts
    with hall.engine.begin() as db:
        return int(db.execute(insert(UTTERANCES).values(**row)).inserted_primary_key[0])


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    "path", ["/console/intents", "/console/intents/greet", "/console/intents/responses", PRAISE]
)
@pytest.mark.parametrize(("name", "status"), [("olga", 200), ("ada", 200), ("lena", 403), ("arne", 403)])
def test_the_catalogue_is_for_ops(hall: ConsoleHall, path: str, name: str, status: int) -> None:
    assert hall.browser(name).get(path).status_code == status


def test_what_is_not_there_is_not_found(hall: ConsoleHall) -> None:
    for path in (
        "/console/intents/nothing",
        "/console/intents/responses/utter_nothing",
        "/console/intents/nothing/examples",
    ):
        assert hall.browser().get(path).status_code == 404


def test_every_intent_is_listed_and_can_be_looked_for(hall: ConsoleHall) -> None:
    browser = hall.browser()
    assert len(re.findall(r'<th scope="row">', browser.get("/console/intents").text)) == 63
    found = browser.get("/console/intents?q=stand+einer").text
    assert re.findall(r'<th scope="row"><a href="/console/intents/(\w+)"', found) == ["order_status"]


def test_the_list_is_sorted_by_what_is_wanted(hall: ConsoleHall) -> None:
    said(hall, "wo ist es")
    # The list is counted once in five minutes.
    hall.later(minutes=6)
    page = hall.browser().get("/console/intents?sort=volume").text
    assert re.findall(r'<th scope="row"><a href="/console/intents/(\w+)"', page)[0] == "order_status"


def test_one_intent_shows_what_was_said_and_where_to_read_on(hall: ConsoleHall) -> None:
    said(hall, "wo <b>ist</b> [order_number]", clarified=True, conversation_id="c-77")
    page = hall.browser().get("/console/intents/order_status").text
    assert "wo &lt;b&gt;ist&lt;/b&gt; [order_number]" in page
    assert 'href="/console/conversations/c-77"' in page
    assert 'href="/console/intents/responses/utter_status_delivered"' in page
    assert "nachgefragt" in page
    assert "198" not in words(page)


def test_examples_are_searched_in_place(hall: ConsoleHall) -> None:
    part = hall.browser().get("/console/intents/order_status/examples?words=&language=en", htmx=True).text
    assert "<html" not in part
    assert 'lang="en"' in part
    assert 'lang="de"' not in part
    whole = hall.browser().get("/console/intents/order_status/examples?words=zzz").text
    assert "<html" in whole
    assert "0 Beispiele" in words(whole)


def test_responses_are_found_by_their_words(hall: ConsoleHall) -> None:
    page = hall.browser().get("/console/intents/responses?q=das gebe ich gern weiter").text
    assert re.findall(r'href="/console/intents/responses/(\w+)"', page) == ["utter_praise"]


def test_a_response_is_shown_as_heard_and_as_read(hall: ConsoleHall) -> None:
    page = words(hall.browser().get("/console/intents/responses/utter_status_packed").text)
    assert re.search(r"Zu hören: .*W M … eins null vier … acht zwo drei", page)
    assert "WM-104823" in page


def test_while_it_is_typed_it_is_checked_and_shown(hall: ConsoleHall) -> None:
    browser = hall.browser()
    part = browser.post(
        f"{PRAISE}/preview", {"t0": "Das ist garantiert [[digits:4711]].", "t1": "Yes."}, htmx=True
    )
    assert part.status_code == 200
    assert "<textarea" not in part.text
    assert 'id="seen-t0"' in part.text
    assert "vier sieben eins eins" in words(part.text)
    assert "„garantiert“" in words(part.text)


def test_a_response_is_worded_differently(hall: ConsoleHall, root: Path) -> None:
    browser = hall.browser()
    fields = {
        "seen": seen(browser.get(PRAISE).text),
        "t0": "Danke, das sage ich weiter.",
        "sms1": "Thanks a lot.",
    }
    assert browser.post(PRAISE, fields).status_code == 303
    page = browser.get(PRAISE).text
    assert "Danke, das sage ich weiter." in page
    assert "Gespeichert" in words(page)
    assert 'href="/console/models"' in page
    assert git(root, "log", "-1", "--format=%an|%s").strip() == "Olga|Word utter_praise differently"
    assert git(root, "diff", "HEAD~1", "--stat").count("|") == 1
    assert ("olga", "response_changed", "response:utter_praise") in hall.audited()


def test_what_may_not_be_said_is_not_saved_and_not_lost(hall: ConsoleHall, root: Path) -> None:
    browser = hall.browser()
    fields = {"seen": seen(browser.get(PRAISE).text), "t0": "Vielen Dank, du Schatz."}
    answer = browser.post(PRAISE, fields)
    assert answer.status_code == 422
    assert "du Schatz" in answer.text
    assert "gesiezt" in words(answer.text)
    assert git(root, "status", "--porcelain") == ""


def test_who_comes_second_is_told(hall: ConsoleHall, root: Path) -> None:
    olga, otto = hall.browser("olga"), hall.browser("otto")
    fields = {"seen": seen(olga.get(PRAISE).text)}
    assert olga.post(PRAISE, fields | {"t0": "Danke."}).status_code == 303
    assert otto.post(PRAISE, fields | {"t0": "Vielen Dank."}).status_code == 409
    assert "Vielen Dank." not in (root / "domain.yml").read_text("utf-8").split("utter_praise:")[1][:200]


def test_the_form_is_filled_with_what_callers_said(hall: ConsoleHall) -> None:
    ids = [said(hall, "geschenkpapier dazu"), said(hall, "a card please", language="en")]
    page = hall.browser().get(f"/console/intents/new?u={ids[0]}&u={ids[1]}&u=nonsense").text
    assert re.search(r'name="examples_de"[^>]*>geschenkpapier dazu</textarea>', page)
    assert re.search(r'name="examples_en"[^>]*>a card please</textarea>', page)
    assert f'name="said" value="{ids[0]}:geschenkpapier dazu"' in page


def test_what_is_wrong_with_a_new_intent_is_told_at_its_field(hall: ConsoleHall, root: Path) -> None:
    answer = hall.browser().post(
        "/console/intents/new", FORM | {"name": "Gift", "deed": "make", "answer_en": ""}
    )
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Die englische Fassung fehlt" in words(answer.text)
    assert "können sie das als geschenk einpacken" in answer.text
    assert git(root, "status", "--porcelain") == ""


def test_checking_makes_nothing(hall: ConsoleHall, root: Path) -> None:
    answer = hall.browser().post("/console/intents/new", FORM | {"deed": "check"})
    assert answer.status_code == 200
    assert "Alles in Ordnung" in words(answer.text)
    assert git(root, "status", "--porcelain") == ""


def test_a_new_intent_is_made_and_says_what_it_still_lacks(hall: ConsoleHall, root: Path) -> None:
    browser = hall.browser()
    answer = browser.post("/console/intents/new", FORM | {"deed": "make"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/intents/gift_wrap")
    page = browser.get("/console/intents/gift_wrap").text
    assert "192 deutsche Beispiele" in words(page)
    assert 'href="/console/intents/responses/utter_gift_wrap"' in page
    assert git(root, "log", "-1", "--format=%s").strip() == "Add the intent gift_wrap"
    assert browser.post("/console/intents/new", FORM | {"deed": "make"}).status_code == 422
    assert browser.post("/console/intents/gift_wrap/remove").status_code == 303
    assert browser.get("/console/intents/gift_wrap").status_code == 404
    assert git(root, "diff", "HEAD~2", "--stat") == ""
    deeds = [what for _, what, about in hall.audited() if about == "intent:gift_wrap"]
    assert deeds == ["intent_made", "intent_removed"]


def test_an_intent_that_came_with_the_checkout_stays(hall: ConsoleHall, root: Path) -> None:
    browser = hall.browser()
    assert "nicht in der Konsole angelegt" in words(browser.get("/console/intents/greet").text)
    assert browser.post("/console/intents/greet/remove").status_code == 409
    assert git(root, "status", "--porcelain") == ""


def test_nothing_is_changed_without_the_forms_token(hall: ConsoleHall) -> None:
    client = hall.browser().client
    for path in (PRAISE, "/console/intents/new", "/console/intents/greet/remove"):
        assert client.post(path, data=FORM).status_code in (400, 403)
