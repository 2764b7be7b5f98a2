"""An order for the customer: search and choose, read out, place."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug import Response

from bot.desk.case_frame import CaseFrame
from bot.desk.case_layout import case_page
from bot.desk.orders.desk import may_act
from bot.desk.orders.proof import Sure
from bot.desk.orders.taking import FACTS, YES, Priced, must_be_read, read_out
from bot.desk.orders.wanted import Unfit, Wanted
from bot.desk.orders_pages import (
    OrderParts,
    carried,
    is_unsafe,
    key_given,
    opened,
    shown,
    step_page,
    tab,
    unfit,
)
from bot.shop.models import Customer
from bot.staff.shown import page_language

ROWS = 4
TICKS = (*(f"read_{fact}" for fact in FACTS), YES, "adult")


def add_taking(pages: Blueprint, parts: OrderParts) -> None:
    """`/desk/cases/<case_id>/orders/new/...`."""
    _searching(pages, parts)
    _placing(pages, parts)


def _searching(pages: Blueprint, parts: OrderParts) -> None:
    @pages.post("/cases/<case_id>/orders/new/articles")
    def find_articles(case_id: str) -> Response:
        frame = opened(parts, case_id)
        may_act(frame)
        fields = _with_taken(dict(request.form))
        matches = [] if request.form.get("take") else _matches(parts)
        more: dict[str, Any] = {
            "fields": fields,
            "matches": matches,
            "searched": not request.form.get("take"),
        }
        if request.headers.get("HX-Request") != "true":
            page = case_page("desk/orders/tab.html", frame, "orders", **shown(parts, frame), new_order=more)
            return make_response(page)
        everything = shown(parts, frame)
        page = render_template("desk/orders/new_form.html", frame=frame, **everything, new_order=more)
        return make_response(page, 200, {"HX-Retarget": "#order-new-form", "HX-Reswap": "outerHTML"})


def _placing(pages: Blueprint, parts: OrderParts) -> None:
    @pages.post("/cases/<case_id>/orders/new/check")
    def check_new(case_id: str) -> Response:
        frame = opened(parts, case_id)
        may_act(frame)
        try:
            wanted, priced = _asked(parts, frame)
        except Unfit as fault:
            return unfit(parts, frame, fault)
        return _step(parts, frame, wanted, priced)

    @pages.post("/cases/<case_id>/orders/new/place")
    def place_new(case_id: str) -> Response:
        frame, key = opened(parts, case_id), key_given()
        may_act(frame)
        if parts.desk.doing.rows.one(key) is not None:
            return tab(parts, frame)
        try:
            wanted, priced = _asked(parts, frame)
            if marked(wanted, priced) != request.form.get("confirmed"):
                return _step(parts, frame, wanted, priced, changed=True)
            must_be_read(request.form, priced.adults_only)
            if is_unsafe(frame) and request.form.get("safe") != "1":
                raise Unfit("not_safe")
        except Unfit as fault:
            return unfit(parts, frame, fault)
        parts.desk.carry_out(frame, key, wanted, lambda deed: parts.taking.place(wanted, priced, deed))
        return tab(parts, opened(parts, case_id))


def marked(wanted: Wanted, priced: Priced) -> str:
    """What was read out, with its price: another article or price has to be read out anew."""
    return f"{wanted.mark}-{priced.quote.total:.2f}"


def _step(
    parts: OrderParts, frame: CaseFrame, wanted: Wanted, priced: Priced, changed: bool = False
) -> Response:
    fields = {name: value for name, value in carried().items() if name not in TICKS}
    return step_page(
        parts,
        frame,
        order=priced,
        facts=read_out(priced),
        mark=marked(wanted, priced),
        fields=fields,
        changed=changed,
    )


def _asked(parts: OrderParts, frame: CaseFrame) -> tuple[Wanted, Priced]:
    form = request.form
    items = [(form.get(f"article{row}", ""), form.get(f"quantity{row}", "")) for row in range(ROWS)]
    wanted = parts.taking.wanted(
        form, items, _customer(parts, frame) if form.get("buyer") == "known" else None
    )
    return wanted, parts.taking.priced(wanted, parts.clock.now())


def _customer(parts: OrderParts, frame: CaseFrame) -> Customer:
    """Who has proven who they are; raises Unfit."""
    proof = parts.verifying.proof(frame)
    customer = parts.desk.customer(proof) if proof.level >= Sure.A1 else None
    if customer is None:
        raise Unfit("not_sure", level=Sure.A1.value)
    return customer


def _matches(parts: OrderParts) -> list[Any]:
    return parts.taking.articles(request.form.get("search", ""), page_language())


def _with_taken(form: Mapping[str, str]) -> dict[str, str]:
    """The form with the chosen article in its first empty row."""
    fields = dict(form)
    if taken := fields.pop("take", ""):
        empty = next((row for row in range(ROWS) if not fields.get(f"article{row}")), ROWS - 1)
        fields[f"article{empty}"] = taken
        fields[f"quantity{empty}"] = fields.get(f"quantity{empty}") or "1"
    return fields
