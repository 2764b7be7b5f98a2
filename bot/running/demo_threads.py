"""People of the demo morning who write: their messages, and their answers to whoever writes to them."""

from typing import Any, Protocol

from bot.running.demo_calls import Pace
from bot.running.demo_contacts import Contact

LOOK_S = 2.0
# For the bot's answer they wait so long before they write on.
PATIENCE = 10
TYPING_S = 12.0


class Inbox(Protocol):
    """The messages of one phone at the simulated carrier."""

    def send(self, text: str, media: int = 0) -> None:
        """A message to the hotline."""
        ...

    def new_messages(self) -> list[dict[str, Any]]:
        """What came since."""
        ...


class Writer:
    """One thread; it goes on as long as somebody writes to them and they have something to say."""

    def __init__(self, inbox: Inbox, contact: Contact, pace: Pace) -> None:
        self._inbox = inbox
        self._contact = contact
        self._pace = pace

    def live(self) -> None:
        """Write to the bot, then answer whoever takes over; come back after the goodbye."""
        self._inbox.new_messages()
        media = self._contact.media
        for line in self._contact.says:
            self._inbox.send(line, media)
            media = 0
            self._answered()
        self._let_the_bot_finish()
        for line in (*self._contact.connected, self._contact.goodbye):
            self._await_somebody()
            self._pace(TYPING_S)
            self._inbox.send(line)

    def _answered(self) -> None:
        for _ in range(PATIENCE):
            self._pace(LOOK_S)
            if self._inbox.new_messages():
                return

    def _let_the_bot_finish(self) -> None:
        """Whatever still comes right after the last message is the bot's."""
        self._pace(PATIENCE * LOOK_S)
        self._inbox.new_messages()

    def _await_somebody(self) -> None:
        while not self._inbox.new_messages():
            self._pace(LOOK_S)
