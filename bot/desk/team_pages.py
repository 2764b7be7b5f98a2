"""The leads' board: who is where, what waits, how today goes, what is owed; each part kept up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from flask import Blueprint, Response, render_template, request
from sqlalchemy import Engine
from werkzeug import Response as AnyResponse

from bot.desk.approvals import open_approvals
from bot.desk.board import Boards
from bot.desk.coaching import Coaching
from bot.desk.fragment import fragment
from bot.desk.open_cases import OpenCases
from bot.desk.open_closings import OpenClosings
from bot.desk.promise_book import PromiseBook
from bot.desk.team_deeds import TeamDeeds
from bot.figures.figure_board import FigureBoard
from bot.figures.shown import shown
from bot.staff.person import LEADS, one_of


@dataclass(frozen=True)
class TeamDesk:
    """What the pages are made of."""

    engine: Engine
    boards: Boards
    figures: FigureBoard
    book: PromiseBook
    unclosed: OpenClosings
    open_cases: OpenCases
    deeds: TeamDeeds
    coaching: Coaching


def team_pages(desk: TeamDesk) -> Blueprint:
    """`/desk/team` and the parts of it that change."""
    pages = Blueprint("team", __name__, template_folder="templates")

    @pages.get("/team")
    def team() -> str:
        one_of(*LEADS)
        board = desk.boards.now()
        owed = {"due": desk.book.due(), "unclosed": desk.unclosed.all(), "colleagues": board.posts}
        parts = {"people": _people(desk)[0], "queue": _queue(desk)[0], "figures": _figures(desk)[0]}
        names = {post.id: post.name for post in board.posts}
        left = {"approvals": len(open_approvals(desk.engine)), "open_cases": desk.open_cases.count()}
        return render_template("desk/team.html", **parts, **owed, **left, names=names)

    for name, part in (("people", _people), ("queue", _queue), ("figures", _figures)):
        pages.add_url_rule(f"/team/{name}", name, _polled(desk, part))
    return pages


Part = Callable[[TeamDesk], tuple[str, str]]


def _polled(desk: TeamDesk, part: Part) -> Callable[[], AnyResponse]:
    def view() -> AnyResponse:
        one_of(*LEADS)
        html, version = part(desk)
        return Response(status=204) if request.args.get("seen") == version else Response(html)

    return view


def _people(desk: TeamDesk) -> tuple[str, str]:
    board = desk.boards.now()
    version = board.team_version
    return fragment("desk/team_people.html", board=board, version=version), version


def _queue(desk: TeamDesk) -> tuple[str, str]:
    board = desk.boards.now()
    version, names = board.queue_version, {post.id: post.name for post in board.posts}
    return fragment("desk/team_queue.html", board=board, names=names, version=version), version


def _figures(desk: TeamDesk) -> tuple[str, str]:
    found = [shown(figure, one_of(*LEADS).language) for figure in desk.figures.today()]
    version = blake2b(repr(found).encode(), digest_size=8).hexdigest()
    return fragment("desk/team_figures.html", figures=found, version=version), version
