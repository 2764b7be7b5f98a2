"""What waits for a lead's word: the list, yes and no."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug import Response

from bot.desk.case_frame import CaseFrame
from bot.desk.orders.action_rows import AboveLimit
from bot.desk.orders_pages import OrderParts
from bot.errors import NotPossible
from bot.staff.addresses import at
from bot.staff.person import LEADS, one_of


def add_approvals(pages: Blueprint, parts: OrderParts) -> None:
    """`/desk/approvals`."""
    approvals = parts.desk.approvals

    @pages.get("/approvals")
    def waiting() -> str:
        lead = one_of(*LEADS)
        return render_template("desk/orders/approvals.html", waiting=approvals.open(), lead=lead)

    @pages.post("/approvals/<approval_id>/approve")
    def approve(approval_id: str) -> Response:
        lead = one_of(*LEADS)
        frame = _case_of(parts, approval_id)
        parts.desk.may_approve(frame, approvals.one(approval_id))
        decided = approvals.approve(approval_id, lead)
        try:
            parts.desk.approved(frame, decided)
        except AboveLimit:
            raise NotPossible("above_yours") from None
        return _decided(parts)

    @pages.post("/approvals/<approval_id>/refuse")
    def refuse(approval_id: str) -> Response:
        lead = one_of(*LEADS)
        approvals.refuse(approval_id, lead, request.form.get("reason", ""))
        return _decided(parts)


def _case_of(parts: OrderParts, approval_id: str) -> CaseFrame:
    """The case it is about, as this lead may see it."""
    lead = one_of(*LEADS)
    return parts.frames.of(str(parts.desk.approvals.one(approval_id)["handover_id"]), lead)


def _decided(parts: OrderParts) -> Response:
    """The list without what was decided, wherever it is shown."""
    if request.headers.get("HX-Request") != "true":
        return redirect(at("/desk/approvals"), 303)
    page = render_template(
        "desk/orders/approvals_list.html", waiting=parts.desk.approvals.open(), lead=one_of(*LEADS)
    )
    return make_response(page, 200, {"HX-Retarget": "#approvals", "HX-Reswap": "outerHTML"})
