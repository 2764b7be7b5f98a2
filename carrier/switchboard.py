"""What every call and message of one network works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from carrier.agenda import Agenda
from carrier.clock import Clock
from carrier.errors import DeliveryFailed
from carrier.sids import Mint
from carrier.timetable import Timetable
from carrier.voice.conferences import Conferences
from carrier.web.courier import Courier
from carrier.web.exchange import Exchange, Purpose, Request
from carrier.web.faults import Violation

if TYPE_CHECKING:
    from carrier.voice.call import Call
    from carrier.voice.state import Handlers


@dataclass
class Switchboard:
    """The account, its clock, its courier and the list of what the application did wrong."""

    account_sid: str
    clock: Clock
    agenda: Agenda
    mint: Mint
    courier: Courier
    violations: list[Violation] = field(default_factory=list)
    settles_itself: bool = True
    conferences: Conferences = field(default_factory=Conferences)
    time: Timetable = field(init=False)
    # How a call's <Dial> reaches other phones: set by the network, which knows them.
    dial_out: "Callable[[str, str, Handlers, float], Call]" = field(init=False)

    def __post_init__(self) -> None:
        self.time = Timetable(self.clock, self.agenda)

    def settle(self) -> None:
        """Does what is due, unless a thread of the network's own does."""
        if self.settles_itself:
            self.agenda.run_due()

    def request(self, url: str, method: str, params: dict[str, str], purpose: Purpose) -> Request:
        """A new webhook request with a token of its own."""
        return Request(url, method, params, purpose, self.mint.token())

    def report(self, kind: str, text: str, url: str = "") -> None:
        """Notes a broken contract."""
        self.violations.append(Violation(kind, text, url))

    def call_back(self, url: str, method: str, params: dict[str, str]) -> Exchange:
        """Sends a status callback; an error answer is a violation (15003), never a failure of the call."""
        if "_" in (urlsplit(url).hostname or ""):
            self.report("status callback", "11100: host names of callbacks have no underscore", url)
        try:
            return self.courier.deliver(self.request(url, method, params, "status"))
        except DeliveryFailed as failure:
            self.report("status callback", f"15003: {failure.text}", url)
            return failure.exchange
