"""How somebody wants their pages, and where else they are signed in."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from bot.errors import NotThere
from bot.handover.experts import TAKES_CASES
from bot.phrases.interface import worded
from bot.staff.own_settings import CHOICES, REACHED, SWITCHES
from bot.staff.pages import Desk
from bot.staff.person import signed_in
from bot.staff.shown import words
from bot.staff.sign_in_pages import Page


def add_settings(routes: Blueprint, desk: Desk) -> None:
    """One page, with the list of own sessions on it."""

    @routes.get("/")
    @routes.get("/settings")
    def settings() -> Page:
        return _page(desk)

    @routes.post("/settings")
    def change_settings() -> Page:
        desk.settings.change(signed_in().id, request.form, desk.clock.now())
        flash(worded(request.form["language"])("staff.settings.saved"), "good")
        return redirect(url_for("staff.settings"), 303)

    @routes.post("/sessions/end")
    def end_session() -> Page:
        person, now = signed_in(), desk.clock.now()
        if not desk.sessions.end(request.form.get("session", ""), "ended_elsewhere", now, person.id):
            raise NotThere("not_there")
        desk.audit.note(person.id, "session_ended", f"staff:{person.id}", now)
        flash(words()("staff.sessions.ended"), "good")
        return redirect(url_for("staff.settings"), 303)


def _page(desk: Desk) -> str:
    person, now = signed_in(), desk.clock.now()
    own = desk.settings.of(person.id)
    return render_template(
        "staff/settings.html",
        phone=f"…{own['phone'][-4:]}" if own["phone"] else None,
        reached_by=own["reached_by"],
        takes_part=person.role in TAKES_CASES,
        choices=CHOICES,
        switches=SWITCHES,
        reached=REACHED,
        second_factor=own["totp_confirmed_at"],
        sessions=desk.sessions.of(person.id, now),
        this=g.session_id,
    )
