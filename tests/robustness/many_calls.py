"""Many calls and threads in a row, with duplicated webhooks and hang-ups, and what must be true then.

By hand: .venv/bin/python -m tests.robustness.many_calls --calls 200 --seed 1
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conversations.wants import QUERY
from tests.robustness.callers import Caller
from tests.stack import Stack, running_stack

LONGEST = 14
SHARE_OF_THREADS = 0.25
DUPLICATES = 0.05
STRANGERS = {"de": "+49151000000{:02d}", "en": "+4474001230{:02d}"}


@dataclass
class Tally:
    """What happened, and what should not have."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def table(self) -> str:
        """For people."""
        rows = {**self.counts, "faults": len(self.faults), "seconds": round(self.seconds, 1)}
        return "\n".join(f"{name:24} {value:>8}" for name, value in rows.items())


class ManyCalls:
    """Plays callers against one stack, always in the same order for the same seed."""

    def __init__(self, stack: Stack, seed: int) -> None:
        self._stack = stack
        self._network = stack.network
        self._chance = random.Random(seed)
        self._orders = stack.rows(QUERY)
        self._cancellable = [order for order in self._orders if order["status"] == "placed"]
        self.tally = Tally()

    def play(self, count: int, seed: int) -> Tally:
        """So many calls and threads; then everything is counted."""
        self._network.violations.clear()
        self._network.faults.duplicate(DUPLICATES, seed=seed)
        before = self._totals()
        first_turn = self._number("SELECT coalesce(max(id), 0) AS n FROM turns")
        started = time.monotonic()
        try:
            for place in range(count):
                self._one(place)
            self._network.settle()
        finally:
            self._network.faults.duplicate(0)
        self.tally.seconds = time.monotonic() - started
        self._count(first_turn)
        self.tally.counts.update(self._totals() - before)
        return self.tally

    def _one(self, place: int) -> None:
        order = self._chance.choice(self._orders if self._chance.random() < 0.5 else self._cancellable)
        caller = Caller(self._chance, order, self._chance.choice(["de", "de", "en"]))
        number = order["phone"] if caller.own_phone else STRANGERS[caller.language].format(place % 100)
        if self._chance.random() < SHARE_OF_THREADS:
            self._thread(caller, number)
        else:
            self._call(caller, None if caller.withheld else number)

    def _call(self, caller: Caller, number: str | None) -> None:
        call = self._network.call(number, self._stack.number)
        self.tally.counts["calls"] += 1
        heard = self._say(call, caller.opens())
        for _ in range(LONGEST):
            if call.over:
                break
            heard = self._do(call, caller.reacts(heard))
        self.tally.counts["hung up by the caller"] += not call.over
        call.hang_up()
        problems = [*call.errors, *call.warnings]
        statuses = [exchange.status for exchange in call.requests if exchange.status not in (200, 204)]
        self.tally.faults += [f"call: {problem}" for problem in (*problems, *statuses)]
        self.tally.counts["requests"] += len(call.requests)

    def _do(self, call: Any, move: Any) -> str:
        if move.kind == "hang_up":
            self.tally.counts["hung up in between"] += 1
            call.hang_up()
            return ""
        if move.kind == "silent":
            return str(call.stay_silent())
        return self._say(call, move.words) if move.kind == "say" else str(call.press(move.words))

    def _say(self, call: Any, words: str) -> str:
        self.tally.said[words] += 1
        return str(call.say(words))

    def _thread(self, caller: Caller, number: str) -> None:
        phone = self._network.phone(number)
        self.tally.counts["threads"] += 1
        words = caller.opens()
        for _ in range(5):
            self.tally.said[words] += 1
            replies = phone.text(words, self._stack.number)
            heard = " ".join(reply.body for reply in replies)
            move = caller.reacts(heard)
            if not move.words:
                break
            words = move.words

    def _count(self, first_turn: int) -> None:
        tally, rows = self.tally, self._stack.rows
        tally.faults += [str(violation) for violation in self._network.violations]
        turns = rows("SELECT heard, said, failure FROM turns WHERE id > :first", first=first_turn)
        tally.counts["turns"] = len(turns)
        tally.faults += [f"without an answer: {turn['heard']}" for turn in turns if turn["said"] is None]
        tally.faults += [f"failed: {turn['failure']}" for turn in turns if turn["failure"]]
        kept = Counter(turn["heard"] for turn in turns if turn["heard"])
        tally.faults += [f"lost: {words}" for words in (tally.said - kept)]
        tally.faults += [f"invented: {words}" for words in (kept - tally.said)]
        twice = "SELECT order_number FROM shop_events WHERE what = 'cancelled' GROUP BY order_number"
        doubles = rows(f"{twice} HAVING count(*) > 1")
        tally.faults += [f"cancelled twice: {row['order_number']}" for row in doubles]

    def _totals(self) -> Counter[str]:
        names = ("shop_cancellations", "shop_withdrawals", "handovers", "promises")
        found = {name: self._number(f"SELECT count(*) AS n FROM {name}") for name in names}
        return Counter({name.removeprefix("shop_"): n for name, n in found.items()})

    def _number(self, query: str) -> int:
        return int(self._stack.rows(query)[0]["n"])


def main() -> None:
    """Start a stack, play, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack:
        tally = ManyCalls(stack, given.seed).play(given.calls, given.seed)
    print(tally.table(), *tally.faults, sep="\n")  # noqa: T201
    raise SystemExit(bool(tally.faults))


if __name__ == "__main__":
    main()
