from typing import Any

import pytest

from bot.handover.routing import Served, Waiting, in_order, is_starving, matches
from tests.handover.routing_builders import FIGURES, NOW, caller, expert, rung, why

# Order


def test_the_more_urgent_band_comes_first_however_long_the_others_wait() -> None:
    long, urgent = caller("long", 500, priority="P2"), caller("urgent", priority="P1", skill="care")
    assert rung(long, urgent, expert(skills="care")) == {"urgent": "eva"}


def test_within_a_band_who_waits_longest_is_served() -> None:
    assert rung(caller("late", 10), caller("early", 20), expert()) == {"early": "eva"}


def test_who_was_dropped_by_an_expert_is_first_in_their_band_but_not_before_a_more_urgent_one() -> None:
    dropped, long, urgent = caller("dropped", 5, first=True), caller("long", 99), caller("b", priority="P2")
    assert [one.id for one in in_order([long, dropped, urgent])] == ["b", "dropped", "long"]


def test_a_long_waiting_p2_never_overtakes_a_p1() -> None:
    ages, fresh = caller("ages", 7200, priority="P2"), caller("fresh", priority="P1", skill="care")
    assert in_order([ages, fresh])[0].id == "fresh"
    assert rung(ages, fresh, expert(skills="care"), served=3) == {"fresh": "eva"}


def test_all_free_experts_are_given_out_at_once() -> None:
    callers = [caller(f"c{n}", n) for n in range(5)]
    assert rung(*callers, expert("a"), expert("b"), expert("c")).keys() == {"c4", "c3", "c2"}


def test_nobody_waits_and_nobody_is_free() -> None:
    assert matches([], [expert()], NOW, Served(2)) == ([], Served(2))
    assert matches([caller()], [], NOW, Served(2)) == ([], Served(2))


def test_the_expert_idle_longest_is_rung() -> None:
    assert rung(caller(), expert("a", idle=5), expert("b", idle=50)) == {"anna": "b"}


# Starving


def a_slot_at_a_time(callers: list[Waiting], slots: int) -> list[str]:
    """One expert gets free after another while nobody else comes."""
    served, order = Served(), []
    for _ in range(slots):
        [match], served = matches(callers, [expert(skills="care")], NOW, served, FIGURES)
        order.append(match.waiting_id)
        callers = [one for one in callers if one.id != match.waiting_id]
    return order


def test_a_p3_waiting_ten_minutes_gets_every_fourth_expert() -> None:
    starving = [caller("s1", 700), caller("s2", 650)]
    others = [caller(f"c{n}", 60 - n, priority="P2") for n in range(8)]
    assert a_slot_at_a_time([*starving, *others], 8) == ["c0", "c1", "c2", "s1", "c3", "c4", "c5", "s2"]


def test_every_fourth_also_when_the_experts_get_free_all_at_once() -> None:
    callers = [caller("s", 700), *(caller(f"c{n}", priority="P2") for n in range(6))]
    found, served = matches(callers, [expert(str(n)) for n in range(5)], NOW, Served(), FIGURES)
    assert [match.waiting_id for match in found] == ["c0", "c1", "c2", "s", "c3"]
    assert [match.starving for match in found] == [False, False, False, True, False]
    assert served == Served(1)


def test_a_p3_not_yet_starving_waits_its_turn() -> None:
    callers = [caller("p3", 599), *(caller(f"c{n}", priority="P2") for n in range(4))]
    assert a_slot_at_a_time(callers, 5)[-1] == "p3"


def test_only_the_lowest_band_starves() -> None:
    assert is_starving(caller(waited=600), NOW)
    assert not is_starving(caller(waited=9000, priority="P2"), NOW)


def test_what_is_owed_to_the_starving_never_holds_up_an_urgent_call_and_stays_owed() -> None:
    urgent = [caller(f"u{n}", priority="P1", skill="care") for n in range(5)]
    ordinary = caller("p2", priority="P2")
    order = a_slot_at_a_time([caller("s", 700), *urgent, ordinary], 7)
    assert order == ["u0", "u1", "u2", "u3", "u4", "s", "p2"]


def test_a_starving_caller_nobody_free_can_take_costs_nobody_a_slot() -> None:
    starving, other = caller("s", 700, language="en"), caller("c", priority="P2")
    found, served = matches([starving, other], [expert()], NOW, Served(3), FIGURES)
    assert [match.waiting_id for match in found] == ["c"]
    assert served.since_starving >= 3


