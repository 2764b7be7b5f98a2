"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import RowMapping
from werkzeug.wrappers import Response

from bot.staff import own_session
from bot.staff.addresses import at
from bot.staff.menu import home
from bot.staff.pages import Desk
from bot.staff.person import signed_in
from bot.staff.rate_limits import TRIES, failed
from bot.staff.sessions import fingerprint
from bot.staff.shown import words

Page = Response | str | tuple[str, int]


def add_sign_in(routes: Blueprint, desk: Desk) -> None:
    """Name and password, the code, and out again."""
    limit = desk.limiter.limit(TRIES, methods=["POST"], deduct_when=failed)

    @routes.get("/sign-in")
    def sign_in() -> Page:
        if (role := _signed(desk)) is not None:
            return redirect(own_session.wanted_page() or at(home(role)))
        return render_template("staff/sign_in.html", next=own_session.wanted_page())

    @routes.post("/sign-in")
    @limit
    def signing_in() -> Page:
        return _by_password(desk)

    @routes.get("/sign-in/code")
    def code() -> Page:
        if own_session.awaiting_code(desk.clock.now()) is None:
            return redirect(url_for("staff.sign_in", next=own_session.wanted_page()))
        return render_template("staff/code.html", next=own_session.wanted_page())

    @routes.post("/sign-in/code")
    @limit
    def giving_code() -> Page:
        return _by_code(desk)

    @routes.post("/sign-out")
    def sign_out() -> Page:
        return _out(desk)


def _by_password(desk: Desk) -> Page:
    now, wanted = desk.clock.now(), own_session.wanted_page()
    name = request.form.get("name", "")
    row = desk.sign_in.by_password(name, request.form.get("password", ""), now)
    if row is None:
        return _again("staff/sign_in.html", name)
    if row["totp_confirmed_at"]:
        own_session.await_code(row["id"], now)
        return redirect(url_for("staff.code", next=wanted), 303)
    return _in(desk, row)


def _by_code(desk: Desk) -> Page:
    now = desk.clock.now()
    staff_id = own_session.awaiting_code(now)
    if staff_id is None:
        return redirect(url_for("staff.sign_in", next=own_session.wanted_page()), 303)
    row = desk.sign_in.by_code(staff_id, request.form.get("code", ""), now)
    return _again("staff/code.html") if row is None else _in(desk, row)


def _in(desk: Desk, row: RowMapping) -> Response:
    wanted, now, before = own_session.wanted_page(), desk.clock.now(), own_session.token()
    if before is not None:
        # The browser forgets it; whoever else may know it must not go on with it.
        desk.sessions.end(fingerprint(before), "signed_in_anew", now)
    own_session.keep(desk.sign_in.enter(row, now))
    return redirect(wanted or at(home(row["role"])), 303)


def _again(template: str, name: str = "") -> Page:
    return render_template(template, next=own_session.wanted_page(), wrong=True, name=name), 401


def _out(desk: Desk) -> Response:
    person, now = signed_in(), desk.clock.now()
    kept = desk.sessions.signed(own_session.token() or "", now)
    if kept is not None:
        desk.sessions.end(kept["session_id"], "signed_out", now)
    desk.audit.note(person.id, "signed_out", f"staff:{person.id}", now)
    said = words()("staff.signed_out")
    own_session.forget()
    flash(said)
    return redirect(url_for("staff.sign_in"), 303)


def _signed(desk: Desk) -> str | None:
    """The role of whoever is signed in already."""
    token = own_session.token()
    row = desk.sessions.signed(token, desk.clock.now(), active=False) if token is not None else None
    return row["role"] if row is not None else None
