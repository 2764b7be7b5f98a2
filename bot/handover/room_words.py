"""What one of those in a room hears alone: the caller on hold, the expert the brief again; no TwiML."""

from datetime import timedelta

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.record import Record
from bot.conversation.state import Language, Sentence
from bot.handover.brief import brief
from bot.handover.call_ends import Rows
from bot.handover.conference import BRIEF, COACH_FOR_CALLER
from bot.handover.expert_line import Speaks
from bot.handover.holding import REASONS
from bot.phrases.catalogue import LANGUAGES

# Who waits for longer than this is told that it takes longer, and no longer that it takes a moment.
LONG = timedelta(minutes=2)
STILL = ("hold_still_1", "hold_still_2")


class RoomWords:
    """`x` is the id of the expert's call, of which nothing may be known any more."""

    def __init__(self, rows: Rows, record: Record, speaks: Speaks, clock: Clock) -> None:
        self._rows = rows
        self._record = record
        self._speaks = speaks
        self._clock = clock

    def held(self, x: str, times: int) -> Sentence:
        """For the caller on hold: why, and later that somebody is still there."""
        call = self._rows.calls.get(x)
        return self._say(self._why(call, times), self._callers_language(call))

    def played(self, x: str, what: str) -> Sentence | None:
        """For one of the others; None when there is nothing (any more) to say."""
        call = self._rows.calls.get(x)
        if call is None:
            return None
        if what == BRIEF:
            wait = self._rows.waits.get(call["wait_id"])
            packet = self._speaks.notes.packet(wait["handover_id"]) if wait else None
            return brief(packet, self._experts_language(call), self._speaks.phrases) if packet else None
        callers = what == COACH_FOR_CALLER
        language = self._callers_language(call) if callers else self._experts_language(call)
        return self._say("coach_for_caller" if callers else "coach_for_expert", language)

    def _why(self, call: RowMapping | None, times: int) -> str:
        if call and times == 0 and call["hold_reason"] in REASONS:
            return f"hold_{call['hold_reason']}"
        held_since = call["held_since"] if call else None
        if held_since and self._clock.now() - held_since > LONG and times % 3 == 0:
            return "hold_longer"
        return STILL[times % 2]

    def _callers_language(self, call: RowMapping | None) -> Language:
        wait = self._rows.waits.get(call["wait_id"]) if call else None
        talk = self._record.by_id(wait["conversation_id"]) if wait else None
        return talk.language if talk else "de"

    def _experts_language(self, call: RowMapping) -> Language:
        who = self._rows.experts.get(call["staff_id"])
        languages: list[Language] = who["languages"] if who else []
        return next((code for code in languages if code in LANGUAGES), "de")

    def _say(self, key: str, language: Language) -> Sentence:
        return Sentence(self._speaks.phrases.say(key, language, "voice"), language)
