"""Training a candidate: what would be trained, how far it is, what it said, what became of earlier ones."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from sqlalchemy import RowMapping
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.console.training_views import JobView, JobViews
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.staff.shown import words
from bot.tuning.job_folders import JobFolders, tail
from bot.tuning.jobs import OPEN, Jobs
from bot.tuning.training_request import TrainingRequest

HERE = "/console/training"


@dataclass(frozen=True)
class TrainingParts:
    """What the pages need."""

    jobs: Jobs
    request: TrainingRequest
    views: JobViews
    folders: JobFolders
    audit: Audit
    clock: Clock


def training_pages(parts: TrainingParts) -> Blueprint:
    """`/console/training` and one job below it."""
    pages = Blueprint("console_training", __name__, url_prefix=HERE, template_folder="templates")

    @pages.get("")
    def training() -> str:
        one_of(*OPS)
        return render_template(
            "console/training/all.html", outlook=parts.request.outlook(), **_board(parts.views.latest())
        )

    @pages.get("/jobs")
    def jobs() -> Response:
        one_of(*OPS)
        board = _board(parts.views.latest())
        if request.args.get("seen") == board["seen"]:
            return make_response("", 204)
        # What can be asked for may be another thing by now; nobody types where there was nothing to type in.
        if request.args.get("form") == "0":
            return make_response("", 200, {"HX-Refresh": "true"})
        return make_response(render_template("console/training/jobs.html", may_ask=True, **board))

    @pages.get("/<int:job_id>")
    def one(job_id: int) -> str:
        one_of(*OPS)
        return render_template("console/training/one.html", **_job(parts, job_id))

    @pages.get("/<int:job_id>/progress")
    def progress(job_id: int) -> Response:
        one_of(*OPS)
        return _news(parts, job_id, "console/training/progress.html")

    @pages.get("/<int:job_id>/log")
    def log(job_id: int) -> Response:
        one_of(*OPS)
        return _news(parts, job_id, "console/training/log.html")

    _add_deeds(pages, parts)
    return pages


def _add_deeds(pages: Blueprint, parts: TrainingParts) -> None:
    @pages.post("")
    def ask() -> AnyResponse:
        person = one_of(*OPS)
        job_id = parts.request.ask(person.id, request.form.get("note", ""))
        return _done(parts, person.id, "training_asked", job_id)

    @pages.post("/<int:job_id>/again")
    def again(job_id: int) -> AnyResponse:
        person = one_of(*OPS)
        return _done(parts, person.id, "training_asked", parts.request.again(job_id, person.id))

    @pages.post("/<int:job_id>/cancel")
    def cancel(job_id: int) -> AnyResponse:
        person = one_of(*OPS)
        parts.jobs.cancel(job_id, person.id)
        return _done(parts, person.id, "job_cancelled", job_id)


def _done(parts: TrainingParts, person_id: str, what: str, job_id: int) -> AnyResponse:
    parts.audit.note(person_id, what, f"job:{job_id}", parts.clock.now(), kind=parts.jobs.one(job_id)["kind"])
    flash(words()(f"training.told.{what}"), "good")
    return redirect(at(f"{HERE}/{job_id}"), 303)


def _board(jobs: list[JobView]) -> dict[str, Any]:
    """The list, and what changes when a job begins or ends."""
    state = [(one.row["id"], one.row["status"], one.row["cancel_asked"], one.silent) for one in jobs]
    return {"jobs": jobs, "seen": _mark(state)}


def _job(parts: TrainingParts, job_id: int) -> dict[str, Any]:
    shown = parts.views.of(parts.jobs.one(job_id))
    lines = tail(parts.folders.log(job_id))
    state = _state(shown.row)
    marks = {"progress_seen": _mark((state, shown.row["progress"], shown.silent)), "log_seen": _mark(lines)}
    return {"job": shown, "lines": lines, "state": _mark(state), "open": shown.row["status"] in OPEN, **marks}


def _state(row: RowMapping | Mapping[str, Any]) -> tuple[Any, ...]:
    return row["status"], row["cancel_asked"]


def _news(parts: TrainingParts, job_id: int, template: str) -> Response:
    """A part of a job's page if it has changed; the whole page when the job has begun or ended."""
    shown = _job(parts, job_id)
    if request.args.get("state") != shown["state"]:
        return make_response("", 200, {"HX-Refresh": "true"})
    seen = shown["log_seen"] if template.endswith("log.html") else shown["progress_seen"]
    if request.args.get("seen") == seen:
        return make_response("", 204)
    return make_response(render_template(template, **shown))


def _mark(shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]
