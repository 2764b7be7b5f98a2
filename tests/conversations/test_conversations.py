"""Every scenario in de/ and en/, played against the whole stack."""

import pytest

from tests.conversations.grading import Grading
from tests.conversations.orders import Orders
from tests.conversations.play import Play
from tests.conversations.scenario import Scenario, scenarios
from tests.stack import Stack


@pytest.fixture(scope="session")
def orders(stack: Stack) -> Orders:
    """The demo shop's orders."""
    return Orders(stack)


@pytest.mark.parametrize("scenario", list(scenarios()), ids=lambda scenario: scenario.id)
def test_conversation_ends_as_it_should(scenario: Scenario, stack: Stack, orders: Orders) -> None:
    play = Play(scenario, stack, orders)
    play.run()
    Grading(play).check()


def test_both_languages_play_the_same_conversations() -> None:
    played = {"de": 0, "en": 0}
    for scenario in scenarios():
        played[scenario.language] += 1
    assert played["de"] == played["en"]
