"""What a lead can do about one colleague, or one who waits; and the audit trail."""

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug import Response as AnyResponse

from bot.desk.audit_view import PAGE, AuditView, Wanted
from bot.desk.board import Board, Post
from bot.desk.queue_lines import Line
from bot.desk.queue_pages import sent_to
from bot.desk.team_deeds import REASONS
from bot.desk.team_pages import TeamDesk
from bot.errors import NotThere, TooLate
from bot.handover.waits import ORDER
from bot.staff.person import LEADS, one_of
from bot.staff.shown import words


def team_deed_pages(desk: TeamDesk, audit: AuditView) -> Blueprint:
    """`/desk/team/people/<id>`, `/desk/team/waits/<id>`, `/desk/team/open`, `/desk/team/audit`."""
    pages = Blueprint("team_deeds", __name__, template_folder="templates")
    _people(pages, desk)
    _waits(pages, desk)
    _audit(pages, audit)

    @pages.get("/team/open")
    def open_cases() -> str:
        one_of(*LEADS)
        skip = max(0, request.args.get("skip", 0, type=int))
        cases, count = desk.open_cases.page(skip), desk.open_cases.count()
        further = skip + len(cases) if skip + len(cases) < count else None
        return render_template("desk/open_cases.html", cases=cases, count=count, further=further)

    return pages


def _people(pages: Blueprint, desk: TeamDesk) -> None:
    @pages.get("/team/people/<staff_id>")
    def person(staff_id: str) -> str:
        one_of(*LEADS)
        post = _post(desk.boards.now(), staff_id)
        return render_template("desk/team_person.html", post=post, coach=desk.coaching.allowed)

    @pages.post("/team/people/<staff_id>/send")
    def send(staff_id: str) -> AnyResponse:
        lead, to = one_of(*LEADS), request.form.get("to", "")
        at_once = desk.deeds.send(staff_id, to, lead)
        return _done("board.sent" if at_once else "board.sent_afterwards")

    @pages.post("/team/people/<staff_id>/take-away")
    def take_away(staff_id: str) -> AnyResponse:
        desk.deeds.take_away(staff_id, one_of(*LEADS))
        return _done("board.taken_away")

    @pages.post("/team/calls/<expert_call_id>/listen")
    def listen(expert_call_id: str) -> AnyResponse:
        desk.coaching.listen_in(expert_call_id, one_of(*LEADS))
        return _done("board.listening")


def _waits(pages: Blueprint, desk: TeamDesk) -> None:
    @pages.get("/team/waits/<wait_id>")
    def wait(wait_id: str) -> str:
        one_of(*LEADS)
        board = desk.boards.now()
        line = _line(board, wait_id)
        here = [post for post in board.posts if post.status != "off"]
        able = [post for post in here if line.caller.language in post.languages]
        more = ORDER[: ORDER.index(line.caller.priority)]
        return render_template("desk/team_wait.html", line=line, able=able, more=more, reasons=REASONS)

    @pages.post("/team/waits/<wait_id>/meant-for")
    def meant_for(wait_id: str) -> AnyResponse:
        name = desk.deeds.mean_for(wait_id, request.form.get("to", ""), one_of(*LEADS))
        return _done("board.meant_for_told", name=name)

    @pages.post("/team/waits/<wait_id>/priority")
    def priority(wait_id: str) -> AnyResponse:
        lead, to = one_of(*LEADS), request.form.get("priority", "")
        desk.deeds.raise_to(wait_id, to, request.form.get("reason", ""), lead)
        return _done("board.raised", priority=to)


def _audit(pages: Blueprint, audit: AuditView) -> None:
    @pages.get("/team/audit")
    def trail() -> str:
        one_of(*LEADS)
        wanted = Wanted(
            request.args.get("person", ""),
            request.args.get("case", "").strip(),
            request.args.get("day", ""),
            request.args.get("before", type=int),
        )
        entries = audit.entries(wanted)
        further = entries[-1].id if len(entries) == PAGE else None
        people = audit.people()
        return render_template(
            "desk/audit.html", entries=entries, wanted=wanted, people=people, further=further
        )


def _post(board: Board, staff_id: str) -> Post:
    found = next((post for post in board.posts if post.id == staff_id), None)
    if found is None:
        raise NotThere("colleague")
    return found


def _line(board: Board, wait_id: str) -> Line:
    found = next((line for line in board.lines if line.wait_id == wait_id), None)
    if found is None:
        raise TooLate("already_taken")
    return found


def _done(told: str, **values: str) -> AnyResponse:
    flash(words()(told, **values), "good")
    return sent_to(url_for("desk_leads.team.team"))
