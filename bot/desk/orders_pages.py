"""The orders tab: what the shop knows, and every action from its form over the summary to the result."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from sqlalchemy import Engine
from werkzeug import Response

from bot.clock import Clock
from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.desk.case_layout import BARE, case_page
from bot.desk.orders.action_rows import AboveLimit
from bot.desk.orders.desk import OrdersDesk, may_act, needed
from bot.desk.orders.found import LOOKED_UP
from bot.desk.orders.making_good import CAUSES
from bot.desk.orders.refunding import GOODWILL_REASONS, REASONS
from bot.desk.orders.taking import PAYMENTS, Orders
from bot.desk.orders.verifying import DOCUMENTS, Verifying, normal
from bot.desk.orders.wanted import Line, Unfit
from bot.desk.orders_shown import actions_shown, add_words, staff_names
from bot.errors import NotPossible
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.person import signed_in

KEY = re.compile(r"[0-9a-f]{32}")
STEP = "#orders-step"
CHOICES = {"causes": CAUSES, "reasons": REASONS, "goodwill_reasons": GOODWILL_REASONS}
CHOICES_MORE = {"documents": DOCUMENTS, "payments": PAYMENTS}


@dataclass(frozen=True)
class OrderParts:
    """What the pages need."""

    engine: Engine
    clock: Clock
    audit: Audit
    frames: CaseFrames
    desk: OrdersDesk
    verifying: Verifying
    taking: Orders


def orders_pages(parts: OrderParts, *more: Callable[[Blueprint, OrderParts], None]) -> Blueprint:
    """`/desk/cases/<case_id>/orders`; `more` adds further routes of the area."""
    pages = Blueprint("desk_orders", __name__, url_prefix="/desk", template_folder="templates")
    add_words(pages)
    _reading(pages, parts)
    _acting(pages, parts)
    for add in more:
        add(pages, parts)
    return pages


def _reading(pages: Blueprint, parts: OrderParts) -> None:
    @pages.get("/cases/<case_id>/orders")
    def orders(case_id: str) -> str:
        frame = opened(parts, case_id)
        return case_page("desk/orders/tab.html", frame, "orders", **shown(parts, frame))

    @pages.post("/cases/<case_id>/orders/look-up")
    def look_up(case_id: str) -> Response:
        frame = opened(parts, case_id)
        may_act(frame)
        number = normal(request.form.get("order", ""))
        there = parts.desk.exists(number)
        # Also what was not found: whoever tries numbers leaves a trace.
        about, now = f"case:{frame.id}", parts.clock.now()
        parts.audit.note(frame.person.id, LOOKED_UP, about, now, order=number, found=there)
        if not there:
            return unfit(parts, frame, Unfit("no_order"))
        return tab(parts, frame)

    @pages.post("/cases/<case_id>/orders/address")
    def show_address(case_id: str) -> Response:
        frame = opened(parts, case_id)
        parts.frames.show(frame, "address")
        return tab(parts, opened(parts, case_id))


def _acting(pages: Blueprint, parts: OrderParts) -> None:
    @pages.post("/cases/<case_id>/orders/check")
    def check(case_id: str) -> Response:
        frame = opened(parts, case_id)
        try:
            step = parts.desk.check(frame, parts.verifying.proof(frame), request.form)
        except Unfit as fault:
            return unfit(parts, frame, fault)
        return step_page(parts, frame, step=step, fields=carried())

    @pages.post("/cases/<case_id>/orders/do")
    def do(case_id: str) -> Response:
        frame, key = opened(parts, case_id), key_given()
        if parts.desk.doing.rows.one(key) is not None:
            # A double click, or "back": what was done is shown, whatever the order looks like by now.
            return tab(parts, frame)
        try:
            step = parts.desk.check(frame, parts.verifying.proof(frame), request.form)
            if step.wanted.mark != request.form.get("confirmed") or _unsafe_unasked(frame):
                return step_page(parts, frame, step=step, fields=carried(), changed=True)
            if step.above is not None:
                parts.desk.ask_lead(frame, step, key)
            else:
                parts.desk.do(frame, step, key)
        except AboveLimit:
            # Somebody else was giving something at the same moment.
            return unfit(parts, frame, Unfit("above_now"))
        except Unfit as fault:
            return unfit(parts, frame, fault)
        return tab(parts, opened(parts, case_id))

    @pages.post("/cases/<case_id>/orders/again")
    def again(case_id: str) -> Response:
        frame = opened(parts, case_id)
        parts.desk.again(frame, key_given())
        return tab(parts, opened(parts, case_id))


def opened(parts: OrderParts, case_id: str) -> CaseFrame:
    """The case, where its orders are for this person."""
    frame = parts.frames.of(case_id, signed_in())
    frame.must_see("orders")
    return frame


def shown(parts: OrderParts, frame: CaseFrame) -> dict[str, Any]:
    """Everything the tab's template needs."""
    proof, names = parts.verifying.proof(frame), staff_names(parts.engine)
    orders = parts.desk.orders(frame, proof)
    return {
        "proof": proof,
        "found": orders,
        "missing": {one.view.number: needed(parts.desk.kinds, one.view) for one in orders},
        "done": actions_shown(parts.desk.done(frame), names),
        "asked": parts.desk.asked(frame),
        "names": names,
        "acts": frame.sight.reveals,
        "tries_over": parts.verifying.locked(frame),
        "ways": parts.verifying.ways(frame),
        "choices": CHOICES | CHOICES_MORE | {"countries": parts.taking.countries},
        "unsafe": is_unsafe(frame),
    }


