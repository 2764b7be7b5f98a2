"""What waits to be written into the files, as a diff; writing it; what was changed before; undoing it."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.console.change_views import Change, changes_shown, lines_of
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.menu import OPS
from bot.staff.person import Person, one_of
from bot.staff.shown import words
from bot.tuning.data_files import DataFiles
from bot.tuning.labelling import Labelling
from bot.tuning.learnt import REFUSED

# Of refused sentences, the newest.
REFUSED_SHOWN = 50


@dataclass(frozen=True)
class ChangesParts:
    """What the pages need; `files` may be asked for by anybody who changes files."""

    clock: Clock
    audit: Audit
    files: DataFiles
    labelling: Labelling


def add_changes_pages(pages: Blueprint, parts: ChangesParts) -> None:
    """`/console/changes`."""

    @pages.get("/changes")
    def changes() -> str:
        one_of(*OPS)
        waiting = parts.labelling.changes.waiting()
        return render_template(
            "console/changes/all.html",
            waiting=waiting,
            diffs=[(path, list(lines_of(diff))) for path, diff in waiting.diffs],
            refused=parts.labelling.learnt.rows(REFUSED, last=REFUSED_SHOWN)[::-1],
            history=changes_shown(parts.files),
            commits=parts.files.is_repository(),
        )

    @pages.get("/changes/<int:change_id>")
    def change(change_id: int) -> str:
        one_of(*OPS)
        lines = list(lines_of(parts.files.one(change_id)["diff"]))
        shown = next(one for one in changes_shown(parts.files, change_id))
        return render_template("console/changes/one.html", change=shown, lines=lines)

    @pages.get("/changes/<int:change_id>.patch")
    def patch(change_id: int) -> Response:
        one_of(*OPS)
        return _download(parts.files.patch([change_id]), f"change-{change_id}.patch")

    @pages.get("/changes/waiting.patch")
    def waiting_patch() -> Response:
        one_of(*OPS)
        diffs = parts.labelling.changes.waiting().diffs
        return _download("".join(diff for _, diff in diffs), "waiting.patch")

    _add_deeds(pages, parts)


def _add_deeds(pages: Blueprint, parts: ChangesParts) -> None:
    @pages.post("/changes/write")
    def write_waiting() -> AnyResponse:
        person = one_of(*OPS)
        change_id = parts.labelling.changes.write(person)
        _tell(parts, person, "data_written", change_id)
        return redirect(at("/console/changes"), 303)

    @pages.post("/changes/<int:change_id>/undo")
    def take_back(change_id: int) -> AnyResponse:
        person = one_of(*OPS)
        undone = parts.labelling.changes.undo(change_id, person)
        _tell(parts, person, "data_undone", undone)
        return redirect(at("/console/changes"), 303)


def _tell(parts: ChangesParts, person: Person, what: str, change_id: int) -> None:
    """For the audit trail, and for who did it; where git refused, the change stays and this is said."""
    parts.audit.note(person.id, what, f"change:{change_id}", parts.clock.now())
    change: Change = changes_shown(parts.files, change_id)[0]
    t = words()
    flash(t("changes.written", n=len(change.files)), "good")
    if change.fault:
        flash(t(f"changes.git.{change.fault}"), "fault")


def _download(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type="text/x-patch; charset=utf-8", headers=headers)
