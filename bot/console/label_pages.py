"""Saying what utterances mean: one by one beside each, or many at once; and taking it back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from sqlalchemy import Engine, RowMapping, select
from werkzeug import Response as AnyResponse

from bot.clock import Clock
from bot.console.label_form import read_decision, read_ids
from bot.errors import NotThere
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.local_paths import local_path
from bot.staff.menu import OPS
from bot.staff.person import Person, one_of
from bot.staff.shown import words
from bot.tuning.label_rows import UTTERANCES
from bot.tuning.labelling import Labelling
from bot.tuning.labels import Deed
from bot.tuning.learnt import LEARNT
from bot.tuning.marked_values import KINDS
from bot.understanding.delicate.flags import CODES, LEVELS


@dataclass(frozen=True)
class LabelParts:
    """What the pages need."""

    engine: Engine
    clock: Clock
    audit: Audit
    labelling: Labelling


def add_label_pages(pages: Blueprint, parts: LabelParts) -> None:
    """`/console/utterances/<id>`, its label, and `/console/label` for many."""

    @pages.get("/utterances/<int:utterance_id>")
    def one(utterance_id: int) -> str:
        one_of(*OPS)
        return render_template("console/labelling/one.html", **_shown(parts, utterance_id))

    @pages.get("/utterances/<int:utterance_id>/label")
    def panel(utterance_id: int) -> AnyResponse:
        one_of(*OPS)
        if not _is_htmx():
            return redirect(at(f"/console/utterances/{utterance_id}"), 303)
        return make_response(render_template("console/labelling/panel.html", **_shown(parts, utterance_id)))

    @pages.post("/utterances/<int:utterance_id>/label")
    def label(utterance_id: int) -> AnyResponse:
        person = one_of(*OPS)
        decision = read_decision(request.form, _utterance(parts, utterance_id)["text"])
        deed = parts.labelling.labels.decide(
            [utterance_id], decision, person.id, request.form.get("key", "")[:36]
        )
        _noted(parts, person, deed, decision.verdict)
        return _after(parts, deed, decision.verdict)

    _add_many(pages, parts)


def _add_many(pages: Blueprint, parts: LabelParts) -> None:
    @pages.post("/label")
    def many() -> AnyResponse:
        person, decision = one_of(*OPS), read_decision(request.form)
        ids = read_ids(request.form)
        for group in request.form.getlist("groups"):
            ids += parts.labelling.labels.members(int(group)) if group.isdecimal() else []
        ids = list(dict.fromkeys(ids))
        deed = parts.labelling.labels.decide(ids, decision, person.id, request.form.get("key", "")[:36])
        _noted(parts, person, deed, decision.verdict)
        return _after(parts, deed, decision.verdict, many=True)

    @pages.post("/label/undo")
    def undo() -> AnyResponse:
        person = one_of(*OPS)
        deed = parts.labelling.labels.undo(person.id, request.form.get("deed") or None)
        _noted(parts, person, deed, "undone")
        return _after(parts, deed, "undone", many=True)


def _shown(parts: LabelParts, utterance_id: int) -> dict[str, Any]:
    """Everything beside one utterance, open for a decision."""
    row = _utterance(parts, utterance_id)
    intents = parts.labelling.terms.intents()
    labels = parts.labelling.labels.of([utterance_id]).get(utterance_id, [])
    return {
        "u": row,
        "offered": parts.labelling.suggestions.of(row, intents),
        "intents": intents,
        "labels": labels,
        "alike": len(parts.labelling.labels.members(row["group_id"])) if row["group_id"] else 0,
        "learnt": learnt_of(parts.engine, [utterance_id]).get(utterance_id, []),
        "needed": parts.labelling.terms.needed(),
        "codes": CODES,
        "levels": LEVELS,
        "kinds": KINDS,
        "back": local_path(request.args.get("back"), request.script_root),
    }


def learnt_of(engine: Engine, ids: Sequence[int]) -> dict[int, list[RowMapping]]:
    """What became of decided utterances: their sentences, waiting, written or refused."""
    found: dict[int, list[RowMapping]] = {}
    query = select(LEARNT).where(LEARNT.c.utterance_id.in_(ids)).order_by(LEARNT.c.id)
    with engine.connect() as db:
        for row in db.execute(query).mappings():
            found.setdefault(row["utterance_id"], []).append(row)
    return found


def _utterance(parts: LabelParts, utterance_id: int) -> RowMapping:
    with parts.engine.connect() as db:
        row = db.execute(select(UTTERANCES).where(UTTERANCES.c.id == utterance_id)).mappings().first()
    if row is None:
        raise NotThere("utterance")
    return row


def _noted(parts: LabelParts, person: Person, deed: Deed, verdict: str) -> None:
    about = f"utterance:{deed.utterances[0]}"
    facts = {"deed": deed.id, "verdict": verdict, "many": len(deed.utterances)}
    parts.audit.note(person.id, "utterance_labelled", about, parts.clock.now(), **facts)


def _after(parts: LabelParts, deed: Deed, verdict: str, many: bool = False) -> AnyResponse:
    """The panels of what was decided, closed; a new intent goes on to its form."""
    if verdict == "new_intent":
        return _to_new_intent(deed)
    if _is_htmx():
        return _said(parts, deed, many, _sentence(deed, verdict))
    flash(_sentence(deed, verdict), "good")
    back = local_path(request.form.get("back"), request.script_root)
    return redirect(back or at(f"/console/utterances/{deed.utterances[0]}"), 303)


def _said(parts: LabelParts, deed: Deed, many: bool, sentence: str) -> Response:
    """Each panel by itself, where the page has it."""
    on_page = {int(one) for one in request.form.getlist("on_page") if one.isdecimal()}
    ids = [one for one in deed.utterances if one in on_page] if many else list(deed.utterances)
    learnt = learnt_of(parts.engine, ids)
    labels = parts.labelling.labels.of(ids)
    with parts.engine.connect() as db:
        rows = db.execute(select(UTTERANCES).where(UTTERANCES.c.id.in_(ids))).mappings().all()
    shown = {"rows": rows, "learnt": learnt, "labels": labels, "sentence": sentence, "many": many}
    answer = make_response(render_template("console/labelling/said.html", **shown))
    answer.headers["HX-Trigger-After-Settle"] = json.dumps({"labelled": {"ids": ids, "many": many}})
    return answer


def _to_new_intent(deed: Deed) -> AnyResponse:
    query = "&".join(f"u={one}" for one in deed.utterances[:50])
    address = at(f"/console/intents/new?{query}")
    if _is_htmx():
        return make_response("", 200, {"HX-Redirect": address})
    return redirect(address, 303)


def _sentence(deed: Deed, verdict: str) -> str:
    if verdict == "undone":
        return words()("labelling.undone", n=len(deed.utterances))
    return words()("labelling.done", n=len(deed.utterances), waiting=deed.waiting, refused=deed.refused)


def _is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"
