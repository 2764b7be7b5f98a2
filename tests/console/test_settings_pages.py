"""The settings' pages: forms filled with what holds, faults in plain words, a look before saving, history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.current import look_again, use_root
from tests.console.settings_hall import SETTINGS, SettingsHall, faults, filled_in

AREAS = ("hours", "skill_hours", "stores", "callbacks", "prompts", "crisis", "thresholds", "gate", "hints")
FORMS = (
    "/hours",
    "/skill_hours/legal_pr",
    "/skill_hours/fraud",
    "/stores/STORE-BERLIN",
    "/stores/STORE-GRAZ",
    "/callbacks",
    "/prompts/disclosure",
    "/prompts/wishes",
    "/prompts/greeting",
    "/crisis",
    "/thresholds",
    "/gate",
    "/hints/any",
    "/hints/more",
)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[SettingsHall]:
    yield SettingsHall(tmp_path)
    use_root(None)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SettingsHall]:
    """For who only looks."""
    yield SettingsHall(tmp_path_factory.mktemp("hall"))
    use_root(None)


def test_every_area_is_on_the_first_page(unchanged: SettingsHall) -> None:
    page = unchanged.page()
    assert [area for area in AREAS if f'href="{SETTINGS}/{area}"' not in page] == []
    assert "nicht in Gebrauch" not in page


@pytest.mark.parametrize("form", FORMS)
def test_a_form_sent_as_it_is_changes_nothing(unchanged: SettingsHall, form: str) -> None:
    sent = unchanged.check(form)
    assert (sent.status_code, faults(sent.text)) == (200, [])
    assert "Es hat sich nichts geändert." in sent.text


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_there_in_english_too(hall: SettingsHall, form: str) -> None:
    with hall.engine.begin() as db:
        db.exec_driver_sql("UPDATE staff SET interface = '{\"language\": \"en\"}' WHERE id = 'olga'")
    page = hall.page(form)
    assert "Check and look at it" in page
    assert "Prüfen" not in page


@pytest.mark.parametrize("path", ["/nothing", "/stores/STORE-ROM", "/hours/part", "/prompts/digits"])
def test_what_is_no_setting_is_not_there(unchanged: SettingsHall, path: str) -> None:
    assert unchanged.browser().get(SETTINGS + path).status_code == 404


@pytest.mark.parametrize("name", ["arne", "lena"])
@pytest.mark.parametrize("path", ["", "/hours", "/history", "/open", "/stores"])
def test_the_settings_are_for_ops(unchanged: SettingsHall, name: str, path: str) -> None:
    assert unchanged.browser(name).get(SETTINGS + path).status_code == 403


def test_only_ops_save_and_take_back(unchanged: SettingsHall) -> None:
    for path in ("/thresholds/check", "/thresholds/save", "/changes/1/undo"):
        assert unchanged.browser("arne").post(SETTINGS + path).status_code == 403


def test_a_change_is_looked_at_before_it_is_saved(unchanged: SettingsHall) -> None:
    before = unchanged.text("data/thresholds.yml")
    review = unchanged.check("/thresholds", sure="0,55").text
    assert "<del>0.5</del>" in review
    assert "<ins>0.55</ins>" in review
    assert "<ins>+sure: 0.55</ins>" in review
    assert unchanged.text("data/thresholds.yml") == before


def test_what_is_saved_is_one_line_of_the_file_and_stands_in_history_and_audit(hall: SettingsHall) -> None:
    before = hall.text("data/thresholds.yml")
    assert hall.save("/thresholds", why="too many wrong answers", sure="0.55").status_code == 303
    assert hall.text("data/thresholds.yml") == before.replace("sure: 0.5\n", "sure: 0.55\n")
    page = hall.page("/history?area=thresholds")
    assert "Olga" in page
    assert "too many wrong answers" in page
    assert ("olga", "hotline_settings_changed", "settings:thresholds") in hall.audited()


def test_taken_back_every_byte_is_as_it_was(hall: SettingsHall) -> None:
    before = hall.text("data/knowledge/stores.yml")
    hall.save("/stores/STORE-BERLIN", **{"week.mon": "9-20", "also": ["STORE-HAMBURG"]})
    assert hall.text("data/knowledge/stores.yml") != before
    assert hall.undo(1, "otto").status_code == 303
    assert hall.text("data/knowledge/stores.yml") == before
    assert "zurückgenommen" in hall.page("/history")
    assert ("otto", "hotline_settings_undone", "settings:stores") in hall.audited()
    assert hall.undo(1).status_code == 409


def test_what_other_stores_get_is_said_before_it_is_saved(unchanged: SettingsHall) -> None:
    review = unchanged.check(
        "/stores/STORE-BERLIN", **{"week.mon": "9-20", "also": ["STORE-HAMBURG", "STORE-WIEN"]}
    )
    assert "<ins>Hamburg, Wien</ins>" in review.text
    assert "Öffnungszeiten der Filialen, Berlin" in review.text


def test_a_second_click_does_no_harm(hall: SettingsHall) -> None:
    review = hall.check("/thresholds", sure="0.55").text
    fields = filled_in(review)
    assert [hall.browser().post(f"{SETTINGS}/thresholds/save", fields).status_code for _ in range(2)] == [
        303,
        303,
    ]
    assert len(hall.rows("SELECT id FROM data_changes")) == 1


def test_who_comes_second_is_told_so(hall: SettingsHall) -> None:
    olga, otto = hall.check("/thresholds", sure="0.55").text, hall.check("/thresholds", lead="0.3").text
    assert hall.browser("olga").post(f"{SETTINGS}/thresholds/save", filled_in(olga)).status_code == 303
    assert hall.browser("otto").post(f"{SETTINGS}/thresholds/save", filled_in(otto)).status_code == 409
    assert "lead: 0.2\n" in hall.text("data/thresholds.yml")


def test_a_form_with_a_fault_keeps_what_was_filled_in(unchanged: SettingsHall) -> None:
    sent = unchanged.check("/thresholds", sure="0.99", guess="viel")
    assert sent.status_code == 422
    assert faults(sent.text) == ["Erlaubt ist 0.3 bis 0.9.", "Das ist keine Zahl."]
    assert 'value="viel"' in sent.text
    assert 'aria-invalid="true"' in sent.text


def test_nothing_faulty_is_saved_by_a_forged_request(unchanged: SettingsHall) -> None:
    before = unchanged.text("data/thresholds.yml")
    sent = unchanged.browser().post(
        f"{SETTINGS}/thresholds/save", {**unchanged.answers("/thresholds"), "sure": "0.01"}
    )
    assert sent.status_code == 409
    assert unchanged.text("data/thresholds.yml") == before


def test_a_file_somebody_broke_by_hand_is_named(hall: SettingsHall) -> None:
    hall.page()
    (hall.root / "data/crisis_numbers.yml").write_text("countries: [", "utf-8")
    look_again()
    assert "nicht in Gebrauch" in hall.page()
    broken = hall.browser().get(f"{SETTINGS}/crisis")
    assert broken.status_code == 409
    assert "Die Datei dazu ist gerade fehlerhaft" in broken.text
    assert hall.browser().get(f"{SETTINGS}/history?area=crisis").status_code == 200


def test_numbers_that_must_soon_be_checked_are_told_of(hall: SettingsHall) -> None:
    assert "müssen bis zum" not in hall.page()
    hall.later(days=160)
    assert "müssen bis zum 21.05.2027 neu geprüft werden" in hall.page()


def test_prompts_are_found_by_their_words_and_by_their_key(unchanged: SettingsHall) -> None:
    assert "/prompts/disclosure" in unchanged.page("/prompts?q=Computerprogramm KI")
    assert "/prompts/disclosure" in unchanged.page("/prompts?q=disclos")
    assert "/prompts/goodbye" not in unchanged.page("/prompts?q=disclos")


def test_whether_it_is_open_at_a_moment_is_shown(unchanged: SettingsHall) -> None:
    page = unchanged.page("/open?day=2026-12-25&time=10:00")
    assert page.count("geschlossen") >= 12
    assert "Weihnachtstag" in page
    assert "offen" in unchanged.page("/open?day=2026-12-23&time=10:00")


def test_hours_can_be_tried_before_they_are_saved(unchanged: SettingsHall) -> None:
    before = unchanged.text("data/knowledge/hours.yml")
    at = {"act": "try", "try.day": "2026-11-29", "try.time": "11:00"}
    assert "badge--good" not in unchanged.check("/hours", **at).text
    sunday = unchanged.check("/hours", **{"week.sun": "10-12"}, **at).text
    assert "badge--good" in sunday
    assert unchanged.text("data/knowledge/hours.yml") == before
