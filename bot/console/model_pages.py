"""The models: what answers callers, trying a version out, promoting it, rolling back, and the history."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug import Response

from bot.console.model_views import ModelViews, known_of, verdict
from bot.console.reason_words import percent
from bot.errors import NotAllowed, NotPossible
from bot.staff.addresses import at
from bot.staff.menu import OPS
from bot.staff.person import Person, one_of
from bot.staff.shown import words
from bot.tuning.switching import By, Switching

HERE = "/console/models"
LISTED = 30
LONGEST_REASON = 500
# Offered to begin with, in percent.
SHARES = (5, 10, 20, 50)


@dataclass(frozen=True)
class ModelParts:
    """What the pages need."""

    views: ModelViews
    switching: Switching


def model_pages(parts: ModelParts) -> Blueprint:
    """`/console/models` and one version below it."""
    pages = Blueprint("console_models", __name__, url_prefix=HERE, template_folder="templates")

    @pages.get("")
    def models() -> str:
        one_of(*OPS)
        return render_template("console/models/all.html", board=parts.views.board(LISTED))

    @pages.get("/<int:version_id>")
    def one(version_id: int) -> str:
        person = one_of(*OPS)
        line = parts.views.line(version_id)
        return render_template(
            "console/models/one.html",
            line=line,
            known=known_of(line.version),
            reasons=verdict(parts.switching, line),
            board=parts.views.board(0),
            history=parts.views.history_of(version_id),
            shares=_shares(),
            may_overrule=person.role == "admin",
        )

    pages.add_app_template_filter(percent, "share_words")
    _add_deeds(pages, parts.switching)
    _add_canary_deeds(pages, parts.switching)
    return pages


def _add_deeds(pages: Blueprint, switching: Switching) -> None:
    @pages.post("/<int:version_id>/promote")
    def promote(version_id: int) -> Response:
        switching.promote(version_id, _by(one_of(*OPS)))
        return _done("promoted", version=f"v{version_id}")

    @pages.post("/rollback")
    def roll_back() -> Response:
        switching.roll_back(_by(one_of(*OPS)))
        return _done("rolled_back")


def _add_canary_deeds(pages: Blueprint, switching: Switching) -> None:
    @pages.post("/<int:version_id>/canary")
    def begin(version_id: int) -> Response:
        by = _by(one_of(*OPS))
        switching.begin_canary(version_id, _share(), by)
        return _done("canary_started", version=f"v{version_id}")

    @pages.post("/canary/share")
    def change() -> Response:
        by = _by(one_of(*OPS))
        switching.change_share(_share(), by)
        return _done("canary_changed")

    @pages.post("/canary/stop")
    def stop() -> Response:
        switching.stop_canary(_by(one_of(*OPS)))
        return _done("canary_stopped")


def _by(person: Person) -> By:
    """Who, why, and what they had before them; only administrators overrule the gate."""
    override = request.form.get("override") == "1"
    if override and person.role != "admin":
        raise NotAllowed("role")
    seen = request.form.get("seen", "")
    if not seen.isdigit():
        raise NotPossible("stale_page")
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    return By(person.id, reason, override, int(seen))


def _shares() -> list[tuple[int, str]]:
    return [(share, percent(share / 100)) for share in SHARES]


def _share() -> float:
    """Given in percent."""
    given = request.form.get("share", "").strip().rstrip("%").replace(",", ".")
    try:
        return float(given) / 100
    except ValueError:
        raise NotPossible("no_share") from None


def _done(what: str, **values: str) -> Response:
    flash(words()(f"models.told.{what}", **values), "good")
    return redirect(at(HERE), 303)
