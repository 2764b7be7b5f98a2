"""Colleagues of the demo take calls as people do; the phone of who tries it out only picks up."""

from typing import Any

import pytest

from bot.running.demo_colleagues import DECLINES_EVERY, Colleague, OwnPhone
from bot.running.demo_crowd import DemoOver
from tests.running.test_demo_calls import ASKED, KEYS_ONLY, TOGETHER, FakePhone


class RungPhone(FakePhone):
    """Rings so often, each time with the same states, then the demo is over."""

    def __init__(self, *states: dict[str, Any] | None, rings: int = 1, news: Any = None) -> None:
        super().__init__(news=news)
        self._each, self._rings = states, rings

    def ringing(self) -> list[dict[str, Any]]:
        if self._rings == 0:
            raise DemoOver
        self._rings -= 1
        return [{"sid": "CA1"}]

    def take(self, sid: str, deed: str) -> dict[str, Any]:
        self.on_the_phone, self._states = True, list(self._each)
        self.deeds.append(deed)
        if deed == "decline":
            self.on_the_phone = False
            return self._view([])
        return self._next()


def no_time(seconds: float) -> None:
    """At once."""


def deeds(life: Any, phone: RungPhone) -> list[str]:
    with pytest.raises(DemoOver):
        life.live()
    return phone.deeds


def test_a_colleague_accepts_talks_and_finishes_by_the_menu() -> None:
    phone = RungPhone(KEYS_ONLY, TOGETHER)
    done = deeds(Colleague(phone, ("hello",), no_time), phone)
    assert done[:4] == ["answer", "1", "hello", "*"]
    assert done[-1] == "hangs up"


def test_a_colleague_whose_caller_is_gone_waits_for_the_next() -> None:
    phone = RungPhone(KEYS_ONLY, None, rings=2)
    assert deeds(Colleague(phone, (), no_time), phone) == ["answer", "1"] * 2


def test_now_and_then_a_colleague_declines() -> None:
    phone = RungPhone(KEYS_ONLY, None, rings=DECLINES_EVERY)
    assert deeds(Colleague(phone, (), no_time), phone)[-2:] == ["1", "decline"]


def test_the_own_phone_picks_up_and_presses_nothing() -> None:
    phone = RungPhone(KEYS_ONLY, ASKED, None)
    assert deeds(OwnPhone(phone, no_time), phone) == ["answer", "silence", "silence"]


def test_the_own_phone_stays_in_the_talk_until_it_is_over() -> None:
    phone = RungPhone(TOGETHER, news={40: None})
    assert deeds(OwnPhone(phone, no_time), phone) == ["answer"]
