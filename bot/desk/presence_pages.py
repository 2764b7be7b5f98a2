"""Everybody's own corner of every page: their status, what rings for them, what is new."""

from typing import Any

from flask import Blueprint, Response, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug import Response as AnyResponse

from bot.desk.fragment import fragment
from bot.desk.presence import PresenceDesk
from bot.desk.queue_board import News, Own, QueueBoard
from bot.handover.experts import TAKES_CASES
from bot.staff.person import Person, one_of
from bot.staff.shown import words

COLOURS = {"free": "good", "ringing": "bad", "talking": "bad", "after_call": "warn", "paused": "warn"}
SAID = {"ring": "queue.news_ring", "new": "queue.news", "escalated": "queue.news_escalated"}


def add_presence(pages: Blueprint, board: QueueBoard, desk: PresenceDesk) -> None:
    """The partial, what changes it, and `presence_now()` for the layout."""
    _show(pages, board)
    _change(pages, board, desk)

    @pages.app_context_processor
    def own() -> dict[str, Any]:
        person: Person | None = g.get("person")
        if person is None or person.role not in TAKES_CASES:
            return {}
        return {"presence_now": lambda: presence_html(board.own(person))}


def _show(pages: Blueprint, board: QueueBoard) -> None:
    @pages.get("/presence")
    def presence() -> AnyResponse:
        """204 while nothing has changed."""
        now = board.own(one_of(*TAKES_CASES))
        if request.args.get("seen") == now.version:
            return Response(status=204)
        return Response(presence_html(now))


def _change(pages: Blueprint, board: QueueBoard, desk: PresenceDesk) -> None:
    @pages.post("/presence/available")
    def available() -> AnyResponse:
        desk.available(one_of(*TAKES_CASES))
        return _changed(board)

    @pages.post("/presence/pause")
    def pause() -> AnyResponse:
        desk.pause(one_of(*TAKES_CASES), request.form.get("requeue") == "1")
        return _changed(board)

    @pages.post("/presence/leave")
    def leave() -> AnyResponse:
        desk.leave(one_of(*TAKES_CASES))
        return _changed(board)


def _changed(board: QueueBoard) -> AnyResponse:
    board.refresh()
    if request.headers.get("HX-Request"):
        return Response(presence_html(board.own(one_of(*TAKES_CASES))))
    return redirect(url_for("desk_queue.queue"), 303)


def presence_html(own: Own) -> Markup:
    """The partial."""
    shown = {name: getattr(own, name) for name in ("me", "ring", "case_id", "thread", "to_close", "waiting")}
    news = [{"id": one.id, "words": _said(one)} for one in own.news]
    colour = COLOURS.get(own.me.status, "")
    return fragment("desk/presence.html", **shown, news=news, colour=colour, seen=own.version)


def _said(news: News) -> str:
    """Without personal data: it may be shown on a locked screen."""
    return words()(SAID[news.kind], priority=news.priority)
