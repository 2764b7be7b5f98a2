"""A simulated phone: texts the hotline, is texted and called by it."""

from typing import TYPE_CHECKING, Literal

from carrier.number import Number
from carrier.owner import Owner, OwnerOrChooser
from carrier.sms.message import Message
from carrier.voice.call import Call
from carrier.voice.detection import AnsweredBy

if TYPE_CHECKING:
    from carrier.network import Network

Behaviour = Literal["answer", "busy", "no-answer", "decline", "failed", "ask"]


class Phone:
    """A phone on the network; `behaviour` is what it does when it is called (`ask` lets it ring).

    An `owner` takes its place and does everything in its time; `answered_by` is what answers: a person, a
    mailbox, a fax.
    """

    def __init__(self, network: "Network", number: str, behaviour: Behaviour = "answer") -> None:
        self.number = number
        self.behaviour: Behaviour = behaviour
        self.owner: OwnerOrChooser | None = None
        self.answered_by: AnsweredBy = "human"
        self.calls: list[Call] = []
        self._network = network

    def owner_for(self, call: Call) -> Owner | None:
        """Who decides about this call; None leaves it to `behaviour`."""
        return self.owner(call) if callable(self.owner) else self.owner

    @property
    def is_engaged(self) -> bool:
        """Whether a call rings or goes on here."""
        return any(not call.over for call in self.calls[-3:])

    def text(self, body: str, to: Number | str, media: int = 0) -> list[Message]:
        """Sends a message (with `media` pictures) and returns what arrives in answer."""
        before = {message.sid for message in self.inbox}
        self._network.post_office.take_in(self.number, self._network.own_number(to), body, media)
        self._network.settle()
        return [message for message in self.inbox if message.sid not in before]

    @property
    def inbox(self) -> list[Message]:
        """Every message addressed to this phone, delivered or not, oldest first."""
        return [message for message in self._network.messages if message.to == self.number]

    @property
    def outbox(self) -> list[Message]:
        """Every message this phone sent, oldest first."""
        return [message for message in self._network.messages if message.from_ == self.number]

    @property
    def call(self) -> Call:
        """The latest call to this phone."""
        return self.calls[-1]
