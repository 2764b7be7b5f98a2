"""The form for a new intent; filled in beforehand with what callers said."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from bot.console.intent_parts import IntentParts
from bot.phrases.catalogue import LANGUAGES
from bot.staff.addresses import at
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.staff.shown import words
from bot.tuning.callers_words import Words
from bot.tuning.enough import FIRST_EXAMPLES, FIRST_TEST_SENTENCES
from bot.tuning.new_intent import read_form
from bot.tuning.new_intent_checks import MOST_WORDS

# So many sentences of callers at once, and so much text in a field.
MOST_UTTERANCES, LONGEST = 200, 20_000
FIGURES = {"examples": FIRST_EXAMPLES, "tests": FIRST_TEST_SENTENCES, "words": MOST_WORDS}


def add_new_intent(pages: Blueprint, parts: IntentParts) -> None:
    """`/console/intents/new`, with `u`: ids of utterances it is made from."""

    @pages.get("/intents/new")
    def new() -> str:
        one_of(*OPS)
        said = parts.words.of(_utterances())
        shown = _shown(parts, _filled(said)) | {"offered": {number: one.text for number, one in said.items()}}
        return render_template("console/intents/new.html", **shown)

    @pages.post("/intents/new")
    def make() -> AnyResponse:
        person = one_of(*OPS)
        form = {name: text[:LONGEST] for name, text in request.form.items()}
        wanted = read_form(form, _offered())
        faults = parts.new.faults(wanted)
        if faults or form.get("deed") != "make":
            shown = _shown(parts, form, faults) | {"checked": True}
            return make_response(render_template("console/intents/new.html", **shown), 422 if faults else 200)
        change = parts.new.make(wanted, person)
        about = f"intent:{wanted.name}"
        parts.audit.note(person.id, "intent_made", about, parts.clock.now(), change=change)
        flash(words()("intents.made", name=wanted.name), "good")
        return redirect(at(f"/console/intents/{wanted.name}"), 303)


def _utterances() -> list[int]:
    return [int(one) for one in request.args.getlist("u") if one.isdecimal()][:MOST_UTTERANCES]


def _offered() -> dict[int, str]:
    """What callers said, as the form offered it."""
    pairs = (one.partition(":") for one in request.form.getlist("said"))
    return {int(number): text for number, _, text in pairs if number.isdecimal()}


def _filled(said: Mapping[int, Words]) -> dict[str, str]:
    """What callers said, as first examples."""
    lists = {code: [one.text for one in said.values() if one.language == code] for code in LANGUAGES}
    return {f"examples_{code}": "\n".join(dict.fromkeys(texts)) for code, texts in lists.items()}


def _shown(
    parts: IntentParts, form: Mapping[str, str], faults: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    topics = parts.catalogue.corpus.topics()
    shown = {"form": form, "faults": faults or {}, "checked": False, "offered": _offered()}
    return {**shown, "topics": topics, "languages": LANGUAGES, "of": FIGURES}
