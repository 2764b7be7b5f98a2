"""The promises tab of a case, and what can be done to a promise from any list."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.desk.case_frame import CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.closing_form import read_follow_up
from bot.desk.closing_view import ClosingViews
from bot.desk.follow_ups import FollowUps
from bot.desk.promise_book import PromiseBook, kept_by_hand, may_settle
from bot.desk.promise_deeds import HOW_KEPT, WHY_CANCELLED, PromiseDeeds
from bot.errors import NotAllowed, NotPossible
from bot.handover.experts import TAKES_CASES
from bot.handover.promises import PromiseOutcome
from bot.staff.addresses import at
from bot.staff.local_paths import local_path
from bot.staff.person import one_of, signed_in
from bot.staff.shown import words


@dataclass(frozen=True)
class PromiseDesk:
    """What the pages call."""

    book: PromiseBook
    deeds: PromiseDeeds
    follow_ups: FollowUps
    views: ClosingViews
    clock: Clock


def promise_pages(frames: CaseFrames, desk: PromiseDesk) -> Blueprint:
    """`/desk/cases/<case_id>/promises` and `/desk/promises/<id>/…`."""
    pages = Blueprint("promises", __name__, template_folder="templates")
    pages.add_app_template_global(kept_by_hand, "kept_by_hand")
    pages.add_app_template_global(may_settle, "may_settle")
    pages.add_app_template_global(lambda: (HOW_KEPT, WHY_CANCELLED), "promise_choices")
    _of_case(pages, frames, desk)
    _deeds(pages, desk)
    return pages


def _of_case(pages: Blueprint, frames: CaseFrames, desk: PromiseDesk) -> None:
    @pages.get("/cases/<case_id>/promises")
    def promises(case_id: str) -> str:
        frame = frames.of(case_id, signed_in())
        view, owed = desk.views.of(frame), desk.book.of_case(frame.id)
        return case_page("desk/promises.html", frame, "promises", view=view, owed=owed)

    @pages.post("/cases/<case_id>/promises")
    def add(case_id: str) -> AnyResponse:
        frame = frames.of(case_id, signed_in())
        if not frame.sight.reveals:
            raise NotAllowed("not_your_case")
        kind = request.form.get("promise_kind", "")
        follow_up = read_follow_up(request.form, kind, desk.follow_ups, desk.clock.now())
        if follow_up is None:
            raise NotPossible("promise_when")
        desk.deeds.make(frame.id, frame.person, follow_up, request.form.get("key", ""))
        return _done("promises.added", f"/desk/cases/{frame.id}/promises")


def _deeds(pages: Blueprint, desk: PromiseDesk) -> None:
    @pages.post("/promises/<int:promise_id>/keep")
    def keep(promise_id: int) -> AnyResponse:
        how = desk.deeds.keep(promise_id, one_of(*TAKES_CASES), request.form.get("how", ""))
        return _done("promises.settled" if how is PromiseOutcome.KEPT else "promises.settled_broken")

    @pages.post("/promises/<int:promise_id>/cancel")
    def cancel(promise_id: int) -> AnyResponse:
        desk.deeds.cancel(promise_id, one_of(*TAKES_CASES), request.form.get("why", ""))
        return _done("promises.cancelled")

    @pages.post("/promises/<int:promise_id>/hand")
    def hand(promise_id: int) -> AnyResponse:
        name = desk.deeds.hand(promise_id, one_of(*TAKES_CASES), request.form.get("to", ""))
        return _done("promises.handed", name=name)


def _done(told: str, path: str = "", **values: str) -> AnyResponse:
    """Back to where they came from, which is one of our own pages."""
    flash(words()(told, **values), "good")
    back = path or local_path(request.form.get("back")) or "/desk/mine"
    if request.headers.get("HX-Request") == "true":
        return AnyResponse("", 204, {"HX-Redirect": at(back)})
    return redirect(at(back), 303)
