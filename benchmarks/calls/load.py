"""Makes calls from a process of its own: a LoadOrder on standard input, an Outcome on standard output."""

import asyncio
import json
import random
import sys
import time
from dataclasses import asdict
from urllib.parse import urlsplit

from benchmarks.calls.order import LoadOrder, Outcome
from benchmarks.turn.lines import PATIENCE_S, Line, WrongAnswer, check
from benchmarks.turn.script import Utterance

# All calls begin within one pace; only what comes after that is the steady load.
WARM_UP_PACES = 1.5


class Load:
    """The calls of one order."""

    def __init__(self, order: LoadOrder) -> None:
        self._order = order
        self._dice = random.Random(order.calls)
        self._measured_from = time.monotonic() + WARM_UP_PACES * order.pace_s
        self._until = self._measured_from + order.seconds
        self.outcome = Outcome(order.calls, [], [])

    async def run(self) -> None:
        """All callers at once, until the time is up."""
        await asyncio.gather(*(self._caller(number) for number in range(self._order.calls)))

    async def _caller(self, number: int) -> None:
        """One caller after the other on the same line, a turn at every beat."""
        beat = time.monotonic() + self._dice.random() * self._order.pace_s
        scripts = self._order.scripts
        while True:
            line = self._order.line()
            for utterance in scripts[number % len(scripts)]:
                await asyncio.sleep(max(0.0, beat - time.monotonic()))
                if time.monotonic() >= self._until:
                    return
                await self._turn(line, utterance)
                beat += self._order.pace_s
            number += 7

    async def _turn(self, line: Line, utterance: Utterance) -> None:
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_S):
                status, answer = await _post(*line.request(utterance.words))
            took = (time.monotonic() - began) * 1000
            check(status, answer, utterance.expects)
            line.follow(answer)
        except (OSError, WrongAnswer, ValueError) as error:
            self.outcome.errors.append(f"{type(error).__name__}: {error}"[:300])
            return
        if began >= self._measured_from:
            self.outcome.times.append(round(took, 2))


async def _post(url: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    """Status and body; the connection is closed by the answer."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    content = body.encode()
    fields = {"Host": parts.netloc, "Content-Length": str(len(content)), **headers}
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    writer.write(head.encode() + b"\r\n" + content)
    answer = await reader.read()
    writer.close()
    head_read, _, text = answer.partition(b"\r\n\r\n")
    return int(head_read.split(maxsplit=2)[1]), text.decode()


def main() -> None:
    """Do as told, then tell."""
    load = Load(LoadOrder.from_json(sys.stdin.read()))
    asyncio.run(load.run())
    print(json.dumps(asdict(load.outcome)))


if __name__ == "__main__":
    main()
