"""Runs one call's interpreter for several threads: the caller's turns one by one, updates in between."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from carrier.errors import NotPossible
from carrier.switchboard import Switchboard
from carrier.voice.flow import Flow
from carrier.voice.listening import HangUp, Input, Listening
from carrier.voice.progress import set_status
from carrier.voice.state import CallState, Target
from carrier.voice.transcript import Ended

Interpreter = Generator[Listening, Input, str]


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
        self._interpreter = Flow(self.state, self.board).run(target)
        self._step(lambda interpreter: next(interpreter))

    def give(self, given: Input) -> None:
        """Passes the caller's input to the interpreter and plays until it waits again."""
        self.state.transcript.mark_input()
        self._step(lambda interpreter: interpreter.send(given))

    def leave(self) -> None:
        """The caller hangs up: a recording in progress is finished first, without a word to the caller."""
        listening = self.state.listening
        recording = listening is not None and listening.kind == "record"
        was_answered = self.state.answered_at is not None
        self.end("completed" if was_answered else "canceled")
        if recording and self._interpreter is not None:
            self._let_recording_end(self._interpreter)

    def end(self, status: str) -> None:
        """Ends the call with this status; a call already over stays as it is."""
        if self.state.over:
            return
        set_status(self.state, self.board, status)
        self.state.transcript.add(Ended(status, self.board.clock.now()))

    def _apply_updates(self) -> None:
        while self._updates and self._held.acquire(blocking=False):
            try:
                while self._updates:
                    self._updates.popleft()()
            finally:
                self._held.release()
        with self.changed:
            self.changed.notify_all()
        self.board.settle()

    def _step(self, step: Callable[[Interpreter], Listening]) -> None:
        if self._interpreter is None:
            raise NotPossible("the call has not begun")
        try:
            self.state.listening = step(self._interpreter)
        except StopIteration as stop:
            self.end(stop.value or "completed")

    def _let_recording_end(self, interpreter: Interpreter) -> None:
        try:
            interpreter.send(HangUp())
        except StopIteration:
            return
        interpreter.close()
