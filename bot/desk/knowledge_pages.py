"""The tab to look things up in; what is asked is sent as a form, never in an address."""

from collections.abc import Callable

from flask import Blueprint, render_template, request

from bot.desk.blocks_caller import matter
from bot.desk.case_frame import CaseFrame, CaseFrames
from bot.desk.case_layout import case_page
from bot.desk.knowledge.search import Library
from bot.phrases.interface import known
from bot.staff.person import signed_in
from bot.staff.shown import words

LONGEST_QUERY = 200
ARTICLES = ("article", "known_article", "article_number")


def add_knowledge(pages: Blueprint, frames: CaseFrames, library: Callable[[], Library]) -> None:
    """`/desk/cases/<case_id>/knowledge`; begins with what the case is about."""

    @pages.get("/cases/<case_id>/knowledge")
    def knowledge(case_id: str) -> str:
        frame = frames.of(case_id, signed_in())
        query = query_for(frame)
        found = library().find(query) if query else None
        return case_page("desk/case/knowledge.html", frame, "knowledge", query=query, found=found)

    @pages.post("/cases/<case_id>/knowledge")
    def look_up(case_id: str) -> str:
        frame = frames.of(case_id, signed_in())
        query = request.form.get("q", "").strip()[:LONGEST_QUERY]
        found = library().find(query) if query else None
        if request.headers.get("HX-Target") == "knowledge-found":
            return render_template("desk/case/found.html", found=found)
        return case_page("desk/case/knowledge.html", frame, "knowledge", query=query, found=found)


def query_for(frame: CaseFrame) -> str:
    """Words for what the case is about; empty where looking it up would help nobody."""
    path = f"knowledge.ask.{matter(frame.packet)}"
    if not known(path):
        return ""
    given = [slot.get("value") for slot in frame.packet.get("slots") or () if slot.get("name") in ARTICLES]
    return " ".join([words()(path), *(str(one) for one in given if isinstance(one, str))])
