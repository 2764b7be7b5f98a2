"""Setting up a second factor, and doing without it again."""

import pyotp
import segno
from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot.errors import NotPossible
from bot.staff.pages import Desk
from bot.staff.person import Person, signed_in
from bot.staff.shown import words
from bot.staff.sign_in_pages import Page

PATH = "/second-factor"
GROUP = 4


def add_second_factor(routes: Blueprint, desk: Desk) -> None:
    """Each step is a form of its own; the secret is shown only until it is confirmed."""

    @routes.get(PATH)
    def second_factor() -> Page:
        return _page(desk)

    @routes.post(f"{PATH}/begin")
    def begin_second_factor() -> Page:
        desk.factors.begin(signed_in().id)
        return redirect(url_for("staff.second_factor"), 303)

    @routes.post(f"{PATH}/confirm")
    def confirm_second_factor() -> Page:
        return _confirmed(desk)

    @routes.post(f"{PATH}/codes")
    def new_recovery_codes() -> Page:
        return _new_codes(desk)

    @routes.post(f"{PATH}/off")
    def second_factor_off() -> Page:
        return _off(desk)


def _page(desk: Desk) -> str:
    person = signed_in()
    there = desk.settings.of(person.id)["totp_confirmed_at"]
    if there:
        return render_template(
            "staff/second_factor.html", since=there, left=desk.factors.recovery.left(person.id)
        )
    secret = desk.factors.secret(person.id)
    shown = {"picture": _picture(secret, person), "secret": _grouped(secret)} if secret else {}
    return render_template("staff/second_factor.html", **shown)


def _confirmed(desk: Desk) -> Page:
    person, now = signed_in(), desk.clock.now()
    try:
        codes = desk.factors.confirm(person.id, request.form.get("code", ""), now)
    except NotPossible as error:
        return _told(error)
    desk.sessions.end_all(person.id, "second_factor", now, but=g.session_id)
    desk.audit.note(person.id, "second_factor_on", f"staff:{person.id}", now)
    return render_template("staff/recovery_codes.html", codes=codes, fresh=True)


def _new_codes(desk: Desk) -> Page:
    person, now = signed_in(), desk.clock.now()
    if not desk.settings.of(person.id)["totp_confirmed_at"]:
        return redirect(url_for("staff.second_factor"), 303)
    try:
        desk.passwords.check(person.id, request.form.get("password", ""), now)
    except NotPossible as error:
        return _told(error)
    codes = desk.factors.recovery.renew(person.id, now)
    desk.audit.note(person.id, "recovery_codes_renewed", f"staff:{person.id}", now)
    return render_template("staff/recovery_codes.html", codes=codes)


def _off(desk: Desk) -> Response:
    person, now = signed_in(), desk.clock.now()
    try:
        desk.passwords.check(person.id, request.form.get("password", ""), now)
    except NotPossible as error:
        return _told(error)
    desk.factors.off(person.id)
    desk.audit.note(person.id, "second_factor_off", f"staff:{person.id}", now)
    flash(words()("staff.factor.is_off"), "good")
    return redirect(url_for("staff.settings"), 303)


def _told(error: NotPossible) -> Response:
    flash(words()(f"faults.{error.code}"), "fault")
    return redirect(url_for("staff.second_factor"), 303)


def _picture(secret: str, person: Person) -> str:
    """The QR code as the address of a picture; nothing is asked of anybody for it."""
    address = pyotp.TOTP(secret).provisioning_uri(name=person.name, issuer_name=words()("staff.product"))
    return segno.make(address, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")


def _grouped(secret: str) -> str:
    return " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
