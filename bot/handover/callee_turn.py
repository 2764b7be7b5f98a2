"""One turn with somebody we have called back, on the way to the expert who waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.conversation.state import Conversation, Heard, Memory, Reply, Sentence
from bot.conversation.turn import region_of
from bot.handover.callee_answer import Answer
from bot.phrases.catalogue import Phrases
from bot.understanding.entities import read_entities

SUITS, SLOT = "callee_suits", "callee_slot"


@dataclass
class CalleeTurn:
    """`leg` is the record of the call, `wait` what it was made for, `case` the row of the case."""

    leg: Conversation
    wait: RowMapping
    case: RowMapping
    heard: Heard
    now: datetime
    phrases: Phrases
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def memory(self) -> Memory:
        """What the call remembers."""
        return self.leg.memory

    @property
    def asked(self) -> Mapping[str, Any]:
        """Our open question; `tries` says how often it went unanswered."""
        return self.memory.question or {"kind": SUITS, "tries": 0}

    def say(self, key: str, **values: Any) -> Sentence:
        """A sentence in the language of the case."""
        return Sentence(self.phrases.say(key, self.leg.language, "voice", **values), self.leg.language)

    def words(self, text: str) -> Sentence:
        """Words made elsewhere, in the language of the case."""
        return Sentence(text, self.leg.language)

    def ask(self, *sentences: Sentence, kind: str, **data: Any) -> Reply:
        """A question that is answered with yes or no."""
        self.memory.question = {"kind": kind, "tries": 0, **data}
        return Reply(sentences, expecting="yes_no")

    def ask_again(self, *sentences: Sentence) -> Reply:
        """The same question, for the last time."""
        self.memory.question = {**self.asked, "tries": self.asked["tries"] + 1}
        return Reply(sentences, expecting="yes_no")

    def end(self, *sentences: Sentence, because: str = "said_goodbye") -> Reply:
        """The last words; without any we just hang up."""
        self.memory.question = None
        self.leg.close(because, self.now)
        return Reply(sentences, ends=True)

    def note(self, what: str, **data: Any) -> None:
        """An event to be written with the turn."""
        self.events.append((what, data))

    def keep_flags(self, answer: Answer) -> None:
        """Whoever reads the case must know of them, whatever becomes of this call."""
        for flag in answer.flags:
            kept = {**flag.to_json(), "turn": self.leg.turns, "at": self.now.isoformat()}
            self.memory.flags.append(kept | {"text": (self.heard.text or "")[:400]})
            self.note("flag_raised", code=flag.code, level=flag.level, seen_by=flag.seen_by)

    def named_time(self) -> tuple[str | None, str | None]:
        """Day (ISO) and clock (HH:MM) in the words."""
        words, language = self.heard.text or "", self.leg.language
        today, region = self.now.date(), region_of(self.leg.caller)
        found = read_entities(words, language, expecting="time", today=today, region=region)
        day = next((item.value for item in found if item.name == "date"), None)
        return day, next((item.value for item in found if item.name == "time"), None)
