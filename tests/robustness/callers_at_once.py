"""Many callers at the same time, who go on talking whatever is done to the hotline meanwhile."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.robustness.webhooks import HandMadeCall, Webhooks
from tests.stack import Stack

GREETING = "Guten Tag"
SCRIPT = (GREETING, "wann haben Sie geöffnet", "in Leipzig", GREETING)
NUMBER = "+4915100{:06d}"
# So many speak at the same moment; on a busy machine more would only measure the machine.
AT_ONCE = 8


@dataclass
class CallersAtOnce:
    """So many callers; each third stays on the line to the end, the others hang up and others call."""

    stack: Stack
    count: int
    # Seconds between a caller's turns.
    pace_s: float
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    # Call sids of those who were on the line from the first promotion to the last.
    stayed: set[str] = field(default_factory=set)

    @contextmanager
    def talking(self) -> Iterator[None]:
        """All of them are on the line inside; outside nobody is."""
        self._over, self._there = threading.Event(), threading.Barrier(self.count + 1)
        self._speaking = threading.Semaphore(AT_ONCE)
        threads = [threading.Thread(target=self._caller, args=(place,)) for place in range(self.count)]
        for thread in threads:
            thread.start()
        try:
            self._there.wait(120)
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join(60)

    def _caller(self, place: int) -> None:
        chance, hooks = random.Random(place), Webhooks(self.stack)
        call = self._calls(hooks, place)
        self._there.wait(120)
        while not self._over.is_set():
            for words in SCRIPT:
                if self._over.wait(chance.uniform(0.5, 1.5) * self.pace_s):
                    break
                self._say(call, words)
            if place % 3 and not self._over.is_set():
                self._hangs_up(hooks, call)
                call = self._calls(hooks, place)
        if not place % 3:
            self.stayed.add(call.sid)
        self._hangs_up(hooks, call)

    def _calls(self, hooks: Webhooks, place: int) -> HandMadeCall:
        call = HandMadeCall(hooks, NUMBER.format(place))
        self._check(call.answer.status, "call")
        return call

    def _say(self, call: HandMadeCall, words: str) -> None:
        with self._speaking:
            started = time.monotonic()
            try:
                self._check(call.say(words).status, words)
            except Exception as error:
                self.faults.append(f"{words}: {type(error).__name__} {error}"[:200])
            self.seconds.append(time.monotonic() - started)

    def _hangs_up(self, hooks: Webhooks, call: HandMadeCall) -> None:
        over = {**call.fields, "CallStatus": "completed"}
        self._check(hooks.post("/twilio/voice/status", over).status, "hang up")

    def _check(self, status: int, what: str) -> None:
        if status not in (200, 204):
            self.faults.append(f"{what}: {status}")
