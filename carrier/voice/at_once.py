"""What a caller does when a test drives the call alone: every deed lets the clock jump over what it takes."""

from carrier.clock import Clock
from carrier.twiml.speech import seconds_to_say
from carrier.voice.line import Line
from carrier.voice.listening import Key, Silence, Speech
from carrier.voice.transcript import Pressed, Said, Waited

SECONDS_PER_KEY = 0.3


class AtOnce:
    """Deeds of one call's caller; nothing else happens meanwhile."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._state = line.state
        self._clock = clock

    def say(self, speech: Speech, during: str | None) -> None:
        """Speaks; where nobody listens for speech the words are lost."""
        with self._line.held():
            listening = self._state.listening
            if listening is not None and listening.kind == "conference":
                self._line.speak(speech, 0)
                self._clock.advance(seconds_to_say(speech.text))
                return
            heard = (
                self._breaks_in(during)
                and listening is not None
                and listening.speech
                and not listening.digits
            )
            self._clock.advance(seconds_to_say(speech.text))
            self._state.transcript.add(Said(speech.text, self._clock.now(), heard))
            if heard:
                self._line.give(speech)

    def press(self, keys: str, during: str | None, and_wait: bool) -> None:
        """Presses key after key and, if asked to, waits out the time between keys."""
        with self._line.held():
            self._press_all(keys, listens=self._breaks_in(during))
            listening = self._state.listening
            if and_wait and listening is not None and listening.digits:
                self._wait()

    def wait(self) -> None:
        """Lets the time to answer run out."""
        with self._line.held():
            self._wait()

    def _breaks_in(self, during: str | None) -> bool:
        return during is None or self._state.transcript.interrupt(during)

    def _press_all(self, keys: str, listens: bool) -> None:
        completed = False
        for key in keys:
            if (
                completed and self._state.listening is not None
            ):  # this key falls into the answer to those before
                listens = self._state.transcript.interrupt_at_once()
            asked = len(self._state.exchanges)
            self._press(key, listens)
            completed = len(self._state.exchanges) > asked

    def _press(self, key: str, listens: bool) -> None:
        self._clock.advance(SECONDS_PER_KEY)
        heard = listens and self._state.listening is not None and self._state.listening.keys
        self._state.transcript.add(Pressed(key, self._clock.now(), heard))
        if heard:
            self._line.give(Key(key))

    def _wait(self) -> None:
        if self._state.listening is None:
            return
        self._clock.advance(self._state.listening.timeout)
        self._state.transcript.add(Waited(self._clock.now()))
        self._line.give(Silence())
