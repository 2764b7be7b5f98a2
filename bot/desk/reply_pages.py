"""The reply box: counted while it is written, begun from a wording, sent once."""

import uuid
from dataclasses import dataclass, replace
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.conversation.state import Language
from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.desk.replies import Draft, Replies
from bot.desk.reply_templates import ReplyTemplate
from bot.errors import DeskError
from bot.handover.thread_errors import MayNotWrite, ThreadBusy
from bot.phrases.catalogue import LANGUAGES
from bot.phrases.interface import known
from bot.staff.addresses import at
from bot.staff.faults_shown import code_of
from bot.staff.person import signed_in
from bot.staff.shown import page_language, words

# Longer than any message; whoever pastes a book is told so all the same.
LONGEST_FIELD = 20_000


@dataclass(frozen=True)
class Box:
    """The box as it is shown; `key` lets one message out once, `seen` is the customer's newest turn."""

    key: str
    seen: int
    draft: Draft
    templates: list[ReplyTemplate]
    language: Language
    text: str = ""
    fault: str | None = None
    sent: bool = False


def box_of(replies: Replies, frame: CaseFrame, text: str = "", sent: bool = False) -> Box:
    """An empty box, or one with a text that was not sent."""
    seen, language = replies.newest(frame.conversation_id), _language_of(frame)
    draft = replies.draft(text, language, frame.conversation_id, seen)
    found = replies.templates(frame.packet)
    return Box(uuid.uuid4().hex, seen, draft, found, language, text, sent=sent)


def add_reply_pages(pages: Blueprint, frames: CaseFrames, replies: Replies) -> None:
    """Below `/desk/cases/<case_id>/reply`."""

    @pages.post("/cases/<case_id>/reply")
    def reply(case_id: str) -> AnyResponse:
        frame = _frame(frames, case_id)
        try:
            replies.send(frame.person.id, frame.conversation_id, _text(), _key())
        except (MayNotWrite, ThreadBusy, DeskError) as error:
            return _refused(replies, frame, error)
        return _answer(frame, box_of(replies, frame, sent=True), 200)

    @pages.post("/cases/<case_id>/reply/check")
    def check(case_id: str) -> str:
        frame = _frame(frames, case_id)
        draft = replies.draft(_text(), _language_of(frame), frame.conversation_id, _seen())
        return render_template("desk/talk/draft.html", draft=draft)

    @pages.get("/cases/<case_id>/reply/templates")
    def templates(case_id: str) -> str:
        frame, find = _frame(frames, case_id), request.args.get("q", "")[:60]
        found = replies.templates(frame.packet, find, page_language())
        return render_template("desk/talk/templates.html", frame=frame, templates=found)

    @pages.post("/cases/<case_id>/reply/templates/<code>")
    def begin(case_id: str, code: str) -> str:
        frame, written = _frame(frames, case_id), _text().rstrip()
        chosen = request.form.get("language", "")
        language = chosen if chosen in LANGUAGES else _language_of(frame)
        begun = replies.begun(code, frame.packet, language, frame.person.name, _marked)
        text = f"{written}\n\n{begun}" if written else begun
        return render_template("desk/talk/text.html", frame=frame, text=text, begun=True)


def _frame(frames: CaseFrames, case_id: str) -> CaseFrame:
    frame = frames.of(case_id, signed_in())
    frame.must_see("words")
    return frame


def _refused(replies: Replies, frame: CaseFrame, error: Exception) -> AnyResponse:
    """The text is kept, and the same key: sent again it is still the same message."""
    path = f"faults.{code_of(error)}"
    told = words()(path if known(path) else "faults.not_possible")
    box = box_of(replies, frame, _text())
    return _answer(frame, replace(box, key=_key(), seen=_seen(), fault=told), 409)


def _answer(frame: CaseFrame, box: Box, status: int) -> AnyResponse:
    if request.headers.get("HX-Request") == "true":
        made = make_response(render_template("desk/talk/reply.html", frame=frame, box=box), status)
        return _into_place(made)
    if box.fault is None:
        return redirect(at(f"/desk/cases/{frame.id}/conversation"), 303)
    return make_response(render_template("desk/talk/refused.html", frame=frame, box=box), status)


def _into_place(made: Response) -> Response:
    """Pages swap no refusal that does not say where to."""
    made.headers["HX-Retarget"], made.headers["HX-Reswap"] = "#reply", "outerHTML"
    return made


def _marked(name: str) -> str:
    return words()(f"templates.marks.{name}")


def _language_of(frame: CaseFrame) -> Language:
    return cast(Language, frame.talk["language"])


def _text() -> str:
    return request.form.get("text", "")[:LONGEST_FIELD].replace("\r\n", "\n")


def _key() -> str:
    return request.form.get("key", "")[:64] or uuid.uuid4().hex


def _seen() -> int:
    found = request.form.get("seen", "")
    return int(found) if found.isascii() and found.isdigit() else 0
