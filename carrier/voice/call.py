"""One call as its caller (or a test) drives it: say, press, stay silent, hang up."""

import threading

from carrier.errors import NotPossible
from carrier.switchboard import Switchboard
from carrier.twiml.document import Problem
from carrier.twiml.speech import seconds_to_say
from carrier.voice.line import Line
from carrier.voice.listening import Key, Listening, Silence, Speech
from carrier.voice.state import CallState, Target
from carrier.voice.transcript import Pressed, Said, Utterance, Waited
from carrier.web.exchange import Exchange

KEYS = frozenset("0123456789*#")
SECONDS_PER_KEY = 0.3


class Call:
    """A call in progress. Threads may share it; what the caller does happens one after another."""

    def __init__(self, state: CallState, board: Switchboard) -> None:
        self.state = state
        self._line = Line(state, board)
        self._clock = board.clock

    # What the caller does.

    def say(self, text: str, confidence: float | None = 0.9, during: str | None = None) -> str:
        """Says something and listens; returns what is heard then.

        `during` are words of the prompt the caller breaks in on instead of hearing it out. Where the prompt
        cannot be interrupted, or nobody listens for speech, the words are lost.
        """
        with self._line.held():
            listening = self.state.listening
            heard = (
                self._breaks_in(during)
                and listening is not None
                and listening.speech
                and not listening.digits
            )
            self._clock.advance(seconds_to_say(text))
            self.state.transcript.add(Said(text, self._clock.now(), heard))
            if heard:
                self._line.give(Speech(text, confidence))
        return self.heard_since_last_input

    def press(self, keys: str, during: str | None = None, and_wait: bool = True) -> str:
        """Presses keys one after another, then waits out the time between keys; returns what is heard then.

        Keys left over when a <Gather> is complete go to the next one, if that lets itself be interrupted.
        """
        if not keys or set(keys) - KEYS:
            raise NotPossible(f"keys are 0-9, * and #, not {keys!r}")
        with self._line.held():
            self._press_all(keys, listens=self._breaks_in(during))
            if and_wait and self.listening is not None and self.listening.digits:
                self._wait()
        return self.heard_since_last_input

    def stay_silent(self) -> str:
        """Lets the time to answer run out; returns what is heard then."""
        with self._line.held():
            self._wait()
        return self.heard_since_last_input

    def hang_up(self) -> None:
        """Ends the call from the caller's side; a call already over stays as it is."""
        try:
            with self._line.held():
                self._line.leave()
        except NotPossible:
            return

    # What can be known about it.

    @property
    def sid(self) -> str:
        """The call's SID."""
        return self.state.sid

    @property
    def status(self) -> str:
        """Twilio's CallStatus."""
        return self.state.status

    @property
    def over(self) -> bool:
        """Whether the call has ended."""
        return self.state.over

    @property
    def heard(self) -> list[Utterance]:
        """Everything heard in this call."""
        return self.state.transcript.heard

    @property
    def heard_since_last_input(self) -> str:
        """The words heard since the caller last did something."""
        return " ".join(utterance.text for utterance in self.state.transcript.latest if utterance.text)

    @property
    def listening(self) -> Listening | None:
        """What the call is waiting for; None when it is over or has not begun."""
        return self.state.listening

    @property
    def hints(self) -> tuple[str, ...]:
        """The words the speech recogniser was told to expect now."""
        return self.listening.hints if self.listening else ()

    @property
    def errors(self) -> list[Problem]:
        """What Twilio would have failed on."""
        return [problem for problem in self.state.problems if problem.level == "error"]

    @property
    def warnings(self) -> list[Problem]:
        """What Twilio would have passed over with a warning."""
        return [problem for problem in self.state.problems if problem.level == "warning"]

    @property
    def requests(self) -> list[Exchange]:
        """Every exchange with the application, callbacks included, in order."""
        return self.state.exchanges

    @property
    def last_request(self) -> Exchange:
        """The latest request for TwiML."""
        return next(exchange for exchange in reversed(self.requests) if exchange.request.purpose == "voice")

    @property
    def changed(self) -> threading.Condition:
        """Notified whenever something happened in the call."""
        return self._line.changed

    # What the network and the REST interface do with it.

    def begin(self, target: Target) -> None:
        """Plays this, instead of what is playing; from within the application's answer, right after that."""
        self._line.update(lambda: None if self.over else self._line.start(target))

    def finish(self, status: str = "completed") -> None:
        """Ends the call from the network's side."""
        self._line.update(lambda: self._line.end(status))

    def _breaks_in(self, during: str | None) -> bool:
        return during is None or self.state.transcript.interrupt(during)

    def _press_all(self, keys: str, listens: bool) -> None:
        completed = False
        for key in keys:
            if completed and self.listening is not None:  # this key falls into the answer to the keys before
                listens = self.state.transcript.interrupt_at_once()
            asked = len(self.requests)
            self._press(key, listens)
            completed = len(self.requests) > asked

    def _press(self, key: str, listens: bool) -> None:
        self._clock.advance(SECONDS_PER_KEY)
        heard = listens and self.listening is not None and self.listening.keys
        self.state.transcript.add(Pressed(key, self._clock.now(), heard))
        if heard:
            self._line.give(Key(key))

    def _wait(self) -> None:
        if self.listening is None:
            return
        self._clock.advance(self.listening.timeout)
        self.state.transcript.add(Waited(self._clock.now()))
        self._line.give(Silence())
