"""Callers of the demo morning: they say what they came for, wait, talk to whoever comes, and say goodbye."""

from collections.abc import Callable
from typing import Any, Protocol

from bot.running.demo_contacts import Contact

View = dict[str, Any]
# Waits so many seconds; raises what ends the demo.
Pace = Callable[[float], None]
LOOK_S = 1.0
# Where nothing is asked, nobody answers: so many looks, then they try a word anyway.
PATIENCE = 20
BETWEEN_WORDS_S = 7.0


class Phone(Protocol):
    """One phone at the simulated carrier, as `carrier.phone_client` has it."""

    on_the_phone: bool

    def call(self) -> View:
        """Call the hotline."""
        ...

    def act(self, deed: str, **details: str) -> View:
        """Say, press, wait."""
        ...

    def look(self) -> View:
        """What happened since."""
        ...

    def hang_up(self) -> None:
        """End the call."""
        ...


class Caller:
    """One call from its beginning to its end."""

    def __init__(self, phone: Phone, contact: Contact, pace: Pace) -> None:
        self._phone = phone
        self._contact = contact
        self._pace = pace

    def live(self) -> None:
        """Call, and come back when the call is over."""
        view = self._phone.call()
        for line in self._contact.says:
            view = self._asked(view)
            if not self._phone.on_the_phone or in_conference(view):
                break
            self._pace(self._contact.pause)
            view = self._phone.act("say", text=line)
        if self._contact.talks:
            self._leave(self._asked(view))
        else:
            self._wait_for_somebody(view)

    def _asked(self, view: View) -> View:
        """Until they are asked for something that can be said, or a person is there."""
        for _ in range(PATIENCE):
            if not self._phone.on_the_phone or in_conference(view) or can_speak(view):
                break
            self._pace(LOOK_S)
            view = self._phone.look()
        return view

    def _wait_for_somebody(self, view: View) -> None:
        while self._phone.on_the_phone and not in_conference(view):
            view = stay_silent(self._phone, view, self._pace)
        if self._phone.on_the_phone:
            self._talk(view)

    def _talk(self, view: View) -> None:
        words = list(self._contact.connected)
        while self._phone.on_the_phone and in_conference(view):
            self._pace(BETWEEN_WORDS_S if words else LOOK_S)
            view = self._phone.act("say", text=words.pop(0)) if words else self._phone.look()
        self._leave(self._asked(view))

    def _leave(self, view: View) -> None:
        if self._phone.on_the_phone and can_speak(view):
            self._pace(self._contact.pause)
            self._phone.act("say", text=self._contact.goodbye)
        if self._phone.on_the_phone:
            self._pace(LOOK_S)
            self._phone.hang_up()


def stay_silent(phone: Phone, view: View, pace: Pace) -> View:
    """Let the time to answer run out, unless something else happens first."""
    listening = view["listening"]
    seconds = float(listening["timeout"] or 0) if listening and listening["kind"] != "conference" else 0.0
    waited = 0.0
    while True:
        pace(LOOK_S)
        waited += LOOK_S
        now = phone.look()
        if now["entries"] or now["listening"] != listening or not phone.on_the_phone:
            return now
        if seconds and waited >= seconds:
            return phone.act("silence")


def in_conference(view: View) -> bool:
    """Whether they are where others are."""
    return bool(view["listening"]) and view["listening"]["kind"] == "conference"


def can_speak(view: View) -> bool:
    """Whether somebody listens to what is said."""
    return bool(view["listening"]) and bool(view["listening"]["speech"]) and not in_conference(view)