# Language, skill, level


def test_the_language_never_softens() -> None:
    assert rung(caller(waited=9000, language="en"), expert(supervisor=True)) == {}


def test_a_product_skill_is_waited_for_a_minute_then_anybody_of_sufficient_level_takes_the_call() -> None:
    wish: dict[str, Any] = {"skill": "product_care", "level": 2}
    assert rung(caller(waited=59, **wish), expert(level=2)) == {}
    assert rung(caller(waited=60, **wish), expert(level=2)) == {"anna": "eva"}
    assert rung(caller(waited=60, **wish), expert(level=1)) == {}
    assert why(caller(waited=60, **wish), expert(level=3)) == ["level"]


def test_the_skill_does_not_make_up_for_the_level() -> None:
    waiting = caller(waited=9000, skill="product_care", level=2)
    assert rung(waiting, expert(skills="product_care", level=1)) == {}
    assert rung(waiting, expert(skills="product_care", level=2)) == {"anna": "eva"}


def test_after_the_minute_the_skill_is_still_preferred() -> None:
    waiting = caller(waited=60, skill="product_care")
    assert rung(waiting, expert("a", idle=500), expert("b", "product_care")) == {"anna": "b"}


@pytest.mark.parametrize("priority", ["P0", "P1", "P2", "P3"])
def test_third_level_work_never_goes_to_the_first_level(priority: str) -> None:
    waiting = caller(waited=9000, priority=priority, skill="care", level=3)
    assert rung(waiting, expert(skills="care", supervisor=True, level=1)) == {}
    assert rung(waiting, expert(skills="care", supervisor=True, level=2)) == {"anna": "eva"}


def test_who_can_do_no_more_than_asked_is_rung_before_who_can_do_more() -> None:
    assert rung(caller(level=2), expert("three", level=3, idle=99), expert("two", level=2)) == {"anna": "two"}


def test_the_site_of_the_case_is_preferred_then_any_other_of_the_same_level() -> None:
    waiting, elsewhere, there = caller(site="graz"), expert("a", idle=99), expert("b", site="graz")
    assert rung(waiting, elsewhere, there) == {"anna": "b"}
    assert rung(waiting, elsewhere) == {"anna": "a"}


def test_a_supervisor_is_the_last_to_take_ordinary_work() -> None:
    lead = expert("lead", supervisor=True, idle=999)
    assert rung(caller(waited=59, skill="product_care"), lead) == {}
    assert why(caller(waited=60, skill="product_care"), lead) == ["supervisor"]
    assert rung(caller(waited=60, skill="product_care"), lead, expert("b")) == {"anna": "b"}


def test_a_supervisor_takes_what_is_theirs_at_once() -> None:
    threat = caller(priority="P1", skill="supervisor")
    assert rung(threat, expert("a", "care"), expert("lead", supervisor=True)) == {"anna": "lead"}


# Delicate calls


@pytest.mark.parametrize("priority", ["P0", "P1"])
def test_an_urgent_call_waits_a_minute_for_its_skill_then_goes_to_anybody_trained(priority: str) -> None:
    estate: dict[str, Any] = {"priority": priority, "skill": "care_estate"}
    assert rung(caller(waited=59, **estate), expert(skills="care")) == {}
    assert why(caller(waited=60, **estate), expert(skills="care")) == ["trained"]
    assert why(caller(waited=60, **estate), expert(supervisor=True)) == ["trained"]
    assert why(caller(**estate), expert(skills="care_estate")) == ["skill"]


@pytest.mark.parametrize("priority", ["P0", "P1"])
def test_an_urgent_call_never_goes_to_the_untrained(priority: str) -> None:
    waiting = caller(waited=9000, priority=priority, skill="care_estate")
    assert rung(waiting, expert(skills="product_care", level=3)) == {}


def test_a_crisis_goes_to_any_trained_human_at_once() -> None:
    assert rung(caller(priority="P0", skill="care"), expert(supervisor=True)) == {"anna": "eva"}


def test_who_has_the_skill_but_did_not_choose_delicate_calls_gets_only_ordinary_ones() -> None:
    eva = expert(skills="care", opted_in="")
    assert rung(caller(priority="P1", skill="care", waited=9000), eva) == {}
    assert rung(caller(skill="care", delicate=True, waited=9000), eva) == {}
    assert rung(caller(skill="care"), eva) == {"anna": "eva"}


