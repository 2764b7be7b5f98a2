"""A process that keeps dying is started ever more slowly."""

from bot.running.backoff import Backoff


def test_the_pause_doubles_up_to_half_a_minute() -> None:
    backoff = Backoff()
    assert [backoff.after(1) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_a_minute_of_steady_running_forgives() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.after(59)
    assert [backoff.after(60), backoff.after(1)] == [0.5, 1]
