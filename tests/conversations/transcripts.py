"""Records docs/transcripts: `hotline phone` calling a running hotline, and what its database says afterwards.

.venv/bin/python -m tests.conversations.transcripts
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conversations.codes import CODES, last_code
from tests.conversations.orders import Orders, sayings
from tests.stack import ROOT, Stack, running_stack, wait_for

FOLDER = ROOT / "docs" / "transcripts"
CALLS = Path(__file__).with_suffix(".yml")
PHONE = Path(sys.executable).parent / "hotline"
CALLERS = {"de": "+4915228817386", "en": "+447400123123"}
QUIET_S = 0.8
HEAD = """# {title}

Recorded by `.venv/bin/python -m tests.conversations.transcripts`; its clock stood at 23 November 2026, 10:00.

```
$ {command}
{transcript}
```

In the database afterwards:

| turn | heard | understood | route | failed |
|---|---|---|---|---|
{turns}

Events: {events}.
{order}
"""


class Phone:
    """`hotline phone`, typed into line by line."""

    def __init__(self, command: list[str]) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self.lines: list[str] = []
        self._last = time.monotonic()
        threading.Thread(target=self._listen, daemon=True).start()
        self._until_quiet(0)

    def type(self, line: str) -> None:
        """Type a line and wait for what comes back."""
        before = len(self.lines)
        self._write(line)
        self._until_quiet(before)

    def look(self) -> None:
        """An empty line, which may bring nothing."""
        self._write("")
        wait_for(lambda: time.monotonic() - self._last > QUIET_S)

    def _write(self, line: str) -> None:
        assert self._process.stdin
        self._last = time.monotonic()
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def note(self, what: str) -> None:
        """Something that happened beside the call."""
        self.lines.append(f"--- {what} ---")

    def end(self) -> None:
        """The end of the input hangs up."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=20)

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self.lines.append(line.rstrip())
            self._last = time.monotonic()

    def _until_quiet(self, more_than: int) -> None:
        """Wait for an answer, then until nothing more comes."""
        wait_for(lambda: len(self.lines) > more_than or self._process.poll() is not None)
        wait_for(lambda: time.monotonic() - self._last > QUIET_S)


def record(stack: Stack, orders: Orders, call: dict[str, Any]) -> str:
    """One transcript as a page."""
    order = orders.one(call["order"], own=True)
    caller = call.get("caller", CALLERS[call["language"]])
    caller = order["phone"] if caller == "owner" else caller
    shown = ["hotline", "phone", "--from", caller, *(["--sms"] if call.get("sms") else [])]
    phone = Phone([str(PHONE), *shown[1:], "--carrier", stack.carrier_url])
    for line in call["lines"]:
        _play(stack, phone, line, Words(stack, order, call["language"]))
        if call.get("sms"):
            # An answer may arrive a moment later; an empty line looks for news.
            phone.look()
    phone.end()
    talk = stack.rows("SELECT id FROM conversations ORDER BY last_at DESC LIMIT 1")[0]["id"]
    return HEAD.format(
        title=call["title"],
        command=" ".join(shown),
        transcript="\n".join(phone.lines),
        turns="\n".join(_turns(stack, talk)),
        events=", ".join(f"`{name}`" for name in _events(stack, talk)),
        order=_order(stack, order) + _contracts(stack, talk),
    )


class Words(dict[str, str]):
    """What placeholders stand for; a code is looked up when it is needed."""

    def __init__(self, stack: Stack, order: dict[str, Any], language: str) -> None:
        super().__init__(sayings(order, language))
        self._stack, self._order, self._language = stack, order, language

    def __missing__(self, name: str) -> str:
        return CODES[name](last_code(self._stack, self._order), self._language)


def _play(stack: Stack, phone: Phone, line: str | dict[str, Any], words: Words) -> None:
    if isinstance(line, str):
        phone.type(line.format_map(words))
    elif "kill" in line:
        stack.kill(line["kill"])
        phone.note(f"the process `{line['kill']}` is killed")
    else:
        stack.wait_until_ready()
        phone.note("the supervisor has started it again")


def _turns(stack: Stack, talk: str) -> Iterator[str]:
    query = "SELECT * FROM turns WHERE conversation_id = :id ORDER BY number"
    for turn in stack.rows(query, id=talk):
        heard = turn["heard"] or (f"keys {turn['keyed']}" if turn["keyed"] else "")
        sure = f" ({turn['confidence']:.2f})" if turn["confidence"] is not None else ""
        cells = (
            turn["number"],
            heard,
            f"{turn['intent'] or ''}{sure}",
            turn["route"] or "",
            turn["failure"] or "",
        )
        yield f"| {' | '.join(str(cell) for cell in cells)} |"


def _events(stack: Stack, talk: str) -> list[str]:
    rows = stack.rows("SELECT what FROM events WHERE conversation_id = :id ORDER BY id", id=talk)
    return [str(row["what"]) for row in rows]


def _order(stack: Stack, order: dict[str, Any]) -> str:
    number = order["order_number"]
    after = stack.rows("SELECT status FROM shop_orders WHERE order_number = :n", n=number)[0]["status"]
    done = [
        f"{len(found)} in `shop_{table}`"
        for table in ("cancellations", "withdrawals", "mail")
        if (found := stack.rows(f"SELECT order_number FROM shop_{table} WHERE order_number = :n", n=number))
    ]
    return (
        f"\nOrder {number}: {order['status']} before, {after} after"
        + "".join(f", {one}" for one in done)
        + "."
    )


def _contracts(stack: Stack, talk: str) -> str:
    """What was concluded in this conversation, and how it was confirmed."""
    query = "SELECT * FROM shop_confirmations WHERE conversation_id = :id ORDER BY id"
    wait_for(lambda: all(row["state"] == "confirmed" for row in stack.rows(query, id=talk)))
    return "".join(
        f"\nOrder {row['order_number']} {row['kind']}; contract as PDF by {row['channel']}: {row['state']}."
        for row in stack.rows(query, id=talk)
    )


def main() -> None:
    """Record all."""
    calls = YAML(typ="safe").load(CALLS.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack:
        orders = Orders(stack)
        for call in calls:
            (FOLDER / call["file"]).write_text(record(stack, orders, call), "utf-8")


if __name__ == "__main__":
    main()
