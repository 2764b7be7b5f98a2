"""The first password, and every later one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from bot.errors import NotPossible
from bot.staff import own_session
from bot.staff.menu import home
from bot.staff.pages import Desk
from bot.staff.person import signed_in
from bot.staff.shown import words
from bot.staff.sign_in_pages import Page


def add_passwords(routes: Blueprint, desk: Desk) -> None:
    """One page for those who must, one for those who want to."""

    @routes.get("/first-password")
    def first_password() -> Page:
        return render_template("staff/first_password.html")

    @routes.post("/first-password")
    def choose_first_password() -> Page:
        return _changed(desk, "staff/first_password.html", request.script_root + home(signed_in().role))

    @routes.get("/password")
    def password() -> Page:
        return render_template("staff/password.html")

    @routes.post("/password")
    def change_password() -> Page:
        return _changed(desk, "staff/password.html", url_for("staff.settings"))


def _changed(desk: Desk, template: str, then: str) -> Page:
    person, form = signed_in(), request.form
    try:
        if form.get("new") != form.get("again"):
            raise NotPossible("password_differs")
        token = desk.passwords.change(person.id, form.get("old", ""), form.get("new", ""), desk.clock.now())
    except NotPossible as error:
        return render_template(template, fault=error.code), 409
    own_session.keep(token)
    flash(words()("staff.password.changed"))
    return redirect(then, 303)
