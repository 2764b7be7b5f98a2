"""What the caller of a patient call does: everything takes its time, and everybody else goes on meanwhile."""

from carrier.errors import NotPossible
from carrier.switchboard import Switchboard
from carrier.twiml.speech import seconds_to_say
from carrier.voice.at_once import SECONDS_PER_KEY
from carrier.voice.line import Line
from carrier.voice.listening import Speech
from carrier.voice.transcript import Utterance, Waited

_MOST_TO_HEAR_S = 600.0
_WITHOUT_END = ("endless", "conference")


class InTime:
    """Deeds of one call's caller; those of a script only begin, those of a test wait for the answer."""

    def __init__(self, line: Line, board: Switchboard) -> None:
        self._line = line
        self._state = line.state
        self._time = board.time
        self._agenda = board.agenda

    # For scripts, which must not let time pass themselves.

    def begin_to_say(self, speech: Speech, seconds: float | None = None) -> None:
        """Begins to speak; it takes as long as its words, or `seconds`."""
        lasts = seconds_to_say(speech.text) if seconds is None else seconds
        self._line.update(lambda: self._line.speak(speech, lasts))

    def begin_to_press(self, keys: str) -> None:
        """Presses the first key now and the others after it."""
        for number, key in enumerate(keys):
            self._agenda.add(lambda key=key: self._press(key), number * SECONDS_PER_KEY)  # type: ignore[misc]

    def begin_to_hang_up(self) -> None:
        """Hangs up, as soon as the line is free."""
        self._line.update(self._line.leave)

    # For tests.

    def say(self, speech: Speech, during: str | None) -> None:
        """Hears the prompt out, or up to `during`, speaks, and hears what is answered."""
        self._listen(during)
        self._must_go_on()
        self.begin_to_say(speech)
        self._time.run_for(seconds_to_say(speech.text))
        self._listen()

    def press(self, keys: str, during: str | None, and_wait: bool) -> None:
        """Hears the prompt out, or up to `during`, presses, and hears what is answered."""
        self._listen(during)
        self._must_go_on()
        self.begin_to_press(keys)
        self._time.run_for(len(keys) * SECONDS_PER_KEY)
        if and_wait:
            self._time.run_until(lambda: not self._digits(), _MOST_TO_HEAR_S)
        self._listen()

    def wait(self) -> None:
        """Lets the time to answer run out; without one, nothing happens."""
        self._listen()
        self._must_go_on()
        listening = self._state.listening
        if listening is None or listening.kind in _WITHOUT_END:
            return
        waited = self._waits()
        self._time.run_until(lambda: self._state.over or self._waits() > waited, _MOST_TO_HEAR_S)
        self._listen()

    def _press(self, key: str) -> None:
        self._line.update(lambda: self._line.press(key))

    def _must_go_on(self) -> None:
        if self._state.over:
            raise NotPossible("the call is over")

    def _listen(self, during: str | None = None) -> None:
        if during is None:
            self._time.run_until(self._is_quiet, _MOST_TO_HEAR_S)
            return
        if not self._time.run_until(lambda: self._saying(during) is not None, _MOST_TO_HEAR_S):
            raise ValueError(f"nothing heard since the last input contains {during!r}")
        said = self._saying(during)
        if said is not None:
            words = said.text[: said.text.index(during) + len(during)]
            elapsed = (self._line.board.clock.now() - said.at).total_seconds()
            self._time.run_for(max(0.0, seconds_to_say(words) - elapsed))

    def _is_quiet(self) -> bool:
        return self._state.over or (
            self._state.listening is not None and self._state.listening.kind != "speaking"
        )

    def _saying(self, words: str) -> Utterance | None:
        return next((said for said in self._state.transcript.latest if words in said.text), None)

    def _digits(self) -> str:
        return self._state.listening.digits if self._state.listening else ""

    def _waits(self) -> int:
        return sum(isinstance(entry, Waited) for entry in self._state.transcript.entries)
