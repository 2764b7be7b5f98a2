from dataclasses import replace
from datetime import timedelta

import pytest

from bot.handover.routing import Served, Waiting, ahead_of, as_staffed, matches, nobody_can, waits_for
from tests.handover.routing_builders import FIGURES, NOW, caller, expert, rung


@pytest.mark.parametrize(
    ("waiting", "seconds"),
    [
        (caller(waited=10), 50),
        (caller(waited=10, last_expert="eva"), 20),
        (caller(waited=40, last_expert="eva"), 20),
        (caller(waited=10, last_expert="eva", first=True), 50),
        (caller(waited=60), 540),
        (caller(waited=600), None),
        (caller(waited=60, priority="P1"), None),
    ],
)
def test_the_time_until_the_rules_next_soften(waiting: Waiting, seconds: float | None) -> None:
    assert waits_for(waiting, NOW) == seconds


@pytest.mark.parametrize(("priority", "skill"), [("P1", "care_estate"), ("P2", "billing_care"), ("P3", "x")])
def test_after_that_time_the_rules_have_softened(priority: str, skill: str) -> None:
    waiting, lead = caller(waited=17, priority=priority, skill=skill), expert(supervisor=True)
    later = NOW + timedelta(seconds=waits_for(waiting, NOW) or 0)
    assert rung(waiting, lead) == {}
    assert matches([waiting], [lead], later, Served(), FIGURES)[0]


def test_a_call_back_is_due_when_nobody_at_work_could_ever_take_the_call() -> None:
    waiting = caller(skill="product_care")
    assert not nobody_can(waiting, [expert()], FIGURES)
    assert nobody_can(replace(waiting, language="en"), [expert()], FIGURES)
    assert nobody_can(replace(waiting, not_experts=frozenset({"eva"})), [expert()], FIGURES)
    assert nobody_can(replace(waiting, priority="P1"), [expert()], FIGURES)
    assert nobody_can(waiting, [], FIGURES)


def test_nobody_waits_for_a_skill_that_nobody_at_work_has() -> None:
    eva, ute = expert(), expert("ute", "product_care")
    assert as_staffed(caller(skill="product_care"), [eva, ute], FIGURES).skill == "product_care"
    assert as_staffed(caller(skill="product_care"), [eva], FIGURES).skill == ""
    declined = caller(skill="product_care", not_experts=frozenset({"ute"}))
    assert as_staffed(declined, [eva, ute], FIGURES).skill == ""


def test_an_urgent_call_whose_skill_is_not_at_work_goes_to_the_trained_at_once() -> None:
    trained, untrained = expert("trained", "care"), expert("untrained", "product_care")
    estate = as_staffed(caller(priority="P1", skill="care_estate"), [trained, untrained], FIGURES)
    assert rung(estate, untrained) == {}
    assert rung(estate, untrained, trained) == {"anna": "trained"}


def test_a_delicate_call_keeps_asking_for_its_skill() -> None:
    hardship = caller(priority="P2", skill="billing_care")
    assert as_staffed(hardship, [expert(skills="care")], FIGURES) == hardship


def test_ahead_are_those_who_come_before_in_the_same_language() -> None:
    me = caller("me", 30)
    queue = [me, caller("early", 40), caller("late", 20), caller("jane", 99, language="en")]
    urgent = caller("urgent", priority="P1")
    assert {one.id for one in ahead_of(me, [*queue, urgent])} == {"early", "urgent"}
