import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handover.estimate import (
    BUCKETS,
    LastHour,
    Load,
    bucket,
    error,
    error_p80,
    estimate,
    hit,
    hit_rate,
    is_alarming,
    load_for,
    spoken_place,
)
from bot.phrases.catalogue import Phrases
from tests.handover.routing_builders import caller, expert

HOUR = LastHour((200.0, 400.0))


def test_the_formula() -> None:
    # 5 ahead, 1 idle, AHT 300 s, three experts of whom one serves two queues, one caller in ten hangs up.
    load = Load(5, 1, (1, 1, 2), LastHour((200.0, 400.0), 0.1))
    assert estimate(load) == pytest.approx((5 - 1 + 1) * 300 / 2.5 * 0.9)


def test_with_an_expert_idle_and_nobody_ahead_there_is_no_wait() -> None:
    assert estimate(Load(0, 1, (1,), HOUR)) == 0
    assert estimate(Load(0, 3, (1, 1, 1), HOUR)) == 0


def test_the_next_in_line_waits_for_the_first_expert_to_get_free() -> None:
    assert estimate(Load(0, 0, (1, 1), HOUR)) == 150


@pytest.mark.parametrize("nobody", [(), (0,)])
def test_without_an_expert_logged_in_no_number_is_told(nobody: tuple[int, ...]) -> None:
    assert estimate(Load(0, 0, nobody, HOUR)) is None


@pytest.mark.parametrize(("times", "aht"), [((), 90), ((10.0, 20.0), 90), ((100.0, 140.0), 120)])
def test_the_average_is_never_under_ninety_seconds(times: tuple[float, ...], aht: float) -> None:
    assert LastHour(times).aht_s == aht


@given(st.integers(0, 50), st.integers(0, 12), st.lists(st.integers(1, 3), min_size=1, max_size=12))
def test_more_callers_ahead_never_shorten_and_more_experts_never_lengthen_the_wait(
    ahead: int, idle: int, queues: list[int]
) -> None:
    def wait(ahead: int, queues: list[int]) -> float:
        found = estimate(Load(ahead, idle, tuple(queues), HOUR))
        assert found is not None
        return found

    assert 0 <= wait(ahead, queues) <= wait(ahead + 1, queues)
    assert wait(ahead, [*queues, 1]) <= wait(ahead, queues)


def test_the_load_counts_who_is_ahead_and_who_speaks_the_language() -> None:
    me = caller("me", 30)
    queue = [me, caller("early", 90), caller("late", 5), caller("jane", 99, language="en")]
    desk = [expert("a"), expert("b", languages="de en"), expert("c", languages="en")]
    assert load_for(me, queue, desk, {"b", "c"}, HOUR) == Load(1, 1, (1, 2), HOUR)


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [
        (0, "under_2"),
        (119.9, "under_2"),
        (120, "2_5"),
        (299.9, "2_5"),
        (300, "5_10"),
        (600, "over_10"),
        (99_999, "over_10"),
    ],
)
def test_what_is_spoken_of_an_estimate(seconds: float, spoken: str) -> None:
    assert bucket(seconds) == spoken


@pytest.mark.parametrize("language", ["de", "en"])
def test_there_are_words_for_every_estimate(language: str) -> None:
    assert all(Phrases(company="").named("wait_estimates", bucket, language) for bucket in BUCKETS)


@given(st.floats(0, 1e9))
def test_an_estimate_that_comes_true_is_a_hit(seconds: float) -> None:
    assert hit(bucket(seconds), seconds)


@given(st.sampled_from(sorted(BUCKETS)), st.floats(0, 1e6))
def test_a_wait_between_the_ends_hits_one_bucket_only(spoken: str, seconds: float) -> None:
    if seconds not in (120, 300, 600):
        assert hit(spoken, seconds) is (spoken == bucket(seconds))


def test_the_hit_rate() -> None:
    assert hit_rate([("under_2", 30), ("2_5", 30), ("over_10", 900), ("5_10", 601)]) == 0.5
    assert hit_rate([]) is None


@pytest.mark.parametrize(("previous", "now", "spoken"), [(None, 4, 4), (4, 3, 3), (4, 4, 4), (4, 5, None)])
def test_a_place_is_never_told_worse(previous: int | None, now: int, spoken: int | None) -> None:
    assert spoken_place(previous, now) == spoken


@given(st.lists(st.integers(1, 30)))
def test_the_places_a_caller_hears_only_get_better(places: list[int]) -> None:
    heard: list[int] = []
    for place in places:
        told = spoken_place(heard[-1] if heard else None, place)
        heard += [told] if told is not None else []
    assert heard == sorted(heard, reverse=True)


def test_an_error_is_a_share_of_the_wait() -> None:
    assert error(180, 120) == 0.5
    assert error(60, 120) == 0.5
    assert error(30, 1) == pytest.approx(29 / 60)


def test_four_of_five_estimates_stay_within_the_p80() -> None:
    off_by = [0.1, 0.2, 0.3, 0.4, 5.0]
    pairs = [(100 * (1 + share), 100.0) for share in off_by]
    assert error_p80(pairs) == pytest.approx(0.4)
    assert error_p80([]) is None


def test_ops_are_alarmed_when_more_than_one_in_five_is_off_by_more_than_the_wait_itself() -> None:
    good, bad = (110.0, 100.0), (300.0, 100.0)
    assert not is_alarming([good] * 4 + [bad])
    assert is_alarming([good] * 3 + [bad] * 2)
    assert not is_alarming([(200.0, 100.0)])
    assert not is_alarming([])


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=1, max_size=40))
def test_the_p80_holds_for_four_of_five(pairs: list[tuple[float, float]]) -> None:
    p80 = error_p80(pairs)
    assert p80 is not None
    within = sum(error(*pair) <= p80 for pair in pairs)
    assert within >= math.ceil(0.8 * len(pairs))
