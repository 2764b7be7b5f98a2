"""The call bar of a case, and every deed that is done on it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.desk.call_back_now import CallBackNow
from bot.desk.call_bar import CallBars
from bot.desk.call_control import CallControl
from bot.desk.case_frame import CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.coaching import Coaching
from bot.desk.colleagues import Colleagues
from bot.desk.side_calling import SideCalling
from bot.errors import NotThere
from bot.handover.holding import REASONS
from bot.handover.passing_on import Passing
from bot.handover.side_calls import COACH, COLLEAGUE
from bot.staff.addresses import at
from bot.staff.known_skills import known_skills
from bot.staff.person import Person, signed_in

# After these the expert's part is over, and is closed.
ENDINGS = ("finish", "hand-back", "pass-on", "leave")
# (case, who, what was given)
Deed = Callable[[str, Person, str], None]


@dataclass(frozen=True)
class CallParts:
    """What the pages need."""

    frames: CaseFrames
    bars: CallBars
    control: CallControl
    sides: SideCalling
    coaching: Coaching
    back: CallBackNow
    colleagues: Colleagues


def call_pages(parts: CallParts) -> Blueprint:
    """`/desk/cases/<case_id>/call` and below it."""
    pages = Blueprint("desk_call", __name__, url_prefix="/desk", template_folder="templates")
    deeds = _deeds(parts)

    @pages.get("/cases/<case_id>/call")
    def bar(case_id: str) -> Response:
        return _bar(parts, case_id, request.args.get("seen", ""))

    @pages.get("/cases/<case_id>/call/colleagues")
    def colleagues(case_id: str) -> str:
        frame, helpers = parts.frames.of(case_id, signed_in()), parts.sides.helpers(case_id, signed_in())
        return case_page("desk/call_colleagues.html", frame, "call", helpers=helpers)

    @pages.get("/cases/<case_id>/call/pass-on")
    def passing(case_id: str) -> str:
        frame = parts.frames.of(case_id, signed_in())
        shown = {"colleagues": parts.colleagues.beside(frame), "skills": sorted(known_skills())}
        return case_page("desk/call_pass_on.html", frame, "call", **shown)

    @pages.post("/cases/<case_id>/call/<what>")
    def deed(case_id: str, what: str) -> AnyResponse:
        if what not in deeds:
            raise NotThere("page")
        deeds[what](case_id, signed_in(), request.form.get("choice", "")[:100])
        return _to_closing(case_id) if what in ENDINGS else _done(parts, case_id)

    return pages


def _deeds(parts: CallParts) -> dict[str, Deed]:
    """By the last part of the address."""
    control, sides = parts.control, parts.sides
    return {
        "hold": control.hold,
        "resume": lambda case, who, _: control.resume(case, who),
        "mute": lambda case, who, _: control.mute(case, who, True),
        "unmute": lambda case, who, _: control.mute(case, who, False),
        "hear-again": lambda case, who, _: control.hear_again(case, who),
        "finish": lambda case, who, _: control.finish(case, who),
        "hand-back": control.hand_back,
        "pass-on": lambda case, who, _: control.pass_on(case, who, _passing()),
        "put-down": lambda case, who, _: control.put_down(case, who),
        "leave": lambda case, who, _: control.leave_to_colleague(case, who),
        "ask": sides.ask,
        "take-back": lambda case, who, _: sides.take_back(case, who, COLLEAGUE),
        "agree": lambda case, who, given: parts.coaching.agree(case, who, given == "yes"),
        "listen-in": lambda case, who, _: _listen_in(parts, case, who),
        "end-listening": lambda case, who, _: sides.take_back(case, who, COACH),
        "back-now": lambda case, who, given: _back_now(parts, case, who, given),
    }


def _listen_in(parts: CallParts, case_id: str, person: Person) -> None:
    """Of the talk that goes on for a case this lead may see."""
    frame = parts.frames.of(case_id, person)
    if frame.call is None:
        raise NotThere("call")
    parts.coaching.listen_in(frame.call["id"], person)


def _back_now(parts: CallParts, case_id: str, person: Person, given: str) -> None:
    parts.frames.of(case_id, person)
    parts.back.call(case_id, person, given == "asked")


def _passing() -> Passing:
    form = request.form
    return Passing(form.get("note", ""), form.get("to") or None, form.get("skill") or None)


def _bar(parts: CallParts, case_id: str, seen: str = "") -> Response:
    person = signed_in()
    if not parts.bars.has_call(case_id, person):
        parts.frames.of(case_id, person)
    bar = parts.bars.of(case_id, person)
    if seen == bar.version:
        return make_response("", 204)
    return make_response(render_template("desk/call_bar.html", bar=bar, reasons=REASONS))


def _done(parts: CallParts, case_id: str) -> AnyResponse:
    """The bar as it is now; without script, or out of a form of its own, the case."""
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "call":
        return _bar(parts, case_id)
    return redirect(at(f"/desk/cases/{case_id}"), 303)


def _to_closing(case_id: str) -> AnyResponse:
    address = at(f"/desk/cases/{case_id}/closing")
    if request.headers.get("HX-Request") == "true":
        return make_response("", 200, {"HX-Redirect": address})
    return redirect(address, 303)
