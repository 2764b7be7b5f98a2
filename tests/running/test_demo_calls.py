"""Callers of the demo morning do what they are told, wait, talk and leave; no call is left open."""

from typing import Any

import pytest

from bot.running.demo_calls import Caller, stay_silent
from bot.running.demo_contacts import Contact

ASKED: dict[str, Any] = {"kind": "gather", "speech": True, "keys": True, "timeout": 3.0}
TOGETHER: dict[str, Any] = {"kind": "conference", "speech": True, "keys": False, "timeout": 0.0}
KEYS_ONLY: dict[str, Any] = {"kind": "gather", "speech": False, "keys": True, "timeout": 5.0}


class FakePhone:
    """A phone whose hotline answers with these states, one for every deed that changes something."""

    def __init__(
        self, *states: dict[str, Any] | None, news: dict[int, dict[str, Any] | None] | None = None
    ) -> None:
        self.on_the_phone, self.deeds = False, list[str]()
        self._states, self._news, self._looks = list(states), news or {}, 0
        self._now: dict[str, Any] | None = None

    def call(self) -> dict[str, Any]:
        self.on_the_phone = True
        return self._next()

    def act(self, deed: str, **details: str) -> dict[str, Any]:
        assert self.on_the_phone
        self.deeds.append(details.get("text") or details.get("keys") or deed)
        return self._view([]) if self._now is TOGETHER else self._next()

    def look(self) -> dict[str, Any]:
        self._looks += 1
        if self._looks in self._news:
            self._now = self._news[self._looks]
            self.on_the_phone = self._now is not None
            return self._view([{"kind": "heard"}])
        return self._view([])

    def hang_up(self) -> None:
        self.deeds.append("hangs up")
        self.on_the_phone = False

    def _next(self) -> dict[str, Any]:
        self._now = self._states.pop(0) if self._states else None
        self.on_the_phone = self._now is not None
        return self._view([{"kind": "heard"}])

    def _view(self, entries: list[Any]) -> dict[str, Any]:
        return {"listening": self._now, "entries": entries, "over": not self.on_the_phone}


class Pace:
    """Time that passes at once."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, seconds: float) -> None:
        self.seconds += seconds
        assert self.seconds < 3600, "somebody waits for ever"


def contact(**changes: Any) -> Contact:
    values: dict[str, Any] = {"name": "x", "channel": "voice", "phone": "+491729925904", "goodbye": "bye"}
    values |= {"says": ("first", "second"), "connected": ("hello",), "pause": 2.0, "talks": False, "media": 0}
    return Contact(**values | changes)


def deeds(phone: FakePhone, pace: Pace | None = None, **changes: Any) -> list[str]:
    Caller(phone, contact(**changes), pace or Pace()).live()
    assert not phone.on_the_phone
    return phone.deeds


def test_somebody_who_only_talks_to_the_bot_says_it_all_and_goodbye() -> None:
    assert deeds(FakePhone(ASKED, ASKED, ASKED, ASKED), talks=True) == ["first", "second", "bye", "hangs up"]


def test_the_bot_may_hang_up_first() -> None:
    assert deeds(FakePhone(ASKED, ASKED, None)) == ["first", "second"]


def test_whoever_waits_is_silent_as_time_passes() -> None:
    pace = Pace()
    phone = FakePhone(ASKED, ASKED, ASKED, ASKED, ASKED, None)
    assert deeds(phone, pace) == ["first", "second", "silence", "silence", "silence"]
    assert pace.seconds >= 9


def test_a_person_is_talked_to_and_thanked() -> None:
    phone = FakePhone(ASKED, ASKED, ASKED, ASKED, news={2: TOGETHER, 6: ASKED})
    assert deeds(phone) == ["first", "second", "hello", "bye", "hangs up"]


def test_a_person_may_come_before_all_is_said() -> None:
    assert deeds(FakePhone(ASKED, TOGETHER, news={3: ASKED})) == ["first", "hello", "bye"]


def test_a_person_may_end_the_call() -> None:
    assert deeds(FakePhone(ASKED, ASKED, TOGETHER, news={2: None})) == ["first", "second", "hello"]


def test_where_only_keys_are_listened_to_nothing_is_said() -> None:
    phone = FakePhone(KEYS_ONLY, news={3: ASKED, 60: None})
    assert deeds(phone, says=("first",))[0] == "first"


@pytest.mark.parametrize("asked", [ASKED, KEYS_ONLY])
def test_silence_lasts_as_long_as_the_question_waits(asked: dict[str, Any]) -> None:
    phone, pace = FakePhone(asked, ASKED), Pace()
    stay_silent(phone, phone.call(), pace)
    assert (phone.deeds, pace.seconds) == (["silence"], asked["timeout"])


def test_silence_ends_when_something_happens() -> None:
    phone, pace = FakePhone(ASKED, news={2: TOGETHER}), Pace()
    assert stay_silent(phone, phone.call(), pace)["listening"] is TOGETHER
    assert phone.deeds == []
