"""People who write in the demo: a picture with the first message, answers only to whoever writes to them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from bot.running.demo_threads import TALKS, Writer, with_a_person
from tests.builders import CALLER, NOW
from tests.running.test_demo_calls import contact
from tests.store.databases import migrated_file, sqlite

__all__ = ["migrated_file", "sqlite"]


def talk_of(engine: Engine, id_: str, owner: str, at: datetime) -> None:
    same = {
        "channel": "sms",
        "language": "de",
        "called": "+4930901820",
        "memory": {},
        "turns": 0,
        "version": 0,
    }
    with engine.begin() as db:
        db.execute(
            insert(TALKS).values(id=id_, owner=owner, caller=CALLER, started_at=at, last_at=at, **same)
        )


class FakeInbox:
    """Answers of the bot to the first two messages, and of a person at these looks."""

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
    Writer(inbox, contact(media=2), pace_of(600), lambda: True).live()
    assert inbox.sent == [("first", 2), ("second", 0), ("hello", 0), ("bye", 0)]


def test_nothing_is_said_to_a_person_before_one_writes() -> None:
    inbox = FakeInbox()
    with pytest.raises(Enough):
        Writer(inbox, contact(), pace_of(600), lambda: True).live()
    assert [text for text, _ in inbox.sent] == ["first", "second"]


def test_what_the_bot_writes_while_they_wait_is_not_answered() -> None:
    inbox, person = FakeInbox(5, 8, 20), iter([False, False, True, True])
    with pytest.raises(Enough):
        Writer(inbox, contact(), pace_of(600), lambda: next(person)).live()
    assert [text for text, _ in inbox.sent] == ["first", "second", "hello"]


@pytest.mark.parametrize(("owner", "there"), [("expert", True), ("queue", False), ("bot", False)])
def test_the_record_says_whether_it_is_a_person(sqlite: Engine, owner: str, there: bool) -> None:
    talk_of(sqlite, "older", "expert", NOW - timedelta(days=1))
    talk_of(sqlite, "newest", owner, NOW)
    assert with_a_person(sqlite, CALLER) is there
    assert with_a_person(sqlite, "+491729968532") is False
