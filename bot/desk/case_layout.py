"""How a tab of the case screen is laid out: the whole page, or only the tab where htmx asks for it."""

from typing import Any

from flask import Request, render_template, request

from bot.desk.case_frame import CaseFrame

WHOLE, BARE = "desk/case_frame.html", "desk/bare.html"
TARGET = "tab"


def case_layout(asked: Request) -> str:
    """What a tab's template extends: `{% extends layout %}` with its content in the block `tab`."""
    wanted = asked.headers.get("HX-Target") == TARGET and not asked.headers.get("HX-History-Restore-Request")
    return BARE if wanted and asked.headers.get("HX-Request") else WHOLE


def case_page(template: str, frame: CaseFrame, tab: str, **shown: Any) -> str:
    """A tab's page for this request."""
    return render_template(template, layout=case_layout(request), frame=frame, tab=tab, **shown)