def test_a_delicate_call_that_is_not_urgent_waits_for_its_skill_then_for_a_supervisor() -> None:
    waiting = caller(waited=60, priority="P2", skill="billing_care")
    assert rung(waiting, expert(skills="care product_care", level=3)) == {}
    assert why(waiting, expert(supervisor=True)) == ["supervisor"]
    assert why(waiting, expert("a", supervisor=True), expert("b", "billing_care")) == ["skill"]


# Who was asked before, who knows the caller


def test_who_declined_is_not_rung_again() -> None:
    assert rung(caller(not_experts=frozenset({"eva"})), expert(), expert("b")) == {"anna": "b"}
    assert rung(caller(not_experts=frozenset({"eva"})), expert()) == {}


def test_in_a_p0_who_declined_is_rung_again_rather_than_nobody() -> None:
    crisis = caller(priority="P0", skill="care", not_experts=frozenset({"eva"}))
    assert rung(crisis, expert(skills="care")) == {"anna": "eva"}
    assert rung(crisis, expert(skills="care", idle=99), expert("b", supervisor=True)) == {"anna": "b"}


def test_the_expert_who_knows_the_caller_is_preferred_for_half_a_minute() -> None:
    last, other = expert("last"), expert("other", idle=99)
    assert rung(caller(last_expert="last", waited=29), last, other) == {"anna": "last"}
    assert rung(caller(last_expert="last", waited=30), last, other) == {"anna": "other"}
    assert rung(caller(last_expert="last"), other) == {"anna": "other"}
    assert why(caller(last_expert="last"), last) == ["last_expert"]


def test_a_dropped_caller_gets_the_expert_they_spoke_to_however_long_ago_they_came() -> None:
    dropped = caller(waited=900, last_expert="last", first=True)
    assert rung(dropped, expert("last"), expert("other", idle=99)) == {"anna": "last"}


def test_knowing_the_caller_does_not_replace_the_skill() -> None:
    assert rung(caller(last_expert="eva", skill="product_care"), expert()) == {}


# Care for experts


def test_no_two_heavy_cases_in_a_row_while_another_is_free() -> None:
    tired, fresh = expert("tired", "care", heavy_last=True, idle=999), expert("fresh", "care")
    heavy = caller(priority="P1", skill="care", last_expert="tired")
    assert rung(heavy, tired, fresh) == {"anna": "fresh"}
    assert rung(heavy, tired) == {"anna": "tired"}
    assert rung(heavy, tired, expert("other")) == {"anna": "tired"}


def test_after_a_heavy_case_something_light_so_that_the_rested_stay_free_for_the_heavy_ones() -> None:
    tired, fresh = expert("tired", "care", heavy_last=True), expert("fresh", "care", idle=999)
    heavy, light = caller("heavy", priority="P1", skill="care"), caller("light", 30)
    assert rung(light, tired, fresh) == {"light": "tired"}
    assert rung(light, heavy, tired, fresh) == {"light": "tired", "heavy": "fresh"}


def test_a_heavy_p2_counts_as_heavy_too() -> None:
    tired, fresh = expert("tired", heavy_last=True, idle=999), expert("fresh")
    assert rung(caller(priority="P2", heavy=True), tired, fresh) == {"anna": "fresh"}


# Nobody is wasted


def test_the_only_one_who_speaks_english_is_kept_for_the_english_caller() -> None:
    both, german = expert("both", languages="de en", idle=99), expert("german")
    found = rung(caller("hans", 20), caller("jane", 10, language="en"), both, german)
    assert found == {"hans": "german", "jane": "both"}


def test_nobody_loses_the_expert_with_their_skill_to_a_later_caller() -> None:
    skilled, other = expert("skilled", "product_care", languages="de en"), expert("other")
    early = caller("early", 90, skill="product_care")
    assert rung(early, caller("jane", language="en"), skilled, other) == {"early": "skilled"}


def test_nobody_is_moved_without_need() -> None:
    rested, other = expert("rested", idle=99), expert("other")
    assert rung(caller("early", 20), caller("late", 10), rested, other) == {
        "early": "rested",
        "late": "other",
    }
