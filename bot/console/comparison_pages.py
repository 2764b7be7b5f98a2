"""What a candidate understands differently: verdict, figures, confusions, and every sentence that changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy import Engine
from werkzeug import Response

from bot.clock import Clock
from bot.console.comparison_pictures import bars, full_bar, matrix
from bot.console.comparison_views import by_name, line, lines, plain, summary
from bot.console.reason_words import decimal, reason_words
from bot.errors import NotPossible
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.staff.shown import worded_code, words
from bot.tuning.comparison import rows, sentences
from bot.tuning.comparison.sentences import CHANGES, SOURCES, Choice
from bot.tuning.promotion_rules import Reason
from bot.tuning.versions import Version, Versions

LANGUAGES = ("de", "en")
SIDES = ("candidate", "live")
LISTED = 50


@dataclass(frozen=True)
class ComparisonParts:
    """What the pages need. `may` is the gate; `ask` queues a comparison: version and person to job."""

    engine: Engine
    clock: Clock
    versions: Versions
    may: Callable[[Version, Version], list[Reason]]
    ask: Callable[[int, str], int]
    audit: Audit


def comparison_pages(parts: ComparisonParts) -> Blueprint:
    """`/console/comparisons` and what is below it."""
    pages = Blueprint("console_comparisons", __name__, url_prefix="/console", template_folder="templates")
    pages.add_app_template_filter(reason_words)
    pages.add_app_template_filter(shown_meaning)
    pages.add_app_template_filter(decimal)

    @pages.get("/comparisons")
    def comparisons() -> str:
        one_of(*OPS)
        return render_template("console/comparisons.html", found=rows.latest(parts.engine, LISTED))

    @pages.post("/comparisons")
    def ask() -> Response:
        person, version = one_of(*OPS), _version(request.form.get("version", ""))
        job = parts.ask(version, person.id)
        parts.audit.note(person.id, "comparison_asked", f"version:{version}", parts.clock.now(), job=job)
        flash(words()("comparison.asked"), "good")
        return redirect(at("/console/models"), 303)

    @pages.get("/comparisons/<int:comparison_id>")
    def one(comparison_id: int) -> str:
        found, frame = _frame(parts, comparison_id, "summary")
        return render_template("console/comparison.html", **frame, **_summary(parts, found))

    @pages.get("/comparisons/<int:comparison_id>/intents")
    def intents(comparison_id: int) -> str:
        found, frame = _frame(parts, comparison_id, "intents")
        return render_template("console/comparison_intents.html", **frame, **_intents(found))

    _add_details(pages, parts)
    return pages


def _add_details(pages: Blueprint, parts: ComparisonParts) -> None:
    @pages.get("/comparisons/<int:comparison_id>/confusions")
    def confusions(comparison_id: int) -> str:
        found, frame = _frame(parts, comparison_id, "confusions")
        side = _one("side", SIDES) or SIDES[0]
        language = _one("language", LANGUAGES)
        picture = matrix(found.result["mistaken"][side], language)
        return render_template(
            "console/comparison_confusions.html", **frame, matrix=picture, side=side, language=language
        )

    @pages.get("/comparisons/<int:comparison_id>/sentences")
    def changed(comparison_id: int) -> str:
        found, frame = _frame(parts, comparison_id, "sentences")
        choice = Choice(
            _one("source", SOURCES), _one("change", CHANGES), _one("language", LANGUAGES), _intent()
        )
        after = request.args.get("after", 0, type=int)
        page = sentences.changed_sentences(parts.engine, comparison_id, choice, after)
        counted = sentences.counts(parts.engine, comparison_id, choice)
        told = {"choice": choice, "page": page, "counts": counted, "sources": SOURCES, "changes": CHANGES}
        told |= {"choices": _choices, "intents": _intent_choices(found)}
        return render_template("console/comparison_sentences.html", **frame, **told)


def shown_meaning(code: str | None) -> str:
    """What stands in a changed sentence's columns, in words."""
    t = words()
    if not code:
        return t("comparison.nothing")
    if code.startswith("flag:"):
        flags = code.removeprefix("flag:").split(",")
        return t("comparison.to_person", flags=", ".join(worded_code(flag, "flags") for flag in flags))
    if code.startswith("?"):
        return t("comparison.asks_back", intent=worded_code(code[1:], "wishes"))
    return worded_code(code, "wishes")


def _frame(parts: ComparisonParts, comparison_id: int, view: str) -> tuple[rows.Comparison, dict[str, Any]]:
    """What all views of one comparison show; raises NotThere."""
    one_of(*OPS)
    found = rows.one(parts.engine, comparison_id)
    candidate, live = parts.versions.one(found.candidate_id), parts.versions.one(found.live_id)
    return found, {"comparison": found, "candidate": candidate, "live": live, "view": view}


def _summary(parts: ComparisonParts, found: rows.Comparison) -> dict[str, Any]:
    result = found.result
    replay, delicate = result["replay"], result["delicate"]
    return {
        "reasons": _reasons(parts, found),
        "lines": summary(result),
        "plain": list(plain(result)),
        "languages": lines(result["exam"]["languages"]),
        "flags": by_name(delicate["flags"]),
        "kinds": lines(result["identifiers"]["kinds"]),
        "routes": [(side, full_bar(replay["routes"][side])) for side in ("live", "candidate")],
    }


def _reasons(parts: ComparisonParts, found: rows.Comparison) -> list[Reason]:
    """By today's limits and the version in use now, where it is the candidate's newest comparison."""
    newest, serving = rows.newest_of(parts.engine, found.candidate_id), parts.versions.now()
    if newest is None or newest.id != found.id or serving is None:
        return found.reasons
    if serving.live.id == found.candidate_id:
        return found.reasons
    return parts.may(parts.versions.one(found.candidate_id), serving.live)


def _intents(found: rows.Comparison) -> dict[str, Any]:
    intents = found.result["exam"]["intents"]
    both = {name: line(name, languages.values()) for name, languages in intents.items()}
    table = [
        (both[name], {language: line(name, [one]) for language, one in languages.items()})
        for name, languages in sorted(intents.items())
    ]
    return {"table": table, "bars": bars((name, one.lost, one.gained) for name, one in both.items())}


def _choices(table: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, worded_code(code, f"comparison.{table}")) for code in codes]


def _intent_choices(found: rows.Comparison) -> list[tuple[str, str]]:
    named = ((code, worded_code(code, "wishes")) for code in found.result["exam"]["intents"])
    return sorted(named, key=lambda pair: pair[1].casefold())


def _one(name: str, known: tuple[str, ...]) -> str | None:
    given = request.args.get(name)
    return given if given in known else None


def _intent() -> str | None:
    """A code as intents are named; anything else chooses nothing."""
    given = request.args.get("intent", "")
    return given if given.replace("_", "").isalnum() and len(given) <= 64 else None


def _version(given: str) -> int:
    if not given.isdigit():
        raise NotPossible("no_such_version")
    return int(given)
