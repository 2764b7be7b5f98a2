"""Whole calls and SMS threads as data, played by the simulated carrier and graded on what ended up true.

A scenario is a YAML mapping:
  name, channel (voice|sms), caller ("owner" of the order, "withheld", or a number),
  order (columns of the wanted demo order), steps and expect.
A step is one of say / press / silent / text / hang_up, or nothing for the greeting, with
  hears: fragments (any case) that must be in the answer, and not: fragments that must not.
Placeholders {number} {digits} {spelled} {spoken} {grouped} {postcode} … stand for the order's values.
expect: order (status afterwards), handovers [{kind, reason}], promises [kinds], withdrawals (count),
  cancellations (count), events [what], owner, intents [in order], mails [kinds], texts (fragments of SMS sent later).
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from carrier.voice.call import Call
from tests.conversations.orders import Orders, sayings
from tests.stack import Stack

FOLDER = Path(__file__).parent
STRANGER = {"de": "+4915100000001", "en": "+447700900123"}


@dataclass
class Scenario:
    """One scenario as read."""

    file: str
    name: str
    language: str
    channel: str
    steps: list[dict[str, Any]]
    expect: dict[str, Any] = field(default_factory=dict)
    order: dict[str, Any] | None = None
    caller: str | None = None

    @property
    def id(self) -> str:
        """For the test's name."""
        return f"{self.language}/{self.file}: {self.name}"


def scenarios() -> Iterator[Scenario]:
    """All scenarios of both languages."""
    for path in sorted(FOLDER.glob("??/*.yml")):
        for entry in YAML(typ="safe").load(path.read_text("utf-8")):
            yield Scenario(file=path.stem, language=path.parent.name, **entry)


