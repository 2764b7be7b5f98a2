"""Who is with the bot now; reading along, telling it something, taking over."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.desk.bubbles import Reading
from bot.desk.conversation_pages import news
from bot.desk.give_hints import GiveHints
from bot.desk.live_talks import LiveTalk, LiveTalks, quotes_for
from bot.desk.live_views import LiveViews
from bot.desk.said_so_far import Conversations, SaidSoFar
from bot.desk.take_over import TakeOver
from bot.errors import DeskError
from bot.staff.addresses import at
from bot.staff.faults_shown import code_of
from bot.staff.person import Person, signed_in
from bot.staff.shown import words


@dataclass(frozen=True)
class LiveParts:
    """What the pages need."""

    talks: LiveTalks
    conversations: Conversations
    hints: GiveHints
    take_over: TakeOver
    views: LiveViews
    clock: Clock


def live_pages(parts: LiveParts) -> Blueprint:
    """`/desk/live` and one conversation below it."""
    pages = Blueprint("desk_live", __name__, url_prefix="/desk", template_folder="templates")

    @pages.get("/live")
    def live() -> str:
        talks = parts.talks.all(signed_in())
        return render_template("desk/live/all.html", talks=talks, seen=version_of(talks))

    @pages.get("/live/rows")
    def rows() -> Response:
        talks = parts.talks.all(signed_in())
        seen = version_of(talks)
        if request.args.get("seen") == seen:
            return make_response("", 204)
        return make_response(render_template("desk/live/rows.html", talks=talks, seen=seen))

    @pages.get("/live/<conversation_id>")
    def one(conversation_id: str) -> str:
        person, found = _read(parts, conversation_id)
        return render_template("desk/live/one.html", **_shown(parts, person, found))

    @pages.get("/live/<conversation_id>/turns")
    def turns(conversation_id: str) -> Response:
        person, found = _read(parts, conversation_id)
        return news(_said(parts, person, found), request.args.get("seen", ""), _turns_at(found))

    @pages.get("/live/<conversation_id>/state")
    def state(conversation_id: str) -> Response:
        person, found = _read(parts, conversation_id)
        shown = _state(parts, found)
        if request.args.get("seen") == shown["state_seen"]:
            return make_response("", 204)
        return make_response(render_template("desk/live/state.html", person=person, **shown))

    _add_deeds(pages, parts)
    return pages


def _add_deeds(pages: Blueprint, parts: LiveParts) -> None:
    @pages.post("/live/<conversation_id>/say")
    def say(conversation_id: str) -> AnyResponse:
        person, found = _read(parts, conversation_id)
        try:
            parts.hints.say(found.talk, person.id, request.form.get("words", "")[:2000])
        except DeskError as error:
            return _refused(parts, person, found, error)
        return _told(parts, found)

    @pages.post("/live/<conversation_id>/wish")
    def wish(conversation_id: str) -> AnyResponse:
        person, found = _read(parts, conversation_id)
        parts.hints.wish(found.talk, person.id, request.form.get("intent", ""))
        return _told(parts, found, "desk/live/state.html")

    @pages.post("/live/<conversation_id>/take")
    def take(conversation_id: str) -> AnyResponse:
        person, _ = _read(parts, conversation_id)
        address = at(f"/desk/cases/{parts.take_over.take(conversation_id, person)}/conversation")
        if request.headers.get("HX-Request") == "true":
            return make_response("", 200, {"HX-Redirect": address})
        return redirect(address, 303)


def version_of(talks: Sequence[LiveTalk]) -> str:
    """Changes with everything the list shows but the time gone by."""
    shown = [
        (one.talk.id, one.talk.language, one.talk.memory.wish, *one.need[:-1], one.flags, one.status)
        for one in talks
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def _read(parts: LiveParts, conversation_id: str) -> tuple[Person, LiveTalk]:
    person = signed_in()
    found = parts.talks.one(conversation_id, person)
    parts.views.note(person.id, found, parts.clock.now())
    return person, found


def _said(parts: LiveParts, person: Person, found: LiveTalk) -> SaidSoFar:
    return parts.conversations.of_talk(found.talk.id, Reading(quotes_for(person, found)))


def _shown(parts: LiveParts, person: Person, found: LiveTalk, **more: Any) -> dict[str, Any]:
    said = _said(parts, person, found)
    shown: dict[str, Any] = {"said": said, "turns_at": _turns_at(found), "words": "", "fault": None}
    shown["likely"], shown["wishes"] = parts.hints.choices(found.talk)
    return shown | _state(parts, found) | more


def _state(parts: LiveParts, found: LiveTalk) -> dict[str, Any]:
    """What is above and beside the words: signals, who has it, hints given."""
    hints, live = parts.hints.of(found.talk), parts.talks.is_live(found.talk)
    told = (found.need[:-1], found.flags, found.talk.owner.value, found.talk.memory.wish, hints, live)
    seen = hashlib.sha256(repr(told).encode()).hexdigest()[:12]
    return {"live": found, "is_live": live, "hints": hints, "state_seen": seen}


def _turns_at(found: LiveTalk) -> str:
    return f"/desk/live/{found.talk.id}/turns"


def _told(parts: LiveParts, found: LiveTalk, template: str = "desk/live/told.html") -> AnyResponse:
    """The hint is under way: shown among the others; after words of one's own, with an empty box."""
    if request.headers.get("HX-Request") != "true":
        flash(words()("live.hint_given"), "good")
        return redirect(at(f"/desk/live/{found.talk.id}"), 303)
    shown = _state(parts, found) | {"words": "", "fault": None}
    return make_response(render_template(template, **shown))


def _refused(parts: LiveParts, person: Person, found: LiveTalk, error: DeskError) -> AnyResponse:
    """With the words kept."""
    told, written = words()(f"faults.{code_of(error)}"), request.form.get("words", "")[:2000]
    if request.headers.get("HX-Request") != "true":
        shown = _shown(parts, person, found, words=written, fault=told)
        return make_response(render_template("desk/live/one.html", **shown), 409)
    shown = _state(parts, found) | {"words": written, "fault": told}
    aside = {"HX-Retarget": "#say", "HX-Reswap": "outerHTML"}
    return make_response(render_template("desk/live/say.html", **shown), 409, aside)
