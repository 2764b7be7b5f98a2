"""A candidate is refused for what it does worse, and for nothing that is mere chance."""

from typing import Any

import pytest

from bot.tuning.comparison.chance import by_chance
from bot.tuning.promotion_rules import reasons
from tests.tuning.results import CALLS, delicate, even, exam, limits, replayed, tally


def codes(**parts: Any) -> list[str]:
    return [reason["code"] for reason in reasons(even(**parts), limits())]


def test_nothing_speaks_against_a_candidate_that_does_the_same() -> None:
    assert reasons(even(), limits()) == []


# --- an intent ---


def test_an_intent_that_loses_a_tenth_of_its_sentences_is_a_reason() -> None:
    (reason,) = reasons(even(exam=exam(order_cancel=tally(70, lost=7))), limits())
    assert reason["code"] == "intent_loses"
    assert reason["intent"] == "order_cancel"
    assert (reason["before"], reason["after"], reason["margin"]) == (1.0, 0.9, 0.05)
    assert (reason["lost"], reason["gained"], reason["of"]) == (7, 0, 70)


def test_what_an_intent_loses_below_the_margin_is_none() -> None:
    assert codes(exam=exam(order_cancel=tally(400, lost=20))) == []


def test_a_few_sentences_this_way_and_that_are_chance_however_large_their_share() -> None:
    # Seven lost and three gained of thirty: more than a tenth, and one in six fair coins does that.
    assert by_chance(7, 3) > 0.05
    assert codes(exam=exam(order_cancel=tally(30, lost=7, gained=3))) == []


def test_the_same_share_of_more_sentences_is_no_chance() -> None:
    assert by_chance(28, 12) < 0.05
    assert codes(exam=exam(order_cancel=tally(120, lost=28, gained=12))) == ["intent_loses"]


def test_both_languages_of_an_intent_count_together() -> None:
    both = exam()
    both["intents"] = {"order_cancel": {"de": tally(35, lost=3), "en": tally(35, lost=3)}}
    assert codes(exam=both) == ["intent_loses"]


def test_an_intent_that_breaks_down_is_a_reason_however_few_sentences_it_has() -> None:
    assert codes(exam=exam(newborn=tally(4, lost=3))) == ["intent_loses"]


def test_an_intent_that_was_hardly_understood_may_still_break_down() -> None:
    assert by_chance(4, 0) > 0.05
    assert codes(exam=exam(newborn=tally(20, right=4, lost=4))) == ["intent_loses"]


def test_two_sentences_are_no_intent() -> None:
    assert codes(exam=exam(newborn=tally(2, lost=2))) == []


def test_the_intent_that_loses_most_comes_first() -> None:
    found = reasons(even(exam=exam(pause=tally(70, lost=8), slower=tally(70, lost=40))), limits())
    assert [reason["intent"] for reason in found] == ["slower", "pause"]


# --- the delicate gate ---


def test_no_sentence_of_a_crisis_may_be_lost() -> None:
    (reason,) = reasons(even(delicate=delicate(crisis=tally(230, lost=1))), limits())
    assert (reason["code"], reason["flag"], reason["margin"]) == ("delicate_recall_falls", "crisis", 0.0)


def test_one_lost_and_another_found_is_no_fall() -> None:
    assert codes(delicate=delicate(crisis=tally(230, lost=1, gained=1))) == []


def test_other_flags_may_lose_a_hundredth() -> None:
    assert codes(delicate=delicate(anger=tally(230, lost=2))) == []


def test_more_than_a_hundredth_is_a_reason_even_if_it_could_be_chance() -> None:
    assert by_chance(3, 0) > 0.05
    assert codes(delicate=delicate(anger=tally(230, lost=3))) == ["delicate_recall_falls"]


def test_to_be_alarmed_by_everything_is_no_way_to_find_more() -> None:
    loud = delicate(crisis=tally(230, gained=9)) | {"alike": {"de": tally(1_000, lost=50)}}
    assert codes(delicate=loud) == ["delicate_alarms_rise"]


# --- the rest ---


def test_a_little_less_of_everything_is_a_reason_when_it_is_no_chance() -> None:
    assert codes(exam={**exam(), **tally(4_000, lost=80, gained=20)}) == ["overall_falls"]


def test_as_much_lost_as_gained_is_none() -> None:
    assert codes(exam={**exam(), **tally(4_000, lost=200, gained=200)}) == []


def test_the_hard_sentences_count_with_the_others() -> None:
    assert codes(confusions=tally(284, lost=60)) == ["overall_falls"]


def test_numbers_that_are_no_longer_taken_are_a_reason() -> None:
    assert codes(identifiers=tally(100, lost=6)) == ["identifiers_fall"]


def test_callers_who_are_understood_less_are_a_reason() -> None:
    assert codes(replay=replayed(1_000, 1_000, lost=60, gained=10)) == ["replay_falls"]


def test_turns_that_were_not_asked_were_not_compared() -> None:
    (reason,) = reasons(even(replay=replayed(1_000, 800)), limits())
    assert reason == {"code": "not_compared", "part": "replay", "of": 1_000, "asked": 800}


def test_without_any_turn_there_is_nothing_to_replay() -> None:
    assert codes(replay=replayed(0, 0)) == []


def test_a_candidate_that_thinks_twice_as_long_is_refused() -> None:
    slow = {"median_ms": [4.0, 8.0], "ratio": 2.0}
    assert reasons(even(latency=slow), limits()) == [
        {"code": "slower", "before": 4.0, "after": 8.0, "ratio": 2.0}
    ]


def test_calls_that_fail_are_named() -> None:
    (reason,) = reasons(even(calls={**CALLS, "failed": ["de/sms: Storno"], "failures": 1}), limits())
    assert reason == {"code": "tests_fail", "failed": ["de/sms: Storno"], "failures": 1, "of": 38}


@pytest.mark.parametrize("why", ["no_tests", "no_pytest", "none_played"])
def test_calls_that_could_not_be_played_are_not_passed_over(why: str) -> None:
    unplayed = {"ran": False, "why": why, "of": 0, "failed": [], "failures": 0}
    assert reasons(even(calls=unplayed), limits()) == [{"code": "tests_not_run", "why": why}]


def test_the_delicate_gate_comes_first() -> None:
    found = codes(
        exam=exam(order_cancel=tally(70, lost=30)),
        delicate=delicate(crisis=tally(230, lost=9)),
        latency={"median_ms": [4.0, 9.0], "ratio": 2.25},
    )
    assert found == ["delicate_recall_falls", "intent_loses", "slower"]
