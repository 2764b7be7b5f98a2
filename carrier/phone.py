"""A simulated phone: texts the hotline, is texted and called by it."""

from typing import TYPE_CHECKING, Literal

from carrier.number import Number
from carrier.sms.message import Message
from carrier.voice.call import Call

if TYPE_CHECKING:
    from carrier.network import Network

Behaviour = Literal["answer", "busy", "no-answer", "decline", "failed", "ask"]


class Phone:
    """A phone on the network; `behaviour` is what it does when it is called (`ask` lets it ring)."""

    def __init__(self, network: "Network", number: str, behaviour: Behaviour = "answer") -> None:
        self.number = number
        self.behaviour: Behaviour = behaviour
        self.calls: list[Call] = []
        self._network = network

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
