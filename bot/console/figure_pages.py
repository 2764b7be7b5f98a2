"""The figures: all of a period at a look, each with its course, what is behind it, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from flask import Blueprint, Response, render_template, request
from sqlalchemy import Engine

from bot.clock import Clock
from bot.console.figure_csv import table
from bot.console.figure_period import CHOICES, Chosen, chosen
from bot.console.figure_views import FigureViews, stretch
from bot.errors import NotThere
from bot.figures.behind import SIDES, Looked, behind, how_many
from bot.figures.definitions import BY_KEY, DEFINITIONS, Definition, figure_of
from bot.figures.period import LONGEST_DAYS, Period
from bot.figures.shown import valued
from bot.staff.menu import OPS
from bot.staff.person import LEADS, one_of
from bot.staff.shown import page_language, words

READERS = tuple(dict.fromkeys((*OPS, *LEADS)))
NONE = "none"


@dataclass(frozen=True)
class FigureDesk:
    """What the pages are made of."""

    engine: Engine
    clock: Clock
    views: FigureViews


def figure_pages(desk: FigureDesk) -> Blueprint:
    """`/console/figures` and everything below it."""
    pages = Blueprint("console_figures", __name__, url_prefix="/console", template_folder="templates")

    @pages.get("/figures")
    def figures() -> str:
        person, days = one_of(*READERS), _chosen(desk)
        sections = desk.views.sections(days.period, person.language)
        reasons = desk.views.reasons(days.period, person.language)
        return _page("console/figures.html", days, sections=sections, reasons=reasons)

    @pages.get("/figures.csv")
    def all_as_file() -> Response:
        one_of(*READERS)
        return _file(desk, _chosen(desk), DEFINITIONS)

    @pages.get("/figures/<key>")
    def figure(key: str) -> str:
        person, days, definition = one_of(*READERS), _chosen(desk), _known(key)
        view, pieces = desk.views.one(definition, days.period, person.language)
        splits = desk.views.splits(definition, days.period, person.language)
        top = valued(figure_of(definition), view.trend.top, person.language)
        return _page(
            "console/figure.html", days, view=view, pieces=pieces, splits=splits, sides=SIDES, top=top
        )

    @pages.get("/figures/<key>.csv")
    def one_as_file(key: str) -> Response:
        one_of(*READERS)
        return _file(desk, _chosen(desk), [_known(key)])

    @pages.get("/figures/<key>/conversations")
    def conversations(key: str) -> str:
        return _conversations(desk, key)

    return pages


def _conversations(desk: FigureDesk, key: str) -> str:
    """Those behind one side of a figure, by the page."""
    one_of(*READERS)
    days, now = _chosen(desk), desk.clock.now()
    looked = _looked(_known(key), days, now)
    page = behind(desk.engine, looked, now, _after())
    return _page(
        "console/figure_behind.html",
        days,
        looked=looked,
        page=page,
        found=how_many(desk.engine, looked, now),
    )


def _page(template: str, days: Chosen, **shown: object) -> str:
    around = {"days": days, "choices": CHOICES, "most": LONGEST_DAYS}
    return render_template(template, **_spelt_days(days.period), **around, **shown)


def _spelt_days(period: Period) -> dict[str, str]:
    """The days as the reader writes them."""
    before = period.before()
    ends = {"first": period.first, "last": period.last}
    ends |= {"before_first": before.first, "before_last": before.last}
    return {name: format_date(day, "medium", locale=page_language()) for name, day in ends.items()}


def _chosen(desk: FigureDesk) -> Chosen:
    return chosen(request.args, desk.clock.now())


def _known(key: str) -> Definition:
    if key not in BY_KEY:
        raise NotThere("not_there")
    return BY_KEY[key]


def _looked(definition: Definition, days: Chosen, now: datetime) -> Looked:
    """Raises NotThere for what cannot be asked for."""
    side, by = request.args.get("side", "all"), request.args.get("by", "")
    if side not in SIDES or not definition.drills or (by and by not in definition.splits):
        raise NotThere("not_there")
    value = request.args.get("value", "")
    split = (by, None if value == NONE else value) if by else None
    return Looked(definition, stretch(days.period, now), side, split)


def _after() -> tuple[datetime, str] | None:
    """The last row of the page before."""
    at, _, conversation = request.args.get("after", "").partition("_")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, conversation) if moment.tzinfo else None


def _file(desk: FigureDesk, days: Chosen, which: Sequence[Definition]) -> Response:
    t, period = words(), days.period
    titles = {one.key: f"{t(f'figures.each.{one.name}.title')} {one.priority}".strip() for one in which}
    name = which[0].key if len(which) == 1 else "figures"
    answer = Response(
        table(desk.views.figures(period, which), titles), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}_{period.first}_{period.last}.csv"'
    return answer
