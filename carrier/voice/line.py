"""Runs one call's interpreter for several threads: the caller's turns one by one, updates in between."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from carrier.errors import NotPossible
from carrier.switchboard import Switchboard
from carrier.voice.flow import Flow
from carrier.voice.listening import Begins, HangUp, Input, Key, Listening, Passed, Silence, Speech
from carrier.voice.progress import set_status
from carrier.voice.state import CallState, Target
from carrier.voice.transcript import Ended, Pressed, Said, Waited

Interpreter = Generator[Listening, Input, str]
_TOLD_OF_THE_END = ("record", "conference")


class Line:
    """Owns the interpreter. Whoever holds the line plays; everyone else's updates wait until it is free."""

    def __init__(self, state: CallState, board: Switchboard) -> None:
        self.state = state
        self.board = board
        self.changed = threading.Condition()
        self._interpreter: Interpreter | None = None
        # Not re-entrant: an application may update the call from within its own answer, on this very thread.
        self._held = threading.Lock()
        self._updates: deque[Callable[[], None]] = deque()
        # Counts what happened: whoever planned something for later sees whether it is still called for.
        self._turn = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the line for one turn of the caller; afterwards does what became due."""
        try:
            with self._held:
                if self.state.over:
                    raise NotPossible("the call is over")
                yield
        finally:
            self._apply_updates()

    def update(self, change: Callable[[], None]) -> None:
        """Makes a change now, or as soon as the answer being waited for is there."""
        self._updates.append(change)
        self._apply_updates()

    def start(self, target: Target) -> None:
        """Plays `target`, instead of whatever is playing."""
        if self._interpreter is not None:
            self._interpreter.close()
        self._interpreter = Flow(self.state, self.board, self.interject, self.tell_news).run(target)
        self._step(lambda interpreter: next(interpreter))

    def give(self, given: Input) -> None:
        """Passes the caller's input to the interpreter and plays until it waits again."""
        self.state.transcript.mark_input()
        self._send(given)

    def interject(self, given: Input, still: Callable[[], bool]) -> None:
        """Passes what happened elsewhere to the interpreter, as soon as it can be and if it is still so."""
        self.update(lambda: None if self.state.over or not still() else self._send(given))

    def tell_news(self) -> None:
        """Wakes whoever waits for something to happen in this call."""
        with self.changed:
            self.changed.notify_all()

    def leave(self) -> None:
        """The caller hangs up."""
        self.end("completed" if self.state.answered_at is not None else "canceled")

    def end(self, status: str) -> None:
        """Ends the call with this status; a call already over stays as it is."""
        if self.state.over:
            return
        listening = self.state.listening
        set_status(self.state, self.board, status)
        self.state.transcript.add(Ended(status, self.board.clock.now()))
        self._wind_up(listening)

    # What happens in a patient call, in its time.

    def expect(self) -> None:
        """Plans the end of what is being said, or of the time to answer."""
        self._turn += 1
        listening, turn = self.state.listening, self._turn
        if self.state.patient and listening is not None and listening.timeout > 0:
            self.board.agenda.add(lambda: self.update(lambda: self._time_out(turn)), listening.timeout)

    def press(self, key: str) -> None:
        """Presses a key now."""
        listening = self.state.listening
        if listening is None:
            return
        self.state.transcript.add(Pressed(key, self.board.clock.now(), listening.keys))
        if listening.keys:
            self.give(Key(key))

    def speak(self, speech: Speech, seconds: float) -> None:
        """Begins to speak now: people hear it at once, a speech recogniser when it is finished."""
        listening = self.state.listening
        if listening is None:
            return
        if listening.kind == "conference":
            me = self.state.participant
            heard = me is not None and me.is_heard
            self.state.transcript.add(Said(speech.text, self.board.clock.now(), heard))
            self.give(speech)
            return
        taken = listening.speech and not listening.digits
        if taken and listening.kind == "speaking":
            self._send(Begins())
        self._turn += taken  # the time to answer does not run out on somebody who speaks
        turn = self._turn if taken else -1
        self.board.agenda.add(lambda: self.update(lambda: self._finish(speech, turn)), seconds)

    def _finish(self, speech: Speech, turn: int) -> None:
        if self.state.over:
            return
        taken = turn == self._turn
        self.state.transcript.add(Said(speech.text, self.board.clock.now(), taken))
        if taken:
            self.give(speech)

    def _time_out(self, turn: int) -> None:
        if turn != self._turn or self.state.over or self.state.listening is None:
            return
        if self.state.listening.kind == "speaking":
            self._send(Passed())
            return
        self.state.transcript.add(Waited(self.board.clock.now()))
        self.give(Silence())

    def _apply_updates(self) -> None:
        while self._updates and self._held.acquire(blocking=False):
            try:
                while self._updates:
                    self._updates.popleft()()
            finally:
                self._held.release()
        self.tell_news()
        self.board.settle()

    def _send(self, given: Input) -> None:
        self._step(lambda interpreter: interpreter.send(given))

    def _step(self, step: Callable[[Interpreter], Listening]) -> None:
        if self._interpreter is None:
            raise NotPossible("the call has not begun")
        try:
            self.state.listening = step(self._interpreter)
        except StopIteration as stop:
            self.end(stop.value or "completed")
        else:
            self.expect()

    def _wind_up(self, listening: Listening | None) -> None:
        """A recording or a conference in progress is finished, without a word to the caller."""
        if self._interpreter is None:
            return
        if listening is not None and listening.kind in _TOLD_OF_THE_END:
            try:
                self._interpreter.send(HangUp())
            except StopIteration:
                return
        self._interpreter.close()
