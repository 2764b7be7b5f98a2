"""Who answers, given what was seen."""

import pytest

from bot.understanding.delicate.route import flagged_route
from tests.builders import flag


@pytest.mark.parametrize("level", ["clear", "acute"])
def test_what_was_said_outright_goes_to_a_person(level: str) -> None:
    assert flagged_route([flag("fraud", level)], "bot") == "human"


def test_a_hint_is_asked_about() -> None:
    assert flagged_route([flag("illness", "hint")], "bot") == "clarify"


def test_irritation_and_requests_change_nothing() -> None:
    flags = [flag("anger", "hint"), flag("privacy_incident", "request")]
    assert flagged_route(flags, "bot") == "bot"


def test_who_is_to_talk_to_a_person_anyway_is_not_asked() -> None:
    assert flagged_route([flag("illness", "hint")], "human") == "human"


def test_nothing_seen_changes_nothing() -> None:
    assert flagged_route([], "clarify") == "clarify"
