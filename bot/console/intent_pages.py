"""The catalogue: every intent, one of them with all that belongs to it, and what answers it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.console.intent_parts import IntentParts
from bot.console.new_intent_pages import add_new_intent
from bot.console.response_pages import add_responses
from bot.staff.addresses import at
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.staff.shown import worded_code, words
from bot.tuning.catalogue import Catalogue, Entry
from bot.tuning.domain_text import Response

Key = Callable[[Entry], Any]
# How the list may be sorted; by default as in domain.yml.
SORTED: dict[str, Key] = {
    "volume": lambda entry: -entry.traffic.conversations,
    "containment": lambda entry: (entry.traffic.containment is None, entry.traffic.containment or 0),
    "accuracy": lambda entry: (entry.accuracy is None, entry.accuracy or 0),
    "gaps": lambda entry: -len(entry.gaps),
    "name": lambda entry: entry.name,
}


def intent_pages(parts: IntentParts) -> Blueprint:
    """`/console/intents` and `/console/responses`."""
    pages = Blueprint("console_intents", __name__, url_prefix="/console", template_folder="templates")

    @pages.get("/intents")
    def intents() -> str:
        one_of(*OPS)
        return render_template("console/intents/all.html", **_listed(parts.catalogue))

    @pages.get("/intents/<name>")
    def one(name: str) -> str:
        one_of(*OPS)
        return render_template("console/intents/one.html", **_shown(parts, name))

    @pages.get("/intents/<name>/examples")
    def examples(name: str) -> str:
        one_of(*OPS)
        parts.catalogue.one(name)
        page = "examples" if request.headers.get("HX-Request") == "true" else "all_examples"
        return render_template(f"console/intents/{page}.html", **_examples(parts.catalogue, name))

    @pages.post("/intents/<name>/remove")
    def remove(name: str) -> AnyResponse:
        person = one_of(*OPS)
        change = parts.new.remove(name, person)
        parts.audit.note(person.id, "intent_removed", f"intent:{name}", parts.clock.now(), change=change)
        flash(words()("intents.removed", name=name), "good")
        return redirect(at("/console/intents"), 303)

    add_new_intent(pages, parts)
    add_responses(pages, parts)
    return pages


def _listed(catalogue: Catalogue) -> dict[str, Any]:
    """All of them, or those whose name or words hold what is looked for."""
    wanted, order = request.args.get("q", "").strip().lower(), request.args.get("sort", "")
    entries = [
        entry
        for entry in catalogue.all()
        if wanted in f"{entry.name} {worded_code(entry.name, 'wishes')}".lower()
    ]
    if order in SORTED:
        entries.sort(key=SORTED[order])
    sorts = [
        ("", words()("intents.sorts.file")),
        *((one, worded_code(one, "intents.sorts")) for one in SORTED),
    ]
    return {"entries": entries, "q": wanted, "sort": order, "sorts": sorts, "exam": catalogue.exam()}


def _shown(parts: IntentParts, name: str) -> dict[str, Any]:
    catalogue, entry = parts.catalogue, parts.catalogue.one(name)
    answer, exam = catalogue.answer(name), catalogue.exam()
    known = parts.responses.domain().responses
    return {
        "entry": entry,
        "topic": catalogue.corpus.topic_of(name),
        "answer": answer,
        "own": [_brief(known[one]) for one in answer.own],
        "shared": [_brief(known[one]) for one in answer.shared],
        "exam": exam,
        "taken_for": exam.taken_for(name) if exam else [],
        "mistaken_for": exam.mistaken_for(name) if exam else [],
        "weeks": catalogue.traffic.weeks(name),
        "recent": catalogue.traffic.recent(name),
        "stays": parts.new.why_it_stays(name),
        **_examples(catalogue, name),
    }


def _examples(catalogue: Catalogue, name: str) -> dict[str, Any]:
    language = request.args.get("language", "")
    found = catalogue.examples(
        name,
        language if language in ("de", "en") else "",
        request.args.get("words", ""),
        request.args.get("page", 1, type=int) or 1,
    )
    return {"name": name, "found": found, "words": request.args.get("words", ""), "language": language}


def _brief(response: Response) -> tuple[str, str, str]:
    """Its name and what it says first in each language."""
    said = {one.language: one.text for one in reversed(response.wordings)}
    return response.name, said.get("de", ""), said.get("en", "")
