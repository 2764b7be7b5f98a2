"""Plays a scenario through the simulated carrier and checks what is heard after every step."""

import itertools
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from bot.conversation.record import CONTACT_ABOUT
from bot.store.database import table_of
from bot.store.tables import ConversationRow, EventRow
from carrier.voice.call import Call
from tests.conversations.codes import CODES, last_code
from tests.conversations.orders import Orders, sayings
from tests.conversations.scenario import Scenario, listed
from tests.stack import Stack

# A thread belongs to a number, and so do wrong combinations: every stranger has one of his own.
STRANGERS = {
    "de": (f"+491713929{n:03d}" for n in itertools.count()),
    "en": (f"+447400124{n:03d}" for n in itertools.count()),
}
RESTED = timedelta(hours=13)
CONVERSATIONS = table_of(ConversationRow)
EVENTS = table_of(EventRow)


class Play:
    """One scenario under way; `log` is the transcript so far."""

    def __init__(self, scenario: Scenario, stack: Stack, orders: Orders) -> None:
        stack.network.violations.clear()
        self.scenario = scenario
        self.stack = stack
        self.call: Call | None = None
        self.log: list[str] = []
        self.order, self._words = self._orders(orders)
        self.caller = self._number()
        self._first_contact()

    def run(self) -> None:
        """Play all steps."""
        for step in self.scenario.steps:
            heard = self._do(step)
            self.log.append(f"> {self._shown(step)}\n< {heard}")
            self._check_heard(step, heard)

    def filled(self, words: str) -> str:
        """The words with the order's values and the code last sent in place of the placeholders."""
        return re.sub(r"\{(\w+)\}", lambda found: self._word(found[1]), words)

    def _word(self, name: str) -> str:
        if name not in CODES or self.order is None:
            return self._words[name]
        return CODES[name](last_code(self.stack, self.order), self.scenario.language)

    def failure(self, what: str) -> str:
        """What went wrong, with the transcript so far."""
        return f"{self.scenario.id}: {what}\n" + "\n".join(self.log)

    def _orders(self, orders: Orders) -> tuple[dict[str, Any] | None, dict[str, str]]:
        """The scenario's order, and all the words its placeholders stand for."""
        if self.scenario.order is None:
            return None, {}
        order, *others = orders.of(self.scenario)
        words = sayings(order, self.scenario.language)
        for other in others:
            more = sayings(other, self.scenario.language)
            words |= {f"other_{name}": value for name, value in more.items()}
        return order, words

    def _number(self) -> str | None:
        caller = self.scenario.caller
        if caller == "withheld":
            return None
        if caller == "owner":
            return str(self._words["phone"])
        return caller or next(STRANGERS[self.scenario.language])

    def _do(self, step: dict[str, Any]) -> str:
        return self._text(step) if self.scenario.channel == "sms" else self._speak(step)

    def _speak(self, step: dict[str, Any]) -> str:
        if self.call is None:
            self.call = self.stack.network.call(self.caller, self.stack.number)
            if not step.keys() & {"say", "press", "silent", "hang_up"}:
                return self.call.heard_since_last_input
        if "say" in step:
            return self.call.say(self.filled(step["say"]), during=step.get("during"))
        if "press" in step:
            return self.call.press(self.filled(str(step["press"])), during=step.get("during"))
        if "hang_up" in step:
            self.call.hang_up()
            return ""
        return self.call.stay_silent()

    def _text(self, step: dict[str, Any]) -> str:
        if "rest" in step:
            self._let_rest()
            return ""
        phone = self.stack.network.phone(self.caller or "")
        media = int(step.get("media", 0))
        replies = phone.text(self.filled(step.get("text", "")), self.stack.number, media=media)
        return "\n".join(reply.body for reply in replies)

    def _first_contact(self) -> None:
        """Scenarios share orders; to the hotline each of them is the first about its matter."""
        with self.stack.engine.begin() as db:
            db.execute(delete(EVENTS).where(EVENTS.c.what == CONTACT_ABOUT))

    def _let_rest(self) -> None:
        """Hours pass for the caller's thread: its last message becomes that much older."""
        mine = CONVERSATIONS.c.caller == self.caller
        with self.stack.engine.begin() as db:
            for row in db.execute(select(CONVERSATIONS).where(mine)).mappings().all():
                this = update(CONVERSATIONS).where(CONVERSATIONS.c.id == row["id"])
                db.execute(this.values(last_at=row["last_at"] - RESTED))

    def _shown(self, step: dict[str, Any]) -> str:
        did = next((name for name in ("say", "press", "text") if name in step), None)
        if did:
            return f"{did}: {self.filled(str(step[did]))}"
        return next((name for name in ("silent", "hang_up", "rest") if name in step), "")

    def _check_heard(self, step: dict[str, Any], heard: str) -> None:
        for fragment in listed(step.get("hears")):
            assert plain(self.filled(fragment)) in plain(heard), self.failure(f"not heard: {fragment!r}")
        for fragment in listed(step.get("not")):
            assert plain(self.filled(fragment)) not in plain(heard), self.failure(f"heard: {fragment!r}")


def plain(words: str) -> str:
    """Lower case, single blanks."""
    return re.sub(r"\s+", " ", words.lower())
