"""Experts tell the bot something: words it passes on as a colleague's, or the wish it does not see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.hint_rows import LASTS, Hint, HintRows
from bot.conversation.owner import hotline_may_speak
from bot.conversation.state import Conversation
from bot.errors import NotPossible, TooLate
from bot.handover.caller_words import unsafe_since
from bot.phrases.catalogue import LANGUAGES, entries
from bot.staff.audit import Audit
from bot.understanding.intent_kinds import NOT_WISHES

LONGEST = 200
# What can be said and read: letters of our languages, digits, and the signs of a sentence.
SIGNS = re.compile(r"[^\W_]|[ .,;:!?'\"()€%&/+–-]")


@dataclass(frozen=True)
class HintGiven:
    """A hint as its giver sees it: used in turn `used_turn`, still open, or over without having been used."""

    id: int
    kind: str
    words: str | None
    intent: str | None
    staff_id: str
    used_turn: int | None
    over: bool


class GiveHints:
    """The desk's side of them."""

    def __init__(self, hints: HintRows, audit: Audit, clock: Clock) -> None:
        self._hints = hints
        self._audit = audit
        self._clock = clock

    def say(self, talk: Conversation, staff_id: str, words: str) -> int:
        """Words for the next turn; raises TooLate or NotPossible."""
        plain = " ".join(words.split())
        if not plain:
            raise NotPossible("hint_empty")
        if len(plain) > LONGEST:
            raise NotPossible("hint_too_long")
        if not all(SIGNS.fullmatch(sign) for sign in plain):
            raise NotPossible("hint_signs")
        _open(talk)
        if unsafe_since(talk) is not None:
            # Somebody else may be listening who must not learn that anybody helps.
            raise NotPossible("hint_unsafe")
        return self._given(talk, staff_id, Hint(0, "say", plain, ""))

    def wish(self, talk: Conversation, staff_id: str, intent: str) -> int:
        """What the unclear words mean; raises TooLate or NotPossible."""
        if intent not in wishes():
            raise NotPossible("bad_request")
        _open(talk)
        return self._given(talk, staff_id, Hint(0, "wish", "", intent))

    def of(self, talk: Conversation) -> list[HintGiven]:
        """All that were given in this conversation, newest first."""
        return [self._shown(row, talk) for row in reversed(self._hints.of(talk.id))]

    def choices(self, talk: Conversation) -> tuple[list[str], list[str]]:
        """The wishes it may be, and all others."""
        first = likely(self._hints.turns_of(talk.id))
        return first, [intent for intent in wishes() if intent not in first]

    def _given(self, talk: Conversation, staff_id: str, hint: Hint) -> int:
        now = self._clock.now()
        known = self._same(talk, staff_id, hint)
        if known is not None:
            # A double click says it once.
            return known
        given = self._hints.give(talk.id, staff_id, hint, now)
        about = f"conversation:{talk.id}"
        self._audit.note(staff_id, "hint_given", about, now, hint=given, kind=hint.kind)
        return given

    def _same(self, talk: Conversation, staff_id: str, hint: Hint) -> int | None:
        wanted = (staff_id, hint.kind, hint.words or None, hint.intent or None)
        for row in self._hints.of(talk.id):
            same = (row["staff_id"], row["kind"], row["words"], row["intent"]) == wanted
            if same and row["used_turn"] is None and self._fresh(row):
                return int(row["id"])
        return None

    def _shown(self, row: RowMapping, talk: Conversation) -> HintGiven:
        over = not hotline_may_speak(talk.owner) or not self._fresh(row)
        told = (row["id"], row["kind"], row["words"], row["intent"], row["staff_id"], row["used_turn"])
        return HintGiven(*told, over=over and row["used_turn"] is None)

    def _fresh(self, row: RowMapping) -> bool:
        return bool(row["created_at"] >= self._clock.now() - LASTS)


def _open(talk: Conversation) -> None:
    if not hotline_may_speak(talk.owner):
        raise TooLate("bot_gone")


def wishes() -> list[str]:
    """Everything the bot can be told to understand, in the order of the catalogue."""
    named = entries(LANGUAGES[0])["wishes"]
    return [intent for intent in named if intent not in NOT_WISHES]


def likely(turns: Sequence[RowMapping]) -> list[str]:
    """What the last words that were not understood may have meant, likeliest first."""
    unclear = next((turn for turn in reversed(turns) if turn["route"] == "clarify"), None)
    ranking = (unclear["understood"] or {}).get("ranking", ()) if unclear else ()
    return [intent for intent, _ in ranking if intent in wishes()]
