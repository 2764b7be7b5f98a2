"""Pages of the queue: who waits, kept up to date; accept and decline."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug import Response as AnyResponse

from bot.desk.declined_case import REASONS
from bot.desk.fragment import fragment
from bot.desk.presence import PresenceDesk
from bot.desk.presence_pages import add_presence
from bot.desk.queue_board import QueueBoard
from bot.desk.queue_html import RowsHtml
from bot.desk.queue_view import ALL, MINE
from bot.desk.take_case import TakeCase
from bot.handover.experts import TAKES_CASES
from bot.staff.addresses import at
from bot.staff.person import one_of
from bot.staff.shown import words


class Declines(Protocol):
    """Not this person; the next one is asked."""

    def decline(self, wait_id: str, person: Any, reason: str) -> None:
        """Raises a DeskError."""


@dataclass(frozen=True)
class QueueParts:
    """What the queue's pages are made of."""

    board: QueueBoard
    rows: RowsHtml
    take: TakeCase
    declines: Declines
    presence: PresenceDesk


def queue_pages(parts: QueueParts) -> Blueprint:
    """Under /desk: the queue, and everybody's own presence."""
    pages = Blueprint("desk_queue", __name__, url_prefix="/desk", template_folder="templates")
    _show(pages, parts)
    _take(pages, parts)
    add_presence(pages, parts.board, parts.presence)
    return pages


def _show(pages: Blueprint, parts: QueueParts) -> None:
    @pages.get("/queue")
    def queue() -> str:
        person = one_of(*TAKES_CASES)
        to_close = parts.board.own(person).to_close
        return render_template("desk/queue.html", rows=_rows(parts) or "", to_close=to_close)

    @pages.get("/queue/rows")
    def rows() -> AnyResponse:
        """204 while what they see is what they have."""
        shown = _rows(parts, request.args.get("seen"))
        return Response(shown) if shown is not None else Response(status=204)


def _rows(parts: QueueParts, seen: str | None = None) -> Markup | None:
    person = one_of(*TAKES_CASES)
    which = ALL if request.args.get("which") == ALL else MINE
    everything = request.args.get("everything") == "1"
    view = parts.board.queue(person, which, everything)
    if view.version == seen:
        return None
    asked: dict[str, Any] = {"which": which, **({"everything": 1} if everything else {})}
    addresses = {
        "here": partial(url_for, "desk_queue.rows", **asked),
        "page": lambda **more: url_for("desk_queue.queue", **{**asked, **more}),
    }
    html = {"rows_html": parts.rows.rows(view, person.language), "ring_html": parts.rows.ring(view)}
    shown = {"view": view, "which": which, "may_take": view.free, **html, **addresses}
    return fragment("desk/queue_rows.html", **shown)


def _take(pages: Blueprint, parts: QueueParts) -> None:
    @pages.post("/waits/<wait_id>/accept")
    def accept(wait_id: str) -> AnyResponse:
        """To the case, which is theirs now."""
        case_id = parts.take.accept(wait_id, one_of(*TAKES_CASES))
        parts.board.refresh()
        return sent_to(at(f"/desk/cases/{case_id}"))

    @pages.get("/waits/<wait_id>/decline")
    def why_not(wait_id: str) -> str:
        """The reasons to choose from."""
        one_of(*TAKES_CASES)
        beside = request.headers.get("HX-Request")
        template = "desk/decline_form.html" if beside else "desk/decline.html"
        return render_template(template, wait_id=wait_id, reasons=REASONS)

    @pages.post("/waits/<wait_id>/decline")
    def decline(wait_id: str) -> AnyResponse:
        """Somebody else is asked."""
        parts.declines.decline(wait_id, one_of(*TAKES_CASES), request.form.get("reason", "other"))
        parts.board.refresh()
        if request.headers.get("HX-Request"):
            return Response(render_template("desk/declined.html"))
        flash(words()("queue.declined"), "good")
        return sent_to(url_for("desk_queue.queue"))


def sent_to(address: str) -> AnyResponse:
    """Another page, for htmx as well as without script."""
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, 303)
