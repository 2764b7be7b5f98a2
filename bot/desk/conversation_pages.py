"""The conversation tab: what was said so far, new words as they are said, and the box to answer in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from bot.conversation.owner import Owner
from bot.desk.bubbles import Reading
from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.colleagues import Colleagues
from bot.desk.replies import Replies
from bot.desk.reply_pages import add_reply_pages, box_of
from bot.desk.said_so_far import Conversations, SaidSoFar
from bot.desk.thread_pages import ThreadDesk, add_thread_pages
from bot.staff.person import signed_in

JUST_NOW = timedelta(minutes=15)


@dataclass(frozen=True)
class TextParts:
    """What the pages need."""

    frames: CaseFrames
    conversations: Conversations
    replies: Replies
    threads: ThreadDesk
    colleagues: Colleagues


def conversation_pages(parts: TextParts) -> Blueprint:
    """`/desk/cases/<case_id>/conversation`, `/reply` and `/thread`."""
    pages = Blueprint("desk_conversation", __name__, url_prefix="/desk", template_folder="templates")

    @pages.get("/cases/<case_id>/conversation")
    def conversation(case_id: str) -> str:
        frame = parts.frames.of(case_id, signed_in())
        frame.must_see("words")
        return case_page("desk/talk/tab.html", frame, "conversation", **_shown(parts, frame))

    @pages.get("/cases/<case_id>/conversation/turns")
    def turns(case_id: str) -> Response:
        frame = parts.frames.of(case_id, signed_in())
        frame.must_see("words")
        said = parts.conversations.of_case(frame.case, reading_of(frame))
        address = f"/desk/cases/{frame.id}/conversation/turns"
        return news(said, request.args.get("seen", ""), address)

    add_reply_pages(pages, parts.frames, parts.replies)
    add_thread_pages(pages, parts.frames, parts.threads)
    return pages


def reading_of(frame: CaseFrame) -> Reading:
    """The words of a flag and the contacts this person may see."""
    return Reading(frame.sight.quotes, frame.shown)


def news(said: SaidSoFar, seen: str, address: str) -> Response:
    """What is new since `seen`, appended; 204 when nothing is."""
    if seen == said.version:
        return make_response("", 204)
    return make_response(
        render_template("desk/talk/news.html", said=said, news=said.since(seen), turns_at=address)
    )


def _shown(parts: TextParts, frame: CaseFrame) -> dict[str, Any]:
    said = parts.conversations.of_case(frame.case, reading_of(frame))
    shown: dict[str, Any] = {"said": said, "turns_at": f"/desk/cases/{frame.id}/conversation/turns"}
    shown["goes_on"] = goes_on(frame)
    if has_thread(frame):
        shown |= {"box": box_of(parts.replies, frame), "colleagues": parts.colleagues.beside(frame)}
    return shown


def goes_on(frame: CaseFrame) -> bool:
    """Whether more may be said at any moment; also while the bot alone talks with them."""
    just_now = frame.now - frame.talk["last_at"] <= JUST_NOW
    return frame.open or (frame.talk["owner"] != Owner.CLOSED and just_now)


def has_thread(frame: CaseFrame) -> bool:
    """Whether this person writes with the customer now."""
    return frame.mine and frame.channel == "sms" and frame.open
