"""From the replay of a conversation: keep it as a test, after choosing what should have happened."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from bot.clock import Clock
from bot.errors import NotPossible
from bot.phrases.interface import words as every_word
from bot.staff.addresses import at
from bot.staff.audit import Audit
from bot.staff.faults_shown import code_of
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.staff.shown import words
from bot.tuning.call_steps import Expected
from bot.tuning.call_tests import KINDS, ORDERS, OWNERS, CallTests, Draft
from bot.tuning.tuning_terms import TuningTerms

LONGEST = 80
# Codes are the same in every language.
LANGUAGE = "de"


@dataclass(frozen=True)
class CallTestParts:
    """What the pages need."""

    clock: Clock
    audit: Audit
    tests: CallTests
    terms: TuningTerms


def add_call_test_pages(pages: Blueprint, parts: CallTestParts) -> None:
    """`/console/conversations/<id>/test`."""

    @pages.get("/conversations/<conversation_id>/test")
    def call_test(conversation_id: str) -> str:
        one_of(*OPS)
        return _form(parts, parts.tests.draft(conversation_id))

    @pages.post("/conversations/<conversation_id>/test")
    def write_call_test(conversation_id: str) -> str | Response | tuple[str, int]:
        person, draft = one_of(*OPS), parts.tests.draft(conversation_id)
        if request.form.get("deed") != "write":
            return _form(parts, draft)
        try:
            expected = read_expected(request.form, draft.until)
            if expected.intent and expected.intent not in parts.terms.intents():
                raise NotPossible("no_such_intent")
            change_id = parts.tests.write(draft, expected, person)
        except NotPossible as error:
            return _form(parts, draft, words()(f"faults.{code_of(error)}")), 409
        parts.audit.note(
            person.id, "call_test_written", f"conversation:{draft.conversation_id}", parts.clock.now()
        )
        flash(words()("changes.written", n=1), "good")
        return redirect(at(f"/console/changes/{change_id}"), 303)


def read_expected(form: MultiDict[str, str], until: int) -> Expected:
    """As chosen."""
    kind, reason = form.get("kind", ""), form.get("reason", "").strip()
    name = " ".join(form.get("name", "").split())[:LONGEST]
    chosen = form.get("until", "")
    return Expected(
        name=name,
        until=int(chosen) if chosen.isdecimal() else until,
        order=form.get("order") or None,
        intent=form.get("intent", "").strip() or None,
        owner=form.get("owner") or None,
        handover=(kind, reason) if kind and reason.isidentifier() else None,
        hears=" ".join(form.get("hears", "").split()) or None,
    )


def _form(parts: CallTestParts, draft: Draft, fault: str | None = None) -> str:
    expected = read_expected(request.form, draft.until)
    shown: dict[str, Any] = {"draft": draft, "expected": expected, "fault": fault, "text": ""}
    shown |= {"orders": ORDERS, "owners": OWNERS, "kinds": KINDS, "intents": parts.terms.intents()}
    shown["reasons"] = sorted(every_word(LANGUAGE)["codes"]["reasons"])
    if request.method == "POST" and fault is None:
        try:
            shown["text"] = parts.tests.text(draft, expected)
        except NotPossible as error:
            shown["fault"] = words()(f"faults.{code_of(error)}")
    return render_template("console/labelling/call_test.html", **shown)
