"""Whom to ring: the rules of routing where they suffice, any human where somebody is in distress."""

from typing import Any

from bot.handover.choosing import Moment, Staff, choose, nobody_left
from bot.handover.routing import Expert, Waiting
from tests.handover.routing_builders import FIGURES, NOW, caller, expert

TRAINED = expert("ida", "care")
UNTRAINED = expert("eva", "product_care", opted_in="")


def rung(*waiting: Waiting, lately: Any = None, **staff: Any) -> dict[str, str]:
    """Which expert is rung for which caller; everybody free is at work."""
    at_work = (*staff.get("free", ()), *staff.pop("busy", ()), *staff.get("resting", ()))
    known = Staff(**{"free": (), "at_work": at_work} | staff)
    moment = Moment(NOW, lately=lately or {}, figures=FIGURES)
    return {match.waiting_id: match.expert_id for match in choose(waiting, known, moment)}


def p0(**facts: Any) -> Waiting:
    return caller("max", priority="P0", skill="care", **facts)


def p1(waited: float = 0, **facts: Any) -> Waiting:
    return caller("max", waited, priority="P1", skill="care", **facts)


def test_the_trained_come_first() -> None:
    assert rung(p0(), free=[UNTRAINED, TRAINED]) == {"max": "ida"}


def test_a_p0_takes_any_human_when_the_trained_one_talks() -> None:
    assert rung(p0(), free=[UNTRAINED], busy=[TRAINED]) == {"max": "eva"}


def test_a_p0_takes_a_trained_one_from_their_rest_before_an_untrained_one() -> None:
    assert rung(p0(), free=[UNTRAINED], resting=[TRAINED]) == {"max": "ida"}


def test_only_a_p0_disturbs_anybody() -> None:
    assert rung(p1(), caller("tom", priority="P2"), resting=[TRAINED]) == {}


def test_a_p1_waits_two_minutes_for_the_trained_one_and_then_for_nobody() -> None:
    assert rung(p1(60), free=[UNTRAINED], busy=[TRAINED]) == {}
    assert rung(p1(121), free=[UNTRAINED], busy=[TRAINED]) == {"max": "eva"}


def test_where_nobody_is_trained_a_p1_does_not_wait_at_all() -> None:
    assert rung(p1(), free=[UNTRAINED]) == {"max": "eva"}


def test_the_language_is_never_given_up() -> None:
    stranger = expert("joe", "care", languages="en")
    assert rung(p0(), free=[stranger], resting=[stranger], on_call=[stranger]) == {}


def test_who_is_off_is_called_only_when_nobody_else_is_there() -> None:
    mia = expert("mia", supervisor=True)
    assert rung(p0(), free=[UNTRAINED], on_call=[mia]) == {"max": "eva"}
    assert rung(p0(), on_call=[mia]) == {"max": "mia"}


def test_whoever_just_did_not_answer_is_not_rung_again_at_once() -> None:
    assert rung(p0(), resting=[TRAINED], free=[UNTRAINED], lately={"max": ["ida"]}) == {"max": "eva"}
    assert rung(p0(), resting=[TRAINED], lately={"max": ["ida"]}) == {}


def test_an_expert_taken_in_an_emergency_is_not_rung_for_the_next_as_well() -> None:
    found = rung(p0(), caller("tom", 700, priority="P3"), free=[UNTRAINED], busy=[TRAINED])
    assert found == {"max": "eva"}


def test_the_others_get_whoever_is_left() -> None:
    other = expert("uli", "product_care", opted_in="")
    found = rung(p0(), caller("tom", priority="P3"), free=[UNTRAINED, other], busy=[TRAINED])
    assert set(found) == {"max", "tom"}
    assert set(found.values()) == {"eva", "uli"}


def test_of_two_in_danger_the_one_who_waits_longer_gets_the_only_human() -> None:
    later = caller("tom", 1, priority="P0", skill="care")
    assert rung(later, p0(waited=9), free=[UNTRAINED]) == {"max": "eva"}


def left(one: Waiting, *at_work: Expert) -> bool:
    return nobody_left(one, Staff(free=(), at_work=at_work), FIGURES)


def test_somebody_who_is_busy_is_somebody() -> None:
    assert not left(caller(), UNTRAINED)
    assert left(caller())


def test_whoever_did_not_come_is_nobody_for_this_caller() -> None:
    tried = frozenset({"eva"})
    assert left(caller(not_experts=tried), UNTRAINED)
    assert left(p1(not_experts=tried), UNTRAINED)
    assert not left(p1(not_experts=tried), UNTRAINED, TRAINED)


def test_an_ordinary_delicate_call_has_nobody_where_nobody_chose_such_calls() -> None:
    delicate = caller(priority="P2", skill="billing_care", delicate=True)
    assert left(delicate, UNTRAINED)
