"""What the dialogue says: found, shown as heard and as read, worded differently."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.console.intent_parts import IntentParts
from bot.errors import NotPossible
from bot.staff.addresses import at
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.staff.shown import words
from bot.tuning.domain_text import Response
from bot.tuning.previews import previews
from bot.tuning.response_draft import Line, ResponseDraft
from bot.tuning.responses import KIND, version_of

LONGEST = 1000
CHANGES_SHOWN = 5


def add_responses(pages: Blueprint, parts: IntentParts) -> None:
    """`/console/intents/responses` and one below it."""

    @pages.get("/intents/responses")
    def responses() -> str:
        one_of(*OPS)
        return render_template("console/intents/responses.html", **_found(parts))

    @pages.get("/intents/responses/<name>")
    def response(name: str) -> str:
        one_of(*OPS)
        found = parts.responses.one(name)
        return render_template("console/intents/response.html", **_shown(parts, ResponseDraft(found)))

    @pages.post("/intents/responses/<name>/preview")
    def preview(name: str) -> str:
        one_of(*OPS)
        draft = ResponseDraft(parts.responses.one(name), _texts())
        return render_template("console/intents/previews.html", **_lines(parts, draft))

    @pages.post("/intents/responses/<name>")
    def save(name: str) -> AnyResponse:
        return _save(parts, name)


def _save(parts: IntentParts, name: str) -> AnyResponse:
    person = one_of(*OPS)
    draft = ResponseDraft(parts.responses.one(name), _texts())
    seen = request.form.get("seen", "")
    if not draft.may_be_said or not draft.changed:
        shown = _shown(parts, draft) | {"seen": seen, "refused": True}
        return make_response(render_template("console/intents/response.html", **shown), 422)
    try:
        change = parts.responses.save(name, _texts(), seen, person)
    except NotPossible as error:
        if error.code == "nothing_changed":
            return redirect(at(f"/console/intents/responses/{name}"), 303)
        raise
    parts.audit.note(person.id, "response_changed", f"response:{name}", parts.clock.now(), change=change)
    flash(words()("intents.saved"), "good")
    return redirect(at(f"/console/intents/responses/{name}"), 303)


def _texts() -> dict[str, str]:
    """The fields of the form that are texts."""
    return {
        name: text[:LONGEST]
        for name, text in request.form.items()
        if name.removeprefix("sms").removeprefix("t").isdigit()
    }


def _found(parts: IntentParts) -> dict[str, Any]:
    """Those under a heading, or whose name or words hold what is looked for."""
    wanted, section = request.args.get("q", "").strip().lower(), request.args.get("section", "")
    known = list(parts.responses.domain().responses.values())
    fitting = [
        one for one in known if section in ("", one.section) and (not wanted or wanted in _searched(one))
    ]
    headings = [
        ("", words()("intents.all_sections")),
        *dict.fromkeys((one.section, one.section) for one in known),
    ]
    return {"responses": fitting, "q": wanted, "section": section, "sections": headings, "of": len(known)}


def _searched(response: Response) -> str:
    return " ".join([response.name, *(one.text for one in response.wordings)]).lower()


def _shown(parts: IntentParts, draft: ResponseDraft) -> dict[str, Any]:
    name = draft.response.name
    return {
        "seen": version_of(draft.response),
        "refused": False,
        "using": parts.catalogue.using(name),
        "changes": parts.files.history(KIND, name, CHANGES_SHOWN),
        **_lines(parts, draft),
    }


def _lines(parts: IntentParts, draft: ResponseDraft) -> dict[str, Any]:
    """The fields in groups of one circumstance, German beside English."""
    groups: dict[tuple[str | None, str], list[Line]] = {}
    for line in draft.lines:
        channel = "sms" if line.added else line.wording.channel or "both"
        groups.setdefault((line.wording.wording, channel), []).append(line)
    shown = {line.field: previews(line, parts.renderer) for line in draft.lines}
    return {"response": draft.response, "draft": draft, "groups": groups, "previews": shown}
