"""People who write in the demo: a picture with the first message, answers only to whoever writes to them."""

from typing import Any

import pytest

from bot.running.demo_threads import Writer
from tests.running.test_demo_calls import contact


class FakeInbox:
    """Answers of the bot to every message but the last, and of a person at these looks."""

    def __init__(self, *person_at: int) -> None:
        self.sent: list[tuple[str, int]] = []
        self._unread = 1
        self._looks, self._person_at = 0, person_at

    def send(self, text: str, media: int = 0) -> None:
        self.sent.append((text, media))
        self._unread += len(self.sent) <= 2

    def new_messages(self) -> list[dict[str, Any]]:
        self._looks += 1
        found, self._unread = self._unread + (self._looks in self._person_at), 0
        return [{}] * found


class Enough(Exception):
    """Nobody writes any more."""


def pace_of(limit: float) -> Any:
    passed = [0.0]

    def pace(seconds: float) -> None:
        passed[0] += seconds
        if passed[0] > limit:
            raise Enough

    return pace


def test_the_picture_goes_with_the_first_message_alone() -> None:
    inbox = FakeInbox(10, 20)
    Writer(inbox, contact(media=2), pace_of(600)).live()
    assert inbox.sent == [("first", 2), ("second", 0), ("hello", 0), ("bye", 0)]


def test_nothing_is_said_to_a_person_before_one_writes() -> None:
    inbox = FakeInbox()
    with pytest.raises(Enough):
        Writer(inbox, contact(), pace_of(600)).live()
    assert [text for text, _ in inbox.sent] == ["first", "second"]
