"""One call as its caller (or a test) drives it: say, press, stay silent, hang up."""

import threading

from carrier.errors import NotPossible
from carrier.switchboard import Switchboard
from carrier.twiml.document import Problem
from carrier.voice.at_once import AtOnce
from carrier.voice.in_time import InTime
from carrier.voice.line import Line
from carrier.voice.listening import Listening, Speech
from carrier.voice.progress import set_status
from carrier.voice.script import Actor, Script
from carrier.voice.state import CallState, Target
from carrier.voice.transcript import Utterance
from carrier.web.exchange import Exchange

KEYS = frozenset("0123456789*#")


class Call:
    """A call in progress. Threads may share it; what the caller does happens one after another."""

    def __init__(self, state: CallState, board: Switchboard) -> None:
        self.state = state
        self.board = board
        self._line = Line(state, board)
        self._at_once = AtOnce(self._line, board.clock)
        self._in_time = InTime(self._line, board)

    # What the caller does.

    def say(self, text: str, confidence: float | None = 0.9, during: str | None = None) -> str:
        """Says something and listens; returns what is heard then.

        `during` are words of the prompt the caller breaks in on instead of hearing it out. Where the prompt
        cannot be interrupted, or nobody listens for speech, the words are lost.
        """
        self._deeds.say(Speech(text, confidence), during)
        return self.heard_since_last_input

    def press(self, keys: str, during: str | None = None, and_wait: bool = True) -> str:
        """Presses keys one after another, then waits out the time between keys; returns what is heard then.

        Keys left over when a <Gather> is complete go to the next one, if that lets itself be interrupted.
        """
        self._deeds.press(checked_keys(keys), during, and_wait)
        return self.heard_since_last_input

    def stay_silent(self) -> str:
        """Lets the time to answer run out; returns what is heard then."""
        self._deeds.wait()
        return self.heard_since_last_input

    def hang_up(self) -> None:
        """Ends the call from the caller's side; a call already over stays as it is."""
        try:
            with self._line.held():
                self._line.leave()
        except NotPossible:
            return

    def wait_patiently(self) -> None:
        """From now on time passes for this call by itself: prompts take their time, silence runs out."""
        self.state.patient = True
        self._line.update(self._line.expect)

    def follow(self, *scripts: Script) -> None:
        """Makes the call patient and lets its owner do what the scripts say, all of them side by side."""
        self.wait_patiently()
        for script in scripts:
            Actor(self, script).begin()

    @property
    def begin_to(self) -> InTime:
        """Deeds of a patient call that only begin, for what happens while time passes."""
        return self._in_time

    @property
    def _deeds(self) -> AtOnce | InTime:
        return self._in_time if self.state.patient else self._at_once

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
    def in_conference(self) -> str | None:
        """The name of the conference room the call is in."""
        return self.state.room

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

    def note_answered(self) -> None:
        """Somebody has picked up; nothing is played yet."""
        self._line.update(lambda: set_status(self.state, self.board, "in-progress"))

    def finish(self, status: str = "completed") -> None:
        """Ends the call from the network's side."""
        self._line.update(lambda: self._line.end(status))


def checked_keys(keys: str) -> str:
    """The keys. Raises NotPossible if a phone does not have them."""
    if not keys or set(keys) - KEYS:
        raise NotPossible(f"keys are 0-9, * and #, not {keys!r}")
    return keys
