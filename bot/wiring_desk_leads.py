"""Builds how cases are closed, what is promised, one's own day, and what leads see of the team."""

import phonenumbers
from flask import Blueprint

from bot.desk.audit_view import AuditView
from bot.desk.board import FRESH_S, Boards
from bot.desk.case_frame import CaseFrames
from bot.desk.closing_pages import ClosingDesk, closing_pages
from bot.desk.closing_view import ClosingViews
from bot.desk.closings import Closings
from bot.desk.follow_ups import FollowUps
from bot.desk.mine import MyDay
from bot.desk.mine_pages import mine_pages
from bot.desk.open_cases import OpenCases
from bot.desk.open_closings import OpenClosings
from bot.desk.promise_book import PromiseBook
from bot.desk.promise_deeds import PromiseDeeds
from bot.desk.promise_pages import PromiseDesk, promise_pages
from bot.desk.queue_snapshot import QueueSnapshots
from bot.desk.team_deed_pages import team_deed_pages
from bot.desk.team_deeds import TeamDeeds
from bot.desk.team_pages import TeamDesk, team_pages
from bot.figures.definitions import DESK
from bot.figures.figure_board import FigureBoard
from bot.shop.knowledge import expert_hours
from bot.wiring_desk_call import coaching
from bot.wiring_desk_house import DeskHouse

FIGURES_FRESH_S = 10.0


def build(house: DeskHouse, keeps: bool = True) -> Blueprint:
    """All of it below /desk; unless it `keeps` what it has read for a moment, every look reads anew."""
    pages = Blueprint("desk_leads", __name__, url_prefix="/desk", template_folder="desk/templates")
    frames = CaseFrames(house.engine, house.clock, house.audit, figures=house.routing.figures)
    follow_ups = _follow_ups(house)
    closings = Closings(house.engine, house.clock, house.promises, follow_ups)
    unclosed = OpenClosings(house.engine, house.clock)
    views = ClosingViews(house.engine, house.clock, closings, unclosed, follow_ups)
    book = PromiseBook(house.engine, house.clock)
    deeds = PromiseDeeds(house.engine, house.clock, house.promises, follow_ups)
    pages.register_blueprint(
        closing_pages(frames, ClosingDesk(closings, views, unclosed, follow_ups, house.clock))
    )
    pages.register_blueprint(promise_pages(frames, PromiseDesk(book, deeds, follow_ups, views, house.clock)))
    pages.register_blueprint(mine_pages(MyDay(house.engine, house.clock)))
    team = _team(house, book, unclosed, keeps)
    pages.register_blueprint(team_pages(team))
    pages.register_blueprint(team_deed_pages(team, AuditView(house.engine, house.clock)))
    return pages


def _team(house: DeskHouse, book: PromiseBook, unclosed: OpenClosings, keeps: bool) -> TeamDesk:
    fresh_s = FRESH_S if keeps else 0.0
    snapshots = QueueSnapshots(house.engine, house.clock, house.routing, fresh_s)
    return TeamDesk(
        house.engine,
        Boards(house.engine, snapshots, house.clock, fresh_s),
        FigureBoard(house.engine, house.clock, DESK, FIGURES_FRESH_S if keeps else 0.0),
        book,
        unclosed,
        OpenCases(house.engine),
        TeamDeeds(house.engine, house.clock, house.cases, house.threads.takeover),
        coaching(house),
    )


def _follow_ups(house: DeskHouse) -> FollowUps:
    number = phonenumbers.parse(house.settings.hotline_number)
    region = phonenumbers.region_code_for_number(number) or "DE"
    return FollowUps(house.engine, expert_hours(), house.hours, region)
