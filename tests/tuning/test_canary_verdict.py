"""A canary is returned when it is worse, not when it is unlucky, however often one looks."""

import random

import pytest

from bot.tuning.canary_verdict import NEEDED, Stretch, Tally, evidence, verdict

ROUNDS, CONVERSATIONS = 400, 600


def so_far(share: float, live: tuple[int, int], canary: tuple[int, int]) -> list[Stretch]:
    """(conversations, failed) of each."""
    return [Stretch(share, Tally(live[0], live[1]), Tally(canary[0], canary[1]))]


def returned(chance: random.Random, share: float, live: float, canary: float) -> bool:
    """Whether a canary is ever returned in so many conversations, looked at after each."""
    counts = {False: [0, 0], True: [0, 0]}
    for _ in range(CONVERSATIONS):
        tried = chance.random() < share
        counts[tried][0] += 1
        if chance.random() < (canary if tried else live):
            counts[tried][1] += 1
            (n, wrong), (m, bad) = counts[True], counts[False]
            if verdict(so_far(share, (m, bad), (n, wrong))):
                return True
    return False


@pytest.mark.parametrize(("share", "rate"), [(0.1, 0.3), (0.5, 0.05), (0.2, 0.9)])
def test_a_canary_as_good_as_the_rest_is_hardly_ever_returned(share: float, rate: float) -> None:
    chance = random.Random(1)
    wrongly = sum(returned(chance, share, rate, rate) for _ in range(ROUNDS))
    assert wrongly <= 0.01 * ROUNDS


def test_a_better_canary_is_never_returned() -> None:
    chance = random.Random(2)
    assert not any(returned(chance, 0.2, 0.3, 0.15) for _ in range(100))


@pytest.mark.parametrize(("live", "canary"), [(0.02, 0.3), (0.1, 0.9), (0.25, 0.75)])
def test_a_bad_canary_is_found(live: float, canary: float) -> None:
    chance = random.Random(3)
    assert sum(returned(chance, 0.2, live, canary) for _ in range(50)) >= 48


def test_one_that_always_fails_is_found_after_a_few_conversations() -> None:
    assert verdict(so_far(0.1, (90, 0), (10, 10)))
    assert verdict(so_far(0.1, (40, 0), (10, 4)))
    assert not verdict(so_far(0.1, (40, 0), (10, 3)))


def test_nobody_is_judged_by_a_handful() -> None:
    assert not verdict(so_far(0.01, (700, 0), (9, 9)))
    assert not verdict(so_far(0.001, (700, 0), (12, 2)))
    assert not verdict([])


def test_the_verdict_names_the_measure_and_its_figures() -> None:
    worse = verdict([Stretch(0.2, Tally(80, 1, 10), Tally(20, 1, 19))])
    assert worse
    assert worse["measure"] == "handed_over"
    assert worse["evidence"] >= worse["needed"] == NEEDED
    assert worse["canary"] == {"conversations": 20, "failed": 1, "handed_over": 19}
    assert worse["live"] == {"conversations": 80, "failed": 1, "handed_over": 10}


def test_stretches_with_different_shares_are_weighed_by_their_own() -> None:
    # Half of the failures on half of the callers is no evidence, whatever the share was before.
    fair = [Stretch(0.05, Tally(950, 95), Tally(50, 5)), Stretch(0.5, Tally(500, 50), Tally(500, 50))]
    assert evidence(fair, "failed") < 1
    pooled = [Stretch(0.05, Tally(1450, 145), Tally(550, 55))]
    assert evidence(pooled, "failed") > NEEDED


def test_enormous_evidence_stays_a_number() -> None:
    assert evidence(so_far(0.1, (1, 0), (100_000, 100_000)), "failed") > NEEDED