class Play:
    """Plays one scenario against the running hotline."""

    def __init__(self, scenario: Scenario, stack: Stack, orders: Orders) -> None:
        self._scenario = scenario
        self._stack = stack
        self._order = orders.one(dict(scenario.order)) if scenario.order is not None else None
        self._words = sayings(self._order, scenario.language) if self._order else {}
        self._caller = self._number()
        self._call: Call | None = None
        self.conversation_id = ""
        self.log: list[str] = []

    def run(self) -> None:
        """Play all steps, then grade the end."""
        for step in self._scenario.steps:
            heard = self._do(step)
            self._check_heard(step, heard)
        self._grade()

    def _number(self) -> str | None:
        caller = self._scenario.caller
        if caller == "withheld":
            return None
        if caller == "owner":
            return str(self._words["phone"])
        return caller or STRANGER[self._scenario.language]

    def _do(self, step: dict[str, Any]) -> str:
        heard = self._text(step) if self._scenario.channel == "sms" else self._speak(step)
        did = next((f"{name}: {self._filled(str(step[name]))}" for name in ("say", "press", "text") if name in step), "")
        self.log.append(f"> {did}\n< {heard}")
        return heard

    def _speak(self, step: dict[str, Any]) -> str:
        if self._call is None:
            self._call = self._stack.network.call(self._caller, self._stack.number)
            if not step.keys() & {"say", "press", "silent", "hang_up"}:
                return self._call.heard_since_last_input
        if "say" in step:
            return self._call.say(self._filled(step["say"]))
        if "press" in step:
            return self._call.press(self._filled(str(step["press"])))
        if "hang_up" in step:
            self._call.hang_up()
            return ""
        return self._call.stay_silent()

    def _text(self, step: dict[str, Any]) -> str:
        phone = self._stack.network.phone(self._caller or "")
        media = int(step.get("media", 0))
        replies = phone.text(self._filled(step.get("text", "")), self._stack.number, media=media)
        return "\n".join(reply.body for reply in replies)

    def _filled(self, words: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: self._words[found[1]], words)

    def _check_heard(self, step: dict[str, Any], heard: str) -> None:
        plain = _plain(heard)
        for fragment in _list(step.get("hears")):
            assert _plain(self._filled(fragment)) in plain, self._failure(f"not heard: {fragment!r}")
        for fragment in _list(step.get("not")):
            assert _plain(self._filled(fragment)) not in plain, self._failure(f"heard: {fragment!r}")

    def _failure(self, what: str) -> str:
        return f"{self._scenario.id}: {what}\n" + "\n".join(self.log)

    def _grade(self) -> None:
        assert not self._stack.network.violations, self._failure(str(self._stack.network.violations))
        if self._call:
            assert not self._call.errors, self._failure(str(self._call.errors))
            assert not self._call.warnings, self._failure(str(self._call.warnings))
        conversation = self._conversation()
        expect = self._scenario.expect
        self._grade_turns(conversation)
        if "owner" in expect:
            assert conversation["owner"] == expect["owner"], self._failure(f"owner is {conversation['owner']}")
        self._grade_rows(conversation["id"], expect)
        self._grade_shop(expect)

    def _conversation(self) -> dict[str, Any]:
        if self._call:
            rows = self._stack.rows("SELECT * FROM conversations WHERE call_sid = :sid", sid=self._call.sid)
        else:
            query = "SELECT * FROM conversations WHERE channel='sms' AND caller = :caller ORDER BY started_at DESC"
            rows = self._stack.rows(query, caller=self._caller)
        assert rows, self._failure("no conversation was recorded")
        return rows[0]

    def _grade_turns(self, conversation: dict[str, Any]) -> None:
        query = "SELECT * FROM turns WHERE conversation_id = :id ORDER BY number"
        turns = self._stack.rows(query, id=conversation["id"])
        assert all(turn["said"] is not None for turn in turns), self._failure("a turn has no answer")
        failures = [turn["failure"] for turn in turns if turn["failure"]]
        assert bool(failures) == self._scenario.expect.get("failures", False), self._failure(f"failures: {failures}")
        said = [step[name] for step in self._scenario.steps for name in ("say", "text") if step.get(name)]
        recorded = [turn["heard"] for turn in turns if turn["heard"]]
        assert len(recorded) >= len(said) - self._scenario.expect.get("unrecorded", 0), self._failure("a turn was lost")

    def _grade_rows(self, conversation: str, expect: dict[str, Any]) -> None:
        handovers = self._stack.rows(
            "SELECT id, kind, reason FROM handovers WHERE conversation_id = :id ORDER BY created_at", id=conversation
        )
        found = [{"kind": row["kind"], "reason": row["reason"]} for row in handovers]
        assert found == expect.get("handovers", []), self._failure(f"handovers: {found}")
        query = (
            "SELECT p.kind AS kind FROM promises p JOIN handovers h ON h.id = p.handover_id "
            "WHERE h.conversation_id = :id ORDER BY p.id"
        )
        promises = [row["kind"] for row in self._stack.rows(query, id=conversation)]
        assert promises == expect.get("promises", []), self._failure(f"promises: {promises}")
        events = {row["what"] for row in self._stack.rows("SELECT what FROM events WHERE conversation_id = :id", id=conversation)}
        missing = {"ai_disclosed", *expect.get("events", [])} - events
        assert not missing, self._failure(f"no event {missing}; there are {events}")

    def _grade_shop(self, expect: dict[str, Any]) -> None:
        if self._order is None:
            return
        number = self._order["order_number"]
        status = self._stack.rows("SELECT status FROM shop_orders WHERE order_number = :n", n=number)[0]["status"]
        assert status == expect.get("order", self._order["status"]), self._failure(f"order is {status}")
        for table in ("cancellations", "withdrawals"):
            query = f"SELECT count(*) AS n FROM shop_{table} WHERE order_number = :n"
            count = self._stack.rows(query, n=number)[0]["n"]
            assert count == expect.get(table, 0), self._failure(f"{count} {table}")
        for fragment in _list(expect.get("texts")):
            assert self._texted(_plain(self._filled(fragment))), self._failure(f"no text message with {fragment!r}")

    def _texted(self, fragment: str) -> bool:
        """Whether a message was sent beside the conversation; sending has a thread of its own."""
        deadline = time.monotonic() + 15
        phone = self._stack.network.phone(self._caller or "")
        while time.monotonic() < deadline:
            if any(fragment in _plain(message.body) for message in phone.inbox):
                return True
            time.sleep(0.1)
        return False


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower())


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
