"""What all pages share: layout, style sheet, scripts, and how moments are written."""

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug import Response as AnyResponse

from bot import staff
from bot.clock import Clock
from bot.desk.assets import asset, content_type, version
from bot.desk.moments import day_and_time, gone_by, left_of
from bot.handover.experts import TAKES_CASES
from bot.lengths import spelt
from bot.staff.addresses import at
from bot.staff.menu import entries, home
from bot.staff.person import Person, signed_in

TEMPLATES = Path(staff.__file__).parent / "templates"
FOREVER = "public, max-age=31536000, immutable"
PAGES = ("/desk", "/staff", "/console")
# Nothing of what is shown may be kept by the browser; no answer is swapped in that the server did not aim.
# A button in a part that polls must not be taken for a poll: nothing is inherited unless hx-inherit says so.
HTMX: dict[str, Any] = {"allowEval": False, "allowScriptTags": False, "includeIndicatorStyles": False}
HTMX |= {"historyCacheSize": 0, "refreshOnHistoryMiss": True, "selfRequestsOnly": True, "timeout": 15000}
HTMX |= {"disableInheritance": True}
HTMX |= {
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ]
}


def look_pages(clock: Clock) -> Blueprint:
    """Assets under /desk/static, /desk itself, and the words and filters of the layout."""
    pages = Blueprint("desk_look", __name__, url_prefix="/desk", template_folder=str(TEMPLATES))

    @pages.get("/static/<name>")
    def static_file(name: str) -> Response:
        content = asset(name)
        if content is None:
            abort(404)
        kept = FOREVER if request.args.get("v") == version(name) else "no-cache"
        return Response(content, content_type=content_type(name), headers={"Cache-Control": kept})

    @pages.get("")
    @pages.get("/")
    def start() -> AnyResponse:
        return redirect(at(home(signed_in().role)))

    pages.app_context_processor(_layout)
    pages.add_app_template_filter(spelt)
    _show_moments(pages, clock)
    return pages


def _layout() -> dict[str, Any]:
    person: Person | None = g.get("person")
    return {
        "asset": lambda name: url_for("desk_look.static_file", name=name, v=version(name)),
        "at": at,
        "htmx_config": json.dumps(HTMX),
        "nav_entries": lambda: entries(person, request.path),
        "new_key": lambda: uuid.uuid4().hex,
        "takes_cases": person is not None and person.role in TAKES_CASES,
    }


def _show_moments(pages: Blueprint, clock: Clock) -> None:
    @pages.app_template_filter("gone_by")
    def since(moment: datetime) -> str:
        return gone_by(moment, clock.now())

    @pages.app_template_filter("left_of")
    def left(moment: datetime) -> str:
        return left_of(moment, clock.now())

    @pages.app_template_filter("day_and_time")
    def written(moment: datetime) -> str:
        person: Person | None = g.get("person")
        return day_and_time(moment, clock.now(), person.language if person else "de")

    @pages.app_context_processor
    def now() -> dict[str, Any]:
        return {"hotline_now": lambda: clock.now().isoformat()}

    @pages.after_app_request
    def tell_time(answer: Response) -> Response:
        """The hotline's time, by which the browser counts on."""
        if request.path.startswith(PAGES):
            answer.headers["X-Now"] = clock.now().isoformat()
        return answer
