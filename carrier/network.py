"""The simulated telephone network: one account with its numbers, and any number of phones."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from carrier.agenda import Agenda
from carrier.clock import Clock, RealClock
from carrier.errors import NotPossible
from carrier.number import Number
from carrier.phone import Behaviour, Phone
from carrier.rest.faults import RestFaults
from carrier.ringing import ring
from carrier.sids import Mint
from carrier.sms.message import Message
from carrier.sms.post_office import PostOffice
from carrier.sms.subscriptions import SmsOptions
from carrier.switchboard import Switchboard
from carrier.timetable import Repeating
from carrier.voice.call import Call
from carrier.voice.conference import Conference
from carrier.voice.progress import set_status
from carrier.voice.script import Script
from carrier.voice.state import CallState, Handlers, Target
from carrier.web.courier import Courier
from carrier.web.exchange import Exchange
from carrier.web.faults import Faults, Violation
from carrier.web.overrides import Limits
from carrier.web.transport import SocketTransport, Transport

if TYPE_CHECKING:
    from carrier.serving import ServedNetwork

WITHHELD = "anonymous"


class Network:
    """One Twilio account, simulated; with a VirtualClock and a seed, the same every time."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        clock: Clock | None = None,
        *,
        transport: Transport | None = None,
        seed: int | None = None,
    ) -> None:
        clock = clock or RealClock()
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.clock = clock
        self.default_behaviour: Behaviour = "answer"
        self.patient = False
        self.rest_faults = RestFaults()
        courier = Courier(auth_token, transport or SocketTransport(), self._report)
        self.board = Switchboard(account_sid, clock, Agenda(clock), Mint(seed), courier)
        self.board.dial_out = self._dial_out
        self.post_office = PostOffice(self.board, self._find_number)
        self.calls: dict[str, Call] = {}
        self._numbers: dict[str, Number] = {}
        self._phones: dict[str, Phone] = {}
        self._lock = threading.Lock()

    def number(self, phone_number: str, **webhooks: Any) -> Number:
        """Buys a number for the account: voice_url, voice_fallback_url, voice_status_url, sms_url, …"""
        number = Number(phone_number, self.board.mint.sid("PN"), **webhooks)
        self._numbers[phone_number] = number
        return number

    def phone(self, number: str) -> Phone:
        """The phone with this number; phones exist as soon as they are named."""
        with self._lock:
            return self._phones.setdefault(number, Phone(self, number, self.default_behaviour))

    def call(self, from_: str | None, to: Number | str, *scripts: Script) -> Call:
        """A call to one of our numbers, played until it waits for the caller; None withholds the number.

        With scripts, or on a patient network, it is a patient call: it has only begun when this returns.
        """
        number = self.own_number(to)
        handlers = Handlers(
            Target(number.voice_url, number.voice_method),
            number.voice_fallback_url,
            number.voice_status_url,
            status_events=number.voice_status_events,
        )
        call = self._new_call(from_ or WITHHELD, number.phone_number, "inbound", handlers)
        if scripts:
            call.follow(*scripts)
        set_status(call.state, self.board, "ringing")
        call.begin(handlers.first)
        return call

    def place_call(self, from_: str, to: str, handlers: Handlers, timeout: float = 60) -> Call:
        """A call from the application to a phone: queued now, rung when the network settles."""
        return self._ring("outbound-api", from_, to, handlers, timeout)

    def repeat(self, exchange: Exchange) -> Exchange:
        """Sends a request once more with the same token, as Twilio's retries do; returns the new exchange."""
        return self.board.courier.repeat(exchange)

    def settle(self) -> None:
        """Sends the callbacks and rings the phones that are due."""
        self.board.settle()

    def advance(self, seconds: float) -> None:
        """Lets virtual time pass, then does what fell due in it; `run_for` does each thing at its time."""
        self.clock.advance(seconds)
        self.settle()

    def run_for(self, seconds: float) -> None:
        """Lets virtual time pass for all patient calls and owners at once, from event to event.

        What fails in it, such as a deed of `every`, is raised here.
        """
        self.board.time.run_for(seconds)

    def run_until(self, true: Callable[[], bool], at_most_s: float = 3600.0) -> bool:
        """Like `run_for` until it is true; false if it did not come true in time."""
        return self.board.time.run_until(true, at_most_s)

    def every(self, seconds: float, deed: Callable[[], object]) -> Repeating:
        """Does this every so many seconds while time passes; `stop()` ends it."""
        return self.board.time.every(seconds, deed)

    def later(self, seconds: float, deed: Callable[[], object]) -> None:
        """Does this once, in so many seconds."""
        self.board.agenda.add(lambda: _do(deed), seconds)

    def serve(
        self, host: str = "127.0.0.1", port: int = 0, callers: Sequence[tuple[str, str]] = ()
    ) -> "ServedNetwork":
        """A context manager that serves the REST interface and the browser phone over HTTP."""
        from carrier.serving import ServedNetwork

        return ServedNetwork(self, host, port, callers)

    def own_number(self, number: Number | str) -> Number:
        """One of the account's numbers. Raises NotPossible for any other."""
        found = self._find_number(str(number))
        if found is None:
            raise NotPossible(f"{number} does not belong to this account")
        return found

    @property
    def numbers(self) -> list[Number]:
        """The account's numbers."""
        return list(self._numbers.values())

    @property
    def messages(self) -> list[Message]:
        """Every message on the network, oldest first."""
        return self.post_office.all()

    @property
    def sms_options(self) -> SmsOptions:
        """Opt-outs and failures of text messages."""
        return self.post_office.options

    @property
    def conferences(self) -> list[Conference]:
        """Every conference there was, oldest first; those going on have participants."""
        return self.board.conferences.all

    @property
    def faults(self) -> Faults:
        """What the network does wrong on purpose."""
        return self.board.courier.faults

    @property
    def limits(self) -> Limits:
        """How long the carrier waits for the application."""
        return self.board.courier.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self.board.courier.limits = limits

    @property
    def violations(self) -> list[Violation]:
        """Every way in which the application broke the contract so far."""
        return self.board.violations

    def _dial_out(self, from_: str, to: str, handlers: Handlers, timeout: float) -> Call:
        return self._ring("outbound-dial", from_, to, handlers, timeout)

    def _ring(self, direction: str, from_: str, to: str, handlers: Handlers, timeout: float) -> Call:
        call, phone = self._new_call(from_, to, direction, handlers), self.phone(to)
        self.board.agenda.add(lambda: ring(call, phone, self.board, timeout))
        return call

    def _new_call(self, from_: str, to: str, direction: str, handlers: Handlers) -> Call:
        state = CallState(self.board.mint.sid("CA"), from_, to, direction, handlers, self.clock.now())
        state.patient = self.patient
        call = Call(state, self.board)
        self.calls[state.sid] = call
        return call

    def _find_number(self, phone_number: str) -> Number | None:
        return self._numbers.get(phone_number)

    def _report(self, violation: Violation) -> None:
        self.board.violations.append(violation)


def _do(deed: Callable[[], object]) -> None:
    deed()
