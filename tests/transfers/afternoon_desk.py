"""Experts at their desks: they take text threads, write, and part with them in every way there is."""

from collections.abc import Callable
from random import Random

from bot.handover.takeover import Takeover
from bot.handover.thread_errors import AlreadyTaken, NotFree, NotYours, ThreadBusy
from tests.transfers.afternoon_staff import STAFF
from tests.virtual import VirtualHotline

LOOKS_EVERY_S, AGAIN_S = 7, 2
# Of a hundred threads.
ENDINGS = {"close": 62, "finished": 14, "go_on": 8, "pass_on": 8, "release": 8}


class Desks:
    """All of them, on the parts of the hotline that run now."""

    def __init__(self, hotline: VirtualHotline, seed: int, replies: Callable[[str], None]) -> None:
        """`replies(conversation_id)` is the customer, who has just been written to."""
        self._hotline = hotline
        self._dice = Random(f"{seed} desks")
        self._replies = replies
        hotline.network.every(LOOKS_EVERY_S, self._look)

    @property
    def _desk(self) -> Takeover:
        """The one of the process that runs now."""
        return self._hotline.parts.desk.takeover

    def _look(self) -> None:
        if not self._desk.waiting():
            return
        for person in self._dice.sample(STAFF, len(STAFF)):
            if self._dice.random() < 0.3:
                self._take_one(person.name)

    def _take_one(self, name: str) -> None:
        mine = self._desk.waiting(name)
        try:
            conversation = self._desk.take(mine[0]["id"], name) if mine else None
        except (AlreadyTaken, NotFree, ThreadBusy):
            return
        if conversation is not None:
            self._later(self._dice.uniform(20, 60), lambda: self._write(name, conversation, 1))

    def _write(self, name: str, conversation: str, number: int) -> None:
        """Two messages, then an end; twice as a restless finger would, which must not send twice."""
        key = f"{name} {conversation} {number}"
        for _ in range(2):
            self._desk.send(name, conversation, f"{name} hier, Nachricht {number}.", key)
        self._replies(conversation)
        if number < 2:
            self._later(self._dice.uniform(60, 150), lambda: self._write(name, conversation, 2))
        else:
            self._later(self._dice.uniform(30, 100), lambda: self._part(name, conversation))

    def _part(self, name: str, conversation: str) -> None:
        ending = self._dice.choices(list(ENDINGS), list(ENDINGS.values()))[0]
        if ending == "close":
            self._desk.close(name, conversation)
        elif ending == "release":
            self._desk.release(name, conversation)
        elif ending == "pass_on":
            self._desk.pass_on(name, conversation, "Bitte die Adresse prüfen")
        else:
            self._desk.hand_back(name, conversation, ending)  # type: ignore[arg-type]

    def _later(self, seconds: float, deed: Callable[[], None]) -> None:
        self._hotline.network.later(seconds, lambda: self._tried(deed))

    def _tried(self, deed: Callable[[], None]) -> None:
        """Again a little later when the customer was just writing; never for a thread no longer theirs."""
        try:
            deed()
        except ThreadBusy:
            self._later(AGAIN_S, deed)
        except NotYours:
            return
