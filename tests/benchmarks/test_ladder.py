from benchmarks.calls.ladder import climb, most_held
from benchmarks.calls.order import LoadOrder, Outcome
from benchmarks.turn.script import Utterance

QUICK, SLOW = [20.0] * 20, [20.0] * 18 + [400.0] * 2


class Limits:
    """Hotlines that hold so many calls each."""

    def __init__(self, **limits: int) -> None:
        self._limits = limits
        self.attempts: list[tuple[str, int]] = []

    def __call__(self, which: str, calls: int) -> Outcome:
        self.attempts.append((which, calls))
        return Outcome(calls, QUICK if calls <= self._limits[which] else SLOW, [])


def test_each_hotline_climbs_until_it_fails() -> None:
    outcomes = climb(("ours", "stock"), (40, 80, 120), Limits(ours=120, stock=40))
    assert most_held(outcomes["ours"]) == 120
    assert most_held(outcomes["stock"]) == 40


def test_the_hotlines_take_turns() -> None:
    limits = Limits(ours=80, stock=80)
    climb(("ours", "stock"), (40, 80), limits)
    assert limits.attempts == [("ours", 40), ("stock", 40), ("ours", 80), ("stock", 80)]


def test_a_failed_step_is_tried_once_more_and_then_ends_the_climb() -> None:
    limits = Limits(ours=40)
    climb(("ours",), (40, 80, 120), limits)
    assert limits.attempts == [("ours", 40), ("ours", 80), ("ours", 80)]


def test_a_single_disturbance_does_not_end_the_climb() -> None:
    answers = iter([Outcome(40, SLOW, []), Outcome(40, QUICK, []), Outcome(80, QUICK, [])])
    outcomes = climb(("ours",), (40, 80), lambda _which, _calls: next(answers))
    assert most_held(outcomes["ours"]) == 80


def test_one_error_is_one_too_many() -> None:
    assert not Outcome(40, QUICK, ["HTTP 500"]).held


def test_a_load_without_any_answer_is_not_held() -> None:
    assert not Outcome(40, [], []).held
    assert Outcome(40, [], ["timeout"]).cells() == ["0", "–", "–", "1"]


def test_one_slow_turn_in_twenty_is_still_held() -> None:
    assert Outcome(40, [20.0] * 19 + [900.0], []).held


def test_nothing_held_counts_as_none() -> None:
    assert most_held([Outcome(40, SLOW, [])]) == 0


def test_an_order_survives_the_way_to_the_other_process() -> None:
    order = LoadOrder("ours", "http://x", "t", 40, 20.0, 6.0, [[Utterance("simple", "guten tag", "Tag")]])
    assert LoadOrder.from_json(order.to_json()) == order
