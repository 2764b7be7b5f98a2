"""The hotline's settings: a form for each area, looked through before it is saved, and its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.console.settings_words import fault_words, said, shown_value
from bot.errors import NotPossible
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.menu import OPS
from bot.staff.person import Person, one_of
from bot.staff.shown import words
from bot.tuning.settings_area import Area, values_of
from bot.tuning.settings_desk import LONGEST_WHY, Review, SettingsDesk
from bot.tuning.settings_form import Group, Words, plain
from bot.tuning.settings_open import OpenAt, open_at

HOME = "/console/settings"
# Not answers: who sends the form, and what is to be done with it.
NO_ANSWERS = frozenset({"csrf_token", "key", "part", "act", "seen", "why", "try.day", "try.time"})
TRY = "try"
BAD_FORM = 422


@dataclass(frozen=True)
class SettingsParts:
    """What the pages call."""

    desk: SettingsDesk
    clock: Clock
    audit: Audit


@dataclass(frozen=True)
class _Form:
    """A form as it is shown: `made` once somebody has filled it in, `tried` what they wanted to know."""

    area: Area
    part: str
    groups: tuple[Group, ...]
    made: Review | None = None
    tried: tuple[OpenAt, ...] = ()
    moment: datetime | None = None


def settings_pages(parts: SettingsParts) -> Blueprint:
    """`/console/settings` and everything below it."""
    pages = Blueprint("console_settings", __name__, url_prefix="/console", template_folder="templates")
    shown = {"said": said, "fault_words": fault_words, "shown_value": shown_value, "longest_why": LONGEST_WHY}
    pages.context_processor(lambda: shown)
    _look(pages, parts)
    _forms(pages, parts)
    _change(pages, parts)
    return pages


def _look(pages: Blueprint, parts: SettingsParts) -> None:
    desk = parts.desk

    @pages.get("/settings")
    def settings() -> str:
        one_of(*OPS)
        last: dict[str, Mapping[str, Any]] = {}
        for change in desk.history():
            last.setdefault(change["area"], change)
        areas = desk.areas()
        shown = {
            "faults": {area.name: area.fault() for area in areas},
            "due": {area.name: desk.due(area) for area in areas},
        }
        return render_template("console/settings.html", areas=areas, last=last, **shown)

    @pages.get("/settings/history")
    def settings_history() -> str:
        one_of(*OPS)
        chosen = desk.area(name).name if (name := request.args.get("area")) else None
        history = desk.history(chosen)
        return render_template(
            "console/settings_history.html", history=history, chosen=chosen, areas=desk.areas()
        )

    @pages.get("/settings/open")
    def settings_open() -> str:
        person = one_of(*OPS)
        moment = _moment(request.args, parts.clock)
        files = {
            path: values
            for area in desk.areas()
            if area.has_hours
            for path, values in desk.values(area).items()
        }
        places = open_at(files, moment, person.language)
        return render_template("console/settings_open.html", places=places, moment=moment)


def _forms(pages: Blueprint, parts: SettingsParts) -> None:
    desk = parts.desk

    @pages.get("/settings/<name>")
    @pages.get("/settings/<name>/<part>")
    def settings_area(name: str, part: str = "") -> str:
        one_of(*OPS)
        area = desk.area(name)
        listed = () if part else area.parts(desk.values(area))
        if listed:
            query = request.args.get("q", "").strip()
            found = [one for one in listed if _matches(query, one.name, said(one.label))]
            return render_template("console/settings_parts.html", area=area, parts=found, query=query)
        return _form(parts, _Form(area, part, desk.groups(area, part)))


def _change(pages: Blueprint, parts: SettingsParts) -> None:
    desk = parts.desk

    @pages.post("/settings/<name>/check")
    def check_settings(name: str) -> str | Response:
        person, area = one_of(*OPS), desk.area(name)
        part = request.form.get("part", "")
        made = desk.review(area, part, _answers())
        if request.form.get("act") == TRY and not made.faults:
            return _tried(parts, made, person)
        if made.faults:
            page = _form(parts, _Form(area, part, made.groups, made))
            return make_response(page, BAD_FORM)
        if not made.diff:
            flash(words()("tuning_settings.nothing_changed"), "info")
            return _form(parts, _Form(area, part, made.groups, made))
        titled = _name(parts, area, part)
        return render_template("console/settings_review.html", made=made, answers=_answers(), name=titled)

    @pages.post("/settings/<name>/save")
    def save_settings(name: str) -> AnyResponse:
        person, area = one_of(*OPS), desk.area(name)
        part = request.form.get("part", "")
        made = desk.review(area, part, _answers())
        if made.faults:
            raise NotPossible("settings_faulty")
        if not made.diff:
            # A second click on the same button: it is all as wanted already.
            return _done("tuning_settings.saved", area, part)
        change = desk.save(made, request.form.get("seen", ""), person, request.form.get("why", ""))
        _note(parts, person, "hotline_settings_changed", area.name, change)
        return _done("tuning_settings.saved", area, part)

    @pages.post("/settings/changes/<int:change_id>/undo")
    def undo_settings(change_id: int) -> AnyResponse:
        person = one_of(*OPS)
        undone = desk.undo(change_id, person)
        area = next(row["area"] for row in desk.history() if row["id"] == undone)
        _note(parts, person, "hotline_settings_undone", area, undone)
        flash(words()("tuning_settings.undone"), "good")
        return redirect(at(f"{HOME}/history?area={area}"), 303)


def _form(parts: SettingsParts, form: _Form) -> str:
    """With what was changed last, and the moment one may ask about."""
    history = parts.desk.history(form.area.name)
    moment = form.moment or parts.clock.now()
    name = _name(parts, form.area, form.part)
    return render_template(
        "console/settings_form.html", form=form, last=history[:1], moment=moment, name=name
    )


def _name(parts: SettingsParts, area: Area, part: str) -> Words | None:
    """What a part is called; sentences by their key."""
    if area.name == "prompts":
        return plain(part)
    known = {one.name: one.label for one in area.parts(parts.desk.values(area))} if part else {}
    return known.get(part)


def _tried(parts: SettingsParts, made: Review, person: Person) -> str:
    """What would be open then, if this were saved."""
    moment = _moment(request.form, parts.clock, "try.")
    places = tuple(open_at(values_of(made.texts), moment, person.language))
    return _form(parts, _Form(made.area, made.part, made.groups, made, places, moment))


def _note(parts: SettingsParts, person: Person, what: str, area: str, change: int) -> None:
    parts.audit.note(person.id, what, f"settings:{area}", parts.clock.now(), change=change)


def _answers() -> dict[str, str]:
    """What was filled in; several choices in lines."""
    given = request.form.lists()
    return {name: "\n".join(values) for name, values in given if name not in NO_ANSWERS}


def _moment(given: Mapping[str, str], clock: Clock, before: str = "") -> datetime:
    """The day and time asked about, else now; in the hotline's zone."""
    now = clock.now()
    try:
        found = datetime.fromisoformat(f"{given[f'{before}day']}T{given[f'{before}time']}")
    except (KeyError, ValueError):
        return now
    return found.replace(tzinfo=now.tzinfo)


def _matches(query: str, *texts: str) -> bool:
    return all(any(word in text.lower() for text in texts) for word in query.lower().split())


def _done(told: str, area: Area, part: str) -> AnyResponse:
    flash(words()(told), "good")
    return redirect(at(f"{HOME}/{area.name}" + (f"/{part}" if part else "")), 303)
