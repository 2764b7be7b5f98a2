"""The first signal asks to stop, a later one to stop at once."""

import signal

import pytest

from bot.running.interruption import Interruption, interruptible


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_signals_interrupt(number: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(number)


def test_the_same_request_heard_twice_is_not_impatience() -> None:
    hurried: list[str] = []
    interruption = Interruption(now=iter([10.0, 10.2]).__next__)
    interruption.hurry = lambda: hurried.append("now")
    with pytest.raises(KeyboardInterrupt):
        interruption.hear(signal.SIGTERM, None)
    interruption.hear(signal.SIGTERM, None)
    assert hurried == []


def test_asking_again_later_hurries() -> None:
    hurried: list[str] = []
    interruption = Interruption(now=iter([10.0, 13.0]).__next__)
    interruption.hurry = lambda: hurried.append("now")
    with pytest.raises(KeyboardInterrupt):
        interruption.hear(signal.SIGINT, None)
    interruption.hear(signal.SIGINT, None)
    assert hurried == ["now"]


def test_afterwards_signals_mean_what_they_meant_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with interruptible():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
