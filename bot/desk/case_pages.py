"""The case screen: the seven blocks, kept up to date while the caller talks, and what is said of them."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.first_line import first_line
from bot.desk.moments import LOCALES
from bot.phrases.catalogue import Phrases
from bot.phrases.interface import codes
from bot.staff.addresses import at
from bot.staff.person import signed_in
from bot.staff.shown import page_language, words
from bot.understanding.delicate.flags import CODES

DAY = {"de": "EEE d. MMM", "en": "EEE d MMM"}


def case_pages(frames: CaseFrames, phrases: Phrases) -> Blueprint:
    """`/desk/cases/<case_id>` and its news; the tabs are added to it."""
    pages = Blueprint("desk_case", __name__, url_prefix="/desk", template_folder="templates")
    pages.add_app_template_filter(written_day)
    pages.app_context_processor(lambda: _of_cases(phrases))

    @pages.get("/cases/<case_id>")
    def case(case_id: str) -> str:
        return case_page("desk/case.html", frames.of(case_id, signed_in()), "conversation")

    @pages.get("/cases/<case_id>/blocks")
    def blocks(case_id: str) -> Response:
        frame = frames.of(case_id, signed_in())
        return news(frame, request.args.get("seen", ""))

    @pages.post("/cases/<case_id>/show/<field>")
    def show(case_id: str, field: str) -> AnyResponse:
        frame = frames.of(case_id, signed_in())
        frames.show(frame, field)
        return after_deed(frames, frame, words()("case.show.done"))

    return pages


def news(frame: CaseFrame, seen: str) -> Response:
    """The parts that changed since `seen`, each replacing itself; 204 when none did."""
    known = dict(zip(frame.marks, seen.split("."), strict=False))
    fresh = [name for name, mark in frame.marks.items() if known.get(name) != mark]
    if not fresh:
        return make_response("", 204)
    return make_response(render_template("desk/case/news.html", frame=frame, fresh=fresh, oob=True))


def after_deed(frames: CaseFrames, frame: CaseFrame, said: str = "") -> AnyResponse:
    """After something was done to a case: its blocks anew beside the page, else the page."""
    if request.headers.get("HX-Request") != "true":
        return redirect(at(f"/desk/cases/{frame.id}"), 303)
    fresh = frames.of(frame.id, frame.person)
    parts = [name for name in fresh.marks if fresh.marks[name] != frame.marks[name]]
    return make_response(
        render_template("desk/case/news.html", frame=fresh, fresh=parts, oob=True, said=said, deed=True)
    )


def _of_cases(phrases: Phrases) -> dict[str, Any]:
    """What the case screen's templates ask for."""
    return {
        "first_line": lambda frame: first_line(frame.blocks, frame.person.name, phrases),
        "flag_codes": lambda: CODES,
        "need_codes": lambda: codes("needs"),
    }


def written_day(day: date) -> str:
    """With its weekday: "Mo. 23. Nov.", "Mon 23 Nov"."""
    language = page_language()
    return format_date(day, DAY[language], locale=LOCALES[language])
