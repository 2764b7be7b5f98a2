"""Everybody in the demo comes, comes back, and leaves together."""

import threading

from bot.running import demo_crowd
from bot.running.demo_crowd import Crowd
from carrier.phone_client import PhoneUnavailable


class Visitor:
    """Counts the visits; the first may fail."""

    def __init__(self, crowd: Crowd, fault: Exception | None = None) -> None:
        self.came, self.left = threading.Semaphore(0), threading.Event()
        self._crowd, self._fault = crowd, fault

    def live(self) -> None:
        fault, self._fault = self._fault, None
        self.came.release()
        if fault:
            raise fault
        self._crowd.pace(0.001)

    def leave(self) -> None:
        self.left.set()


def arrived(crowd: Crowd, visitor: Visitor) -> Visitor:
    crowd.begin(lambda: visitor, 0.0, visitor.leave)
    return visitor


def test_people_come_back_until_it_is_over() -> None:
    crowd = Crowd()
    crowd.comes_back_after_s = 0.001
    visitor = arrived(crowd, Visitor(crowd))
    assert all(visitor.came.acquire(timeout=5) for _ in range(3))
    assert not visitor.left.is_set()
    crowd.end()
    assert visitor.left.is_set()


def test_a_phone_that_fails_is_tried_again() -> None:
    crowd = Crowd()
    crowd.after_fault_s = crowd.comes_back_after_s = 0.001
    visitor = arrived(crowd, Visitor(crowd, PhoneUnavailable("engaged")))
    assert all(visitor.came.acquire(timeout=5) for _ in range(2))
    crowd.end()


def test_a_goodbye_that_fails_is_no_fault() -> None:
    crowd = Crowd()

    def leave() -> None:
        raise PhoneUnavailable("the carrier is gone")

    crowd.begin(lambda: Visitor(crowd), 0.0, leave)
    crowd.end()
    assert demo_crowd.GOODBYE_S < 60
