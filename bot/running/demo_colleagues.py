"""Phones of who works in the demo: a colleague's, who takes cases, and the one of who tries it out."""

from collections.abc import Iterable
from typing import Any, Protocol

from bot.running.demo_calls import Pace, Phone, View, in_conference, stay_silent

LOOK_S = 1.0
PICKS_UP_AFTER_S = 3.0
THINKS_S = 4.0
TALKS_S = 100.0
ACCEPT, MENU, FINISHED = "1", "*", "4"
# Of so many calls one is declined: they are just getting a coffee.
DECLINES_EVERY = 5


class RungPhone(Phone, Protocol):
    """A phone that is called."""

    def ringing(self) -> list[dict[str, Any]]:
        """The calls that ring now."""
        ...

    def take(self, sid: str, deed: str) -> View:
        """Answer or decline."""
        ...


class Colleague:
    """Answers, listens to the brief, presses 1, talks for a while, hangs up."""

    def __init__(self, phone: RungPhone, says: Iterable[str], pace: Pace) -> None:
        self._phone = phone
        self._says = tuple(says)
        self._pace = pace
        self._calls = 0

    def live(self) -> None:
        """One call after another, for ever."""
        while True:
            self._answer(awaited(self._phone, self._pace))

    def _answer(self, sid: str) -> None:
        self._calls += 1
        self._pace(PICKS_UP_AFTER_S)
        if self._calls % DECLINES_EVERY == 0:
            self._phone.take(sid, "decline")
            return
        view = self._phone.take(sid, "answer")
        while self._phone.on_the_phone and not in_conference(view):
            view = self._listened(view)
        self._talk(view)

    def _listened(self, view: View) -> View:
        if view["listening"] and view["listening"]["keys"]:
            self._pace(THINKS_S)
            return self._phone.act("press", keys=ACCEPT)
        self._pace(LOOK_S)
        return self._phone.look()

    def _talk(self, view: View) -> None:
        words, passed = list(self._says), 0.0
        while self._phone.on_the_phone and in_conference(view) and passed < TALKS_S:
            step = THINKS_S * 2 if words else LOOK_S
            self._pace(step)
            passed += step
            view = self._phone.act("say", text=words.pop(0)) if words else self._phone.look()
        if self._phone.on_the_phone:
            self._finish(view)

    def _finish(self, view: View) -> None:
        """By the menu, so that it is no dropped line."""
        if in_conference(view):
            view = self._phone.act("press", keys=MENU)
            self._pace(LOOK_S)
        if self._phone.on_the_phone and view["listening"] and view["listening"]["keys"]:
            self._phone.act("press", keys=FINISHED)
        if self._phone.on_the_phone:
            self._phone.hang_up()


class OwnPhone:
    """Of whoever tries the desk out: it picks up by itself, everything else is done at the desk."""

    def __init__(self, phone: RungPhone, pace: Pace) -> None:
        self._phone = phone
        self._pace = pace

    def live(self) -> None:
        """One call after another, for ever."""
        while True:
            sid = awaited(self._phone, self._pace)
            self._pace(PICKS_UP_AFTER_S)
            view = self._phone.take(sid, "answer")
            while self._phone.on_the_phone:
                view = stay_silent(self._phone, view, self._pace)


def awaited(phone: RungPhone, pace: Pace) -> str:
    """The next call that rings."""
    while not (ringing := phone.ringing()):
        pace(LOOK_S)
    return str(ringing[0]["sid"])
