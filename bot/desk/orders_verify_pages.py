"""Finding out who is on the line: the small form of the orders tab."""

from flask import Blueprint, request
from werkzeug import Response

from bot.desk.case_frame import CaseFrame
from bot.desk.orders.desk import may_act
from bot.desk.orders.verifying import Wish
from bot.desk.orders.wanted import Line, Unfit
from bot.desk.orders_pages import OrderParts, opened, tab, unfit
from bot.errors import NotPossible


def add_verifying(pages: Blueprint, parts: OrderParts) -> None:
    """`/desk/cases/<case_id>/orders/verify`."""

    @pages.post("/cases/<case_id>/orders/verify")
    def verify(case_id: str) -> Response:
        frame = opened(parts, case_id)
        may_act(frame)
        try:
            told = _told(parts, frame)
        except Unfit as fault:
            return unfit(parts, frame, fault)
        return tab(parts, opened(parts, case_id), told=told)


def _told(parts: OrderParts, frame: CaseFrame) -> Line:
    """What came of it, by the way that was chosen."""
    form, verifying = request.form, parts.verifying
    wish = Wish(form.get("order", ""), form.get("postcode", ""), form.get("document", ""))
    if form.get("way") == "order":
        return Line("verify.level", {"level": verifying.by_order(frame, wish).level.value})
    if form.get("way") == "send":
        sent = verifying.send_code(frame, form.get("channel"))
        return Line(f"verify.code_sent_{sent.channel}", {"to": sent.masked})
    if form.get("way") == "code":
        return Line("verify.level", {"level": verifying.by_code(frame, form.get("code", "")).level.value})
    if form.get("way") == "documents":
        return Line("verify.level", {"level": verifying.by_documents(frame, wish).level.value})
    raise NotPossible("no_such_choice")