def tab(parts: OrderParts, frame: CaseFrame, **more: Any) -> Response:
    """The whole tab as it is now: in place of what is shown, or by the way of its address."""
    if request.headers.get("HX-Request") != "true":
        return redirect(at(f"/desk/cases/{frame.id}/orders"), 303) if not more else _whole(parts, frame, more)
    page = render_template(
        "desk/orders/tab.html",
        layout=BARE,
        frame=frame,
        tab="orders",
        fresh=True,
        **shown(parts, frame),
        **more,
    )
    return make_response(page, 200, {"HX-Retarget": "#tab", "HX-Reswap": "innerHTML show:#tab:top"})


def step_page(parts: OrderParts, frame: CaseFrame, status: int = 200, **more: Any) -> Response:
    """What is to be confirmed or put right, beside everything else."""
    if request.headers.get("HX-Request") != "true":
        return _whole(parts, frame, more, status)
    page = render_template("desk/orders/step.html", frame=frame, unsafe=is_unsafe(frame), **more)
    return make_response(page, status, {"HX-Retarget": STEP, "HX-Reswap": f"innerHTML show:{STEP}:top"})


def unfit(parts: OrderParts, frame: CaseFrame, fault: Unfit) -> Response:
    """Why it cannot be done like this."""
    form, line = request.form, Line(f"not.{fault.code}", fault.values)
    back = f"act-{form['kind']}-{form['order']}" if {"kind", "order"} <= form.keys() else ""
    return step_page(parts, frame, 409, fault=line, back=back)


def is_unsafe(frame: CaseFrame) -> bool:
    """Post or a message could put this caller in danger."""
    return bool((frame.packet.get("permissions") or {}).get("safe_contact"))


def carried() -> dict[str, str]:
    """The form's own fields, for the step that follows."""
    own = ("csrf_token", "key", "confirmed", "safe")
    return {name: value for name, value in request.form.items() if name not in own}


def key_given() -> str:
    """The key of the form, made when it was shown; raises NotPossible."""
    key = request.form.get("key", "")
    if not KEY.fullmatch(key):
        raise NotPossible("stale_page")
    return key


def _unsafe_unasked(frame: CaseFrame) -> bool:
    return is_unsafe(frame) and request.form.get("safe") != "1"


def _whole(parts: OrderParts, frame: CaseFrame, more: dict[str, Any], status: int = 200) -> Response:
    page = case_page("desk/orders/tab.html", frame, "orders", **shown(parts, frame), **more)
    return make_response(page, status)
