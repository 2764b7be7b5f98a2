"""The training pages: what would be trained, asking for it, watching it, ending it."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bot.desk.look_pages import look_pages
from bot.staff.faults_shown import shown
from bot.tuning.ingredients import ingredients
from bot.tuning.job_folders import JobFolders
from bot.tuning.jobs import Jobs
from bot.tuning.versions import Versions
from bot.wiring_console_training import build
from bot.wiring_staff import build_staff
from tests.console.hall import ConsoleHall

ORDERS = """nlu:
- intent: order_status
  metadata:
    language: de
  examples: |
    - wo ist mein paket
"""
FILES = {"data/nlu/orders.yml": ORDERS, "domain.yml": "responses:\n  utter_bye:\n  - text: Bis bald.\n"}
FILES |= {"config.yml": "recipe: x\n", "data/delicate/crisis.yml": "de:\n  hint: |\n    - wozu noch\n"}


class TrainingHall(ConsoleHall):
    """A small checkout whose files are those of the live version, v1."""

    def __init__(self, folder: Path) -> None:
        root = folder / "checkout"
        for name, text in FILES.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        (root / "models").mkdir()
        super().__init__(folder, root)
        self.root, self.folders = root, JobFolders(root, folder)
        self.jobs, self.versions = Jobs(self.engine, self.clock), Versions(self.engine, self.clock)

    def _application(self) -> Flask:
        """These pages alone: the others want a whole checkout."""
        app = Flask("training", static_folder=None)
        build_staff(self.engine, self.clock, self.settings).on(app)
        app.register_blueprint(look_pages(self.clock))
        app.register_blueprint(build(self.house))
        app.register_error_handler(Exception, shown)
        return app

    def serve(self, **made_from: Any) -> None:
        version = self.versions.add("hotline-1", "delicate-1", None, made_from or ingredients(self.root))
        self.versions.switch("started", version)

    def edit(
        self,
        name: str = "data/nlu/orders.yml",
        before: str = "    - wo",
        after: str = "    - wann kommt es\n    - wo",
    ) -> None:
        file = self.root / name
        file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")

    def begun(self) -> int:
        """A training under way, somewhere in the middle."""
        job_id = self.jobs.ask("train", "olga", note="Rückrufe")
        self.jobs.take("t")
        self.jobs.tell(job_id, {"stage": "intents", "done": 4, "of": 7})
        return job_id

    def page(self, path: str = "", name: str = "olga", poll: bool = False) -> str:
        return self.browser(name).get(f"/console/training{path}", poll=poll).text


@pytest.fixture
def training(tmp_path: Path) -> TrainingHall:
    return TrainingHall(tmp_path)


def test_with_nothing_changed_there_is_nothing_to_ask_for(training: TrainingHall) -> None:
    training.serve()
    page = training.page()
    assert "Seit v1, die jetzt antwortet, ist nichts geändert." in page
    assert 'data-key="t"' not in page
    assert training.browser().post("/console/training").status_code == 409
    assert training.jobs.latest() == []


def test_what_has_changed_since_the_live_version_is_shown_before_anybody_asks(training: TrainingHall) -> None:
    training.serve()
    training.edit()
    training.edit("domain.yml", "Bis bald", "Auf Wiederhören")
    page = training.page()
    for told in (
        "Neue Sätze: 1",
        "Geänderte Antworten: 1",
        "utter_bye",
        "+1",
        "/console/intents/order_status",
    ):
        assert told in page
    assert "ihre Erkennung bleibt" in page


def test_changed_delicate_situations_are_said_to_take_longer(training: TrainingHall) -> None:
    training.serve()
    training.edit("data/delicate/crisis.yml", "wozu", "wozu denn")
    assert "das dauert länger" in training.page()


def test_asked_for_it_is_queued_once_with_its_note_and_noted(training: TrainingHall) -> None:
    training.serve()
    training.edit()
    browser = training.browser()
    answer = browser.post("/console/training", {"note": "  vierzig   Sätze "})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/training/1")
    assert browser.post("/console/training", {"note": "nochmal"}).status_code == 409
    assert [(job["kind"], job["asked"]) for job in training.jobs.latest()] == [
        ("train", {"note": "vierzig Sätze"})
    ]
    assert training.audited()[-1] == ("olga", "training_asked", "job:1")
    assert "Ein Training läuft oder wartet." in training.page()


def test_a_candidate_of_the_very_same_files_is_shown_instead_of_made_again(training: TrainingHall) -> None:
    training.serve()
    training.edit()
    training.versions.add("hotline-2", "delicate-1", "otto", ingredients(training.root))
    assert 'data-key="t"' in training.page(), "its file is gone"
    (training.root / "models" / "hotline-2.tar.gz").touch()
    assert "v2 ist aus genau diesen Dateien schon trainiert." in training.page()
    assert training.browser().post("/console/training").status_code == 409


def test_where_nobody_knows_what_the_live_one_was_made_from_it_can_be_trained(training: TrainingHall) -> None:
    training.serve(commit="abc")
    page = training.page()
    assert "ist nicht bekannt" in page
    assert 'data-key="t"' in page


def test_after_an_update_of_the_program_it_has_to_be_restarted_first(training: TrainingHall) -> None:
    training.serve(**ingredients(training.root), release="another program")
    training.edit()
    page = training.page()
    assert "Erst die Hotline neu starten" in page
    assert 'data-key="t"' not in page
    assert training.browser().post("/console/training").status_code == 409


def test_how_far_it_is_is_seen_and_changes_by_itself(training: TrainingHall) -> None:
    job_id = training.begun()
    page = training.page(f"/{job_id}")
    assert 'aria-current="step"' in page.partition("Absichten lernen")[0].rpartition("<li")[2]
    address = page.partition('hx-get="/console/training/1')[2].partition('"')[0].replace("&amp;", "&")
    same = training.browser().get(f"/console/training/1{address}", poll=True)
    assert same.status_code == 204
    training.jobs.tell(job_id, {"stage": "pack", "done": 5, "of": 7})
    further = training.page(f"/1{address}", poll=True)
    assert 'aria-current="step"' in further.partition("Modell packen")[0].rpartition("<li")[2]
    training.jobs.done(job_id, {})
    over = training.browser().get(f"/console/training/1{address}", poll=True)
    assert over.headers["HX-Refresh"] == "true"


def test_what_it_says_is_read_along_the_newest_first_and_never_taken_for_markup(
    training: TrainingHall,
) -> None:
    job_id = training.begun()
    log = training.folders.log(job_id)
    log.parent.mkdir(exist_ok=True)
    log.write_text("first\n<b>second</b>\n", "utf-8")
    page = training.page(f"/{job_id}")
    assert "&lt;b&gt;second&lt;/b&gt;\nfirst\n" in page


def test_cancelled_by_one_click_and_a_second_click_does_no_harm(training: TrainingHall) -> None:
    job_id, browser = training.begun(), training.browser("otto")
    for _ in range(2):
        assert browser.post(f"/console/training/{job_id}/cancel").status_code == 303
    page = training.page(f"/{job_id}")
    assert "wird abgebrochen" in page
    assert "/cancel" not in page
    training.jobs.cancelled(job_id)
    assert "abgebrochen von Otto" in training.page(f"/{job_id}")
    assert browser.post(f"/console/training/{job_id}/cancel").status_code == 409
    assert training.audited()[-1] == ("otto", "job_cancelled", f"job:{job_id}")


def test_an_interrupted_one_says_so_and_is_asked_for_again(training: TrainingHall) -> None:
    job_id = training.begun()
    training.jobs.failed(job_id, "interrupted")
    assert "Unterbrochen" in training.page(f"/{job_id}")
    answer = training.browser().post(f"/console/training/{job_id}/again")
    assert answer.headers["Location"] == f"/console/training/{job_id + 1}"
    assert training.jobs.one(job_id + 1)["asked"] == {"note": "Rückrufe"}


def test_what_succeeded_is_not_repeated(training: TrainingHall) -> None:
    job_id = training.begun()
    training.jobs.done(job_id, {})
    assert training.browser().post(f"/console/training/{job_id}/again").status_code == 409


def test_a_comparison_that_failed_is_repeated_for_its_version(training: TrainingHall) -> None:
    training.serve()
    job_id = training.jobs.ask("compare", None, 1)
    training.jobs.take("t")
    training.jobs.failed(job_id, "not_started")
    training.browser().post(f"/console/training/{job_id}/again")
    assert [(job["kind"], job["version_id"]) for job in training.jobs.open()] == [("compare", 1)]


def test_a_job_nobody_does_is_not_shown_as_if_it_went_on(training: TrainingHall) -> None:
    waiting = training.jobs.ask("train", "olga")
    training.later(seconds=30)
    assert "Niemand nimmt es auf." in training.page(f"/{waiting}")
    training.jobs.take("t")
    assert "Niemand nimmt es auf." not in training.page()
    training.later(seconds=61)
    assert "kein Lebenszeichen" in training.page()


def test_the_list_follows_by_itself_and_opens_the_form_again(training: TrainingHall) -> None:
    job_id = training.begun()
    page = training.page()
    address = page.partition('hx-get="/console/training/jobs')[2].partition('"')[0].replace("&amp;", "&")
    assert training.browser().get(f"/console/training/jobs{address}", poll=True).status_code == 204
    training.jobs.done(job_id, {})
    assert address.endswith("form=0")
    news = training.browser().get(f"/console/training/jobs{address}", poll=True)
    assert news.headers["HX-Refresh"] == "true"
    kept = training.browser().get(f"/console/training/jobs{address[:-1]}1", poll=True)
    assert "fertig" in kept.text
    assert "HX-Refresh" not in kept.headers


@pytest.mark.parametrize("name", ["lena", "arne"])
def test_it_is_not_for_the_desk(training: TrainingHall, name: str) -> None:
    training.begun()
    browser = training.browser(name)
    for path in ("", "/jobs", "/1", "/1/progress?state=x", "/1/log?state=x"):
        assert browser.get(f"/console/training{path}").status_code == 403
    for path in ("", "/1/cancel", "/1/again"):
        assert browser.post(f"/console/training{path}").status_code == 403


def test_there_is_no_such_job(training: TrainingHall) -> None:
    browser = training.browser()
    assert browser.get("/console/training/4711").status_code == 404
    assert browser.post("/console/training/4711/cancel").status_code == 404
