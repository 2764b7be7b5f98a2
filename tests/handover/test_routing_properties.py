"""What holds for every desk and every queue."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.handover.routing import Expert, Match, Served, Waiting, in_order, is_starving, matches, waits_for
from bot.handover.suitability import Fit, rating
from tests.handover.routing_builders import FIGURES, NOW, caller, expert

Person = TypeVar("Person", Waiting, Expert)
SKILLS = ("care", "care_estate", "product_care", "billing_care")
some_skills = st.sets(st.sampled_from(SKILLS)).map(" ".join)
experts = st.builds(
    expert,
    skills=some_skills,
    opted_in=some_skills,
    idle=st.integers(0, 900),
    languages=st.sampled_from(["de", "en", "de en"]),
    level=st.integers(1, 3),
    site=st.sampled_from(["berlin", "graz"]),
    heavy_last=st.booleans(),
    supervisor=st.booleans(),
)
callers = st.builds(
    caller,
    waited=st.sampled_from([0, 29, 30, 59, 60, 599, 600, 1500]),
    priority=st.sampled_from(["P0", "P1", "P2", "P3"]),
    skill=st.sampled_from(["", *SKILLS]),
    language=st.sampled_from(["de", "en"]),
    first=st.booleans(),
    last_expert=st.sampled_from([None, "e0", "e1"]),
    not_experts=st.frozensets(st.sampled_from(["e0", "e1", "e2"]), max_size=2),
    heavy=st.booleans(),
    level=st.integers(1, 3),
    delicate=st.booleans(),
)


def named(kind: str, people: list[Person]) -> list[Person]:
    return [replace(one, id=f"{kind}{n}") for n, one in enumerate(people)]


queues = st.lists(callers, max_size=9).map(lambda people: named("c", people))
desks = st.lists(experts, max_size=6).map(lambda people: named("e", people))


def routed(queue: list[Waiting], desk: list[Expert], since: int) -> tuple[list[Match], Served]:
    return matches(queue, desk, NOW, Served(since), FIGURES)


def fit(one: Waiting, other: Expert) -> Fit | None:
    return rating(NOW, FIGURES)(one, other)


@given(queues, desks, st.integers(0, 5))
def test_everybody_is_matched_at_most_once_and_only_where_it_is_allowed(
    queue: list[Waiting], desk: list[Expert], since: int
) -> None:
    found, _ = routed(queue, desk, since)
    waiting, free = {one.id: one for one in queue}, {one.id: one for one in desk}
    assert (
        len({match.waiting_id for match in found}) == len({match.expert_id for match in found}) == len(found)
    )
    for match in found:
        one, other = waiting[match.waiting_id], free[match.expert_id]
        assert one.language in other.languages
        assert not (one.level == 3 and other.level == 1)
        assert other.id not in one.not_experts or one.priority == "P0"
        if one.urgent:
            assert other.chose(one.skill) or other.trained


@given(queues, desks, st.integers(0, 5))
def test_no_caller_goes_without_while_an_expert_who_may_take_them_stays_free(
    queue: list[Waiting], desk: list[Expert], since: int
) -> None:
    found, _ = routed(queue, desk, since)
    rung, served = {match.expert_id for match in found}, {match.waiting_id for match in found}
    left = [(one, other) for one in queue if one.id not in served for other in desk if other.id not in rung]
    assert [(one.id, other.id) for one, other in left if fit(one, other)] == []


@given(queues, desks, st.integers(0, 5))
def test_nobody_goes_without_for_somebody_less_urgent_unless_that_one_starves(
    queue: list[Waiting], desk: list[Expert], since: int
) -> None:
    found, _ = routed(queue, desk, since)
    waiting, free = {one.id: one for one in queue}, {one.id: one for one in desk}
    for one in [one for one in queue if one.id not in {match.waiting_id for match in found}]:
        for match in found:
            served = waiting[match.waiting_id]
            if fit(one, free[match.expert_id]) and in_order([one, served])[0] == one:
                assert is_starving(served, NOW, FIGURES)
                assert not one.urgent


@given(queues, desks, st.integers(0, 5))
def test_a_heavy_case_follows_a_heavy_one_only_where_nobody_else_who_may_take_it_stays_free(
    queue: list[Waiting], desk: list[Expert], since: int
) -> None:
    found, _ = routed(queue, desk, since)
    waiting, free = {one.id: one for one in queue}, {one.id: one for one in desk}
    rung = {match.expert_id for match in found}
    for match in found:
        one, asked = waiting[match.waiting_id], free[match.expert_id]
        if one.weighs and asked.heavy_last and asked.id not in one.not_experts:
            rested = [
                o for o in desk if o.id not in rung and not o.heavy_last and o.id not in one.not_experts
            ]
            assert [other.id for other in rested if fit(one, other)] == []


@given(queues, desks, st.integers(0, 5))
def test_the_first_in_line_gets_the_expert_who_suits_best(
    queue: list[Waiting], desk: list[Expert], since: int
) -> None:
    urgent = [one for one in in_order(queue) if one.urgent and any(fit(one, other) for other in desk)]
    if urgent:
        found, _ = routed(queue, desk, since)
        best = min(found_fit.tier for other in desk if (found_fit := fit(urgent[0], other)))
        [given_to] = [match.expert_id for match in found if match.waiting_id == urgent[0].id]
        [got] = [fit(urgent[0], other) for other in desk if other.id == given_to]
        assert got is not None
        assert got.tier == best


@given(queues, desks, st.integers(0, 5))
def test_the_order_in_which_rows_are_read_does_not_matter(
    queue: list[Waiting], desk: list[Expert], since: int
) -> None:
    assert routed(queue, desk, since) == routed(queue[::-1], desk[::-1], since)


@given(queues, desks, st.integers(0, 5))
def test_the_count_since_the_last_starving_one_is_kept(
    queue: list[Waiting], desk: list[Expert], since: int
) -> None:
    found, after = routed(queue, desk, since)
    if any(match.starving for match in found):
        assert after.since_starving < len(found)
    else:
        assert after.since_starving == since + len(found)


@given(callers, experts)
def test_nothing_changes_for_the_better_before_the_time_to_look_again(one: Waiting, other: Expert) -> None:
    seconds = waits_for(one, NOW, FIGURES)
    until = NOW + timedelta(seconds=(seconds if seconds is not None else 99_999) - 0.001)
    if rating(NOW, FIGURES)(one, other) is None:
        assert rating(until, FIGURES)(one, other) is None
