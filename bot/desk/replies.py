"""Answers experts write into a thread: begun from a wording, counted, sent once, or refused with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, select

from bot.clock import Clock
from bot.conversation.record import TURNS
from bot.conversation.state import Language, Reply, Sentence
from bot.desk.reply_facts import facts_of, filled, marks_in, open_flags
from bot.desk.reply_templates import ReplyTemplate, load_reply_templates
from bot.errors import NotPossible, NotThere
from bot.handover.takeover import LONGEST, Takeover
from bot.handover.thread_back import Worded
from bot.message_length import Length, length_of
from bot.staff.audit import Audit

Marked = Callable[[str], str]
# Beside what the case knows: by whom, for which house, and whom to call in an emergency.
Standing = Callable[[Mapping[str, Any], str], Mapping[str, str]]


@dataclass(frozen=True)
class Draft:
    """A reply as it stands; `marks` are still to be filled in, `newer`: messages came since it was begun."""

    length: Length
    left: int
    marks: tuple[str, ...]
    newer: bool


@dataclass(frozen=True)
class ReplyMeans:
    """`worded` makes the message as it goes out, `standing` adds what is no part of the case."""

    takeover: Takeover
    worded: Worded
    standing: Standing


class Replies:
    """One for all threads."""

    def __init__(self, engine: Engine, means: ReplyMeans, clock: Clock, audit: Audit) -> None:
        self._engine = engine
        self._means = means
        self._clock = clock
        self._audit = audit

    def send(self, staff_id: str, conversation_id: str, text: str, key: str) -> int:
        """Once for every `key`; the turn's number. Raises NotPossible, and what `Takeover.send` raises."""
        if marks_in(text):
            raise NotPossible("reply_has_marks")
        number = self._means.takeover.send(staff_id, conversation_id, text, key)
        about = f"conversation:{conversation_id}"
        self._audit.note(staff_id, "reply_sent", about, self._clock.now(), turn=number)
        return number

    def draft(self, text: str, language: Language, conversation_id: str, seen: int) -> Draft:
        """What is to be said of it; `seen` is the customer's newest turn when it was begun."""
        words = self._means.worded(Reply((Sentence(text.strip(), language),))) if text.strip() else ""
        length = length_of(words)
        newer = self.newest(conversation_id) > seen
        return Draft(length, LONGEST - len(text), tuple(marks_in(text)), newer)

    def newest(self, conversation_id: str) -> int:
        """The number of the customer's newest message; 0 without one."""
        theirs = (TURNS.c.conversation_id == conversation_id) & TURNS.c.heard.is_not(None)
        with self._engine.connect() as db:
            return int(db.execute(select(func.max(TURNS.c.number)).where(theirs)).scalar() or 0)

    def templates(
        self, packet: Mapping[str, Any], find: str = "", language: str = "de"
    ) -> list[ReplyTemplate]:
        """Those that suit this case and have every word of `find` in title or text."""
        flags, wanted = open_flags(packet), find.casefold().split()
        suiting = [one for one in load_reply_templates() if one.suits(flags)]
        return [one for one in suiting if all(word in _searched(one, language) for word in wanted)]

    def begun(self, code: str, packet: Mapping[str, Any], language: str, who: str, marked: Marked) -> str:
        """The wording filled with what is known; raises NotThere for one that does not suit the case."""
        found = next((one for one in self.templates(packet) if one.code == code), None)
        if found is None:
            raise NotThere("template")
        known = facts_of(packet, language) | dict(self._means.standing(packet, language)) | {"expert": who}
        return filled(found, language, known, marked)


def _searched(template: ReplyTemplate, language: str) -> str:
    return f"{template.titles[language]} {' '.join(template.texts.values())}".casefold()
