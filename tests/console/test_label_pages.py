"""Labelling in the browser: one by one, many at once, taken back; with htmx and without script."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.label_hall import LabelHall
from tests.tuning.desk_of_labels import TRAINING

SOFA, DRIVER, TABLE = TRAINING


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[LabelHall]:
    made = LabelHall(tmp_path)
    yield made
    made.engine.dispose()


def keys(page: str) -> list[str]:
    return re.findall(r'data-key="([^"]+)"', page)


def test_beside_an_utterance_every_common_choice_has_its_key(hall: LabelHall) -> None:
    [one] = hall.inbox("wo bleibt mein sofa denn")
    page = hall.browser().get(f"/console/utterances/{one}/label", htmx=True).text
    assert page.startswith('<div class="label label--open"')
    assert [key for key in keys(page) if key in "y1/noxd"] == ["y", "1", "/", "n", "o", "x", "d"]
    assert 'value="intent:order_status"' in page
    assert "gelehrt, zu" in page


def test_without_script_the_same_form_is_a_page(hall: LabelHall) -> None:
    [one] = hall.inbox(SOFA)
    browser = hall.browser()
    assert browser.get(f"/console/utterances/{one}/label").headers["Location"].endswith(f"/utterances/{one}")
    page = browser.get(f"/console/utterances/{one}").text
    assert SOFA in page
    assert 'name="choice" value="right"' in page
    said = browser.post(f"/console/utterances/{one}/label", {"choice": "intent", "intent": "order_status"})
    assert (said.status_code, said.headers["Location"]) == (303, f"/console/utterances/{one}")
    assert hall.status(one) == "decided"


def test_with_htmx_the_panel_closes_and_the_page_is_told(hall: LabelHall) -> None:
    [one] = hall.inbox(SOFA)
    said = hall.browser().post(
        f"/console/utterances/{one}/label", {"choice": "intent:order_status"}, htmx=True
    )
    assert said.status_code == 200
    assert f'id="label-{one}"' in said.text
    assert "label--said" in said.text
    assert "hx-swap-oob" not in said.text
    assert json.loads(said.headers["HX-Trigger-After-Settle"]) == {"labelled": {"ids": [one], "many": False}}
    assert ("olga", "utterance_labelled", f"utterance:{one}") in hall.audited()


def test_many_are_decided_at_once_and_only_panels_on_the_page_are_drawn(hall: LabelHall) -> None:
    first, second, third = hall.inbox(SOFA, DRIVER, TABLE)
    fields = {
        "choice": "intent",
        "intent": "order_status",
        "ids": [first, second, third],
        "on_page": [first, second],
    }
    said = hall.browser().post("/console/label", fields, htmx=True)
    assert {hall.status(one) for one in (first, second, third)} == {"decided"}
    assert re.findall(r'id="label-(\d+)"', said.text) == [str(first), str(second)]
    assert said.text.count('hx-swap-oob="outerHTML"') == 2


def test_all_of_a_group_are_decided_with_it_but_not_what_is_settled(hall: LabelHall) -> None:
    first, second, settled = hall.inbox(SOFA, DRIVER, TABLE, group_id=7)
    browser = hall.browser()
    browser.post(f"/console/utterances/{settled}/label", {"choice": "unusable"})
    said = browser.post(
        "/console/label",
        {"choice": "intent", "intent": "order_status", "groups": ["7"], "back": "/console?view=newest"},
    )
    assert said.headers["Location"] == "/console?view=newest"
    assert [hall.status(one) for one in (first, second, settled)] == ["decided", "decided", "unusable"]


def test_the_last_decision_is_taken_back(hall: LabelHall) -> None:
    first, second = hall.inbox(SOFA, DRIVER)
    browser = hall.browser()
    browser.post("/console/label", {"choice": "out_of_scope", "ids": [first, second]})
    assert browser.post("/console/label/undo", {"on_page": [first]}, htmx=True).text.count("label__open") == 1
    assert [hall.status(one) for one in (first, second)] == ["open", "open"]
    assert browser.post("/console/label/undo", htmx=True).status_code == 404


def test_what_only_another_person_decided_is_not_mine_to_take_back(hall: LabelHall) -> None:
    [one] = hall.inbox(SOFA)
    hall.browser("olga").post(f"/console/utterances/{one}/label", {"choice": "unusable"})
    assert hall.browser("otto").post("/console/label/undo").status_code == 404
    assert hall.status(one) == "unusable"


def test_a_new_intent_goes_on_to_its_form_with_the_sentences(hall: LabelHall) -> None:
    ids = hall.inbox(SOFA, DRIVER)
    said = hall.browser().post("/console/label", {"choice": "new_intent", "ids": ids}, htmx=True)
    assert said.headers["HX-Redirect"] == f"/console/intents/new?u={ids[0]}&u={ids[1]}"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"choice": "intent", "intent": "no_such"}, 409),
        ({"choice": "intent"}, 409),
        ({"choice": "nonsense"}, 409),
        ({}, 409),
        (
            {
                "choice": "right",
                "mark_words": "kein wort davon",
                "mark_kind": "name",
                "mark_value": "",
                "mark_at": "",
            },
            409,
        ),
        ({"choice": "right", "flag_boredom": "clear"}, 409),
    ],
)
def test_what_cannot_be_meant_is_refused(hall: LabelHall, fields: dict[str, str], status: int) -> None:
    [one] = hall.inbox(SOFA)
    assert hall.browser().post(f"/console/utterances/{one}/label", fields).status_code == status
    assert hall.status(one) == "open"


def test_what_is_not_there_is_said_to_be_missing(hall: LabelHall) -> None:
    browser = hall.browser()
    assert browser.get("/console/utterances/99").status_code == 404
    assert browser.post("/console/utterances/99/label", {"choice": "right"}).status_code == 404
    assert browser.post("/console/label", {"choice": "right", "ids": ["x"]}).status_code == 409


def test_flags_and_values_go_with_the_decision(hall: LabelHall) -> None:
    [one] = hall.inbox("bestellung 204811 und zwar sofort")
    fields = {"choice": "intent:order_status", "flag_anger": "clear"}
    fields |= {
        "mark_words": "204811",
        "mark_kind": "order_number",
        "mark_value": "WM-204811",
        "mark_at": "11",
    }
    hall.browser().post(f"/console/utterances/{one}/label", fields)
    rows = hall.rows("SELECT kind, label, text, data FROM learnt_sentences ORDER BY id")
    assert [(row["kind"], row["label"]) for row in rows] == [
        ("intent", "order_status"), ("flag", "anger:clear"), ("value", "order_number"),
    ]  # fmt: skip
    assert not any("204811" in row["text"] + row["data"] for row in rows)


@pytest.mark.parametrize("name", ["lena", "arne"])
def test_it_is_for_ops_and_administrators(hall: LabelHall, name: str) -> None:
    [one] = hall.inbox(SOFA)
    browser = hall.browser(name)
    for path in (f"/console/utterances/{one}", "/console/changes", "/console/changes/waiting.patch"):
        assert browser.get(path).status_code == 403
    for path in (
        f"/console/utterances/{one}/label",
        "/console/label",
        "/console/label/undo",
        "/console/changes/write",
    ):
        assert browser.post(path, {"choice": "right", "ids": [one]}).status_code == 403
    assert hall.status(one) == "open"


# --- changes ---


def test_what_waits_is_shown_as_a_diff_written_and_taken_back(hall: LabelHall) -> None:
    [one] = hall.inbox(SOFA)
    browser = hall.browser()
    browser.post(f"/console/utterances/{one}/label", {"choice": "intent:order_status"})
    page = browser.get("/console/changes").text
    assert f"- {SOFA}</span>" in page
    assert "data/nlu.yml" in page
    assert hall.place.text("data/nlu.yml").count(SOFA) == 0
    assert f"+    - {SOFA}" in browser.get("/console/changes/waiting.patch").text
    assert browser.post("/console/changes/write").status_code == 303
    assert hall.place.text("data/nlu.yml").count(SOFA) == 1
    assert (
        hall.place.git("log", "-1", "--format=%an: %s").strip()
        == "Olga: Learn one sentence of callers, 0 for the tests"
    )
    assert hall.status(one) == "written"
    assert "Learn one sentence" in browser.get("/console/changes").text
    assert browser.get("/console/changes/1").status_code == 200
    assert browser.get("/console/changes/1.patch").text.startswith("From ")
    assert browser.post("/console/changes/1/undo").status_code == 303
    assert (hall.place.text("data/nlu.yml").count(SOFA), hall.status(one)) == (0, "decided")
    assert browser.post("/console/changes/1/undo").status_code == 409
    assert [what for _, what, _ in hall.audited()][-2:] == ["data_written", "data_undone"]


def test_where_git_refuses_this_is_said(hall: LabelHall) -> None:
    [one] = hall.inbox(SOFA)
    browser = hall.browser()
    browser.post(f"/console/utterances/{one}/label", {"choice": "intent:order_status"})
    (hall.place.root / ".git/index.lock").touch()
    browser.post("/console/changes/write")
    assert "weil das Repository gesperrt ist" in browser.get("/console/changes").text
    assert hall.status(one) == "written"


def test_nothing_to_write_is_refused(hall: LabelHall) -> None:
    browser = hall.browser()
    assert browser.post("/console/changes/write").status_code == 409
    assert "Es wartet nichts." in browser.get("/console/changes").text


def test_refused_sentences_are_shown_with_why(hall: LabelHall) -> None:
    [one] = hall.inbox("wo bleibt meine bestellung")
    browser = hall.browser()
    browser.post(f"/console/utterances/{one}/label", {"choice": "intent:order_status"})
    assert "ist schon bekannt" in browser.get("/console/changes").text
    assert "ist schon bekannt" in browser.get(f"/console/utterances/{one}").text


# --- a failed call as a test ---


def test_a_call_is_kept_as_a_test_after_choosing_what_should_have_happened(hall: LabelHall) -> None:
    hall.inbox(SOFA, DRIVER)
    talk = hall.rows("SELECT id FROM conversations")[0]["id"]
    browser = hall.browser()
    assert SOFA in browser.get(f"/console/conversations/{talk}/test").text
    fields = {"name": "Sofa verschwunden", "until": "1", "intent": "order_status", "owner": "bot"}
    shown = browser.post(f"/console/conversations/{talk}/test", {**fields, "deed": "preview"}).text
    assert "Sofa verschwunden" in shown
    assert hall.place.files.history() == []
    said = browser.post(f"/console/conversations/{talk}/test", {**fields, "deed": "write"})
    assert (said.status_code, said.headers["Location"]) == (303, "/console/changes/1")
    text = hall.place.text("tests/conversations/de/from_calls.yml")
    assert f'{{say: "{SOFA}"}}' in text
    assert DRIVER not in text
    again = browser.post(f"/console/conversations/{talk}/test", {**fields, "deed": "write"})
    assert (again.status_code, "gibt es schon" in again.text) == (409, True)
    assert browser.get("/console/conversations/nobody/test").status_code == 404
    assert hall.browser("arne").get(f"/console/conversations/{talk}/test").status_code == 403
