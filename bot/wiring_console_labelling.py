"""Builds the labelling of utterances, the changes of files, and tests made of failed calls."""

from flask import Blueprint

from bot.console.call_test_pages import CallTestParts, add_call_test_pages
from bot.console.changes_pages import ChangesParts, add_changes_pages
from bot.console.label_pages import LabelParts, add_label_pages
from bot.tuning.call_tests import CallTests
from bot.tuning.labelling import Labelling, labelling
from bot.wiring_console_house import ConsoleHouse


def build(house: ConsoleHouse) -> Blueprint:
    """The pages."""
    parts = parts_of(house)
    pages = Blueprint(
        "console_labelling", __name__, url_prefix="/console", template_folder="console/templates"
    )
    add_label_pages(pages, LabelParts(house.engine, house.clock, house.audit, parts))
    add_changes_pages(pages, ChangesParts(house.clock, house.audit, house.files, parts))
    tests = CallTests(house.root, house.engine, house.clock, house.files)
    add_call_test_pages(pages, CallTestParts(house.clock, house.audit, tests, parts.terms))
    pages.app_context_processor(lambda: {"known_intents": parts.terms.intents})
    return pages


def parts_of(house: ConsoleHouse) -> Labelling:
    """What labelling consists of."""
    return labelling(house.root, house.engine, house.clock, house.files, house.meanings)
