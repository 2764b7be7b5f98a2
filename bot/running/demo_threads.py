"""People of the demo morning who write: their messages, and their answers to whoever writes to them."""

from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import Engine, select

from bot.conversation.owner import Owner
from bot.running.demo_calls import Pace
from bot.running.demo_contacts import Contact
from bot.store.database import table_of
from bot.store.tables import ConversationRow

TALKS = table_of(ConversationRow)

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

    def __init__(self, inbox: Inbox, contact: Contact, pace: Pace, with_a_person: Callable[[], bool]) -> None:
        self._inbox = inbox
        self._contact = contact
        self._pace = pace
        self._with_a_person = with_a_person

    def live(self) -> None:
        """Write to the bot, then answer whoever takes over; come back after the goodbye."""
        self._inbox.new_messages()
        media = self._contact.media
        for line in self._contact.says:
            self._inbox.send(line, media)
            media = 0
            self._answered()
        for line in (*self._contact.connected, self._contact.goodbye):
            self._await_somebody()
            self._pace(TYPING_S)
            self._inbox.send(line)

    def _answered(self) -> None:
        for _ in range(PATIENCE):
            self._pace(LOOK_S)
            if self._inbox.new_messages():
                return

    def _await_somebody(self) -> None:
        """Until somebody has written; what the bot writes meanwhile is read and not answered."""
        while not (self._inbox.new_messages() and self._with_a_person()):
            self._pace(LOOK_S)


def with_a_person(engine: Engine, phone: str) -> bool:
    """Whether the newest thread with this number is with somebody of the staff."""
    mine = select(TALKS.c.owner).where(TALKS.c.caller == phone, TALKS.c.channel == "sms")
    with engine.connect() as db:
        return db.execute(mine.order_by(TALKS.c.started_at.desc()).limit(1)).scalar() == Owner.EXPERT
