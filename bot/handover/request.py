"""A person is needed: write the case first, then tell the caller the truth about what happens next."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.conversation.owner import Owner
from bot.conversation.state import Reply
from bot.conversation.turn import Turn
from bot.handover.callback import CallbackArrangement, anything_else
from bot.handover.cases import Case, Cases, Window
from bot.understanding.callback_words import names_topic

# What is answered in writing or by phone within a deadline, without arranging a call back first.
ANSWERED_LATER = {
    "complaint": "complaint_noted",
    "defect": "defect_noted",
    "withdrawal": "check_noted",
    "claim": "claim_noted",
}

AnswerBy = Callable[[datetime], datetime]


class PersonRequests:
    """Carries out every request for a person, whoever makes it: caller, dialogue or turn policy."""

    def __init__(self, cases: Cases, callbacks: CallbackArrangement, answer_by: AnswerBy) -> None:
        self._cases = cases
        self._callbacks = callbacks
        self._answer_by = answer_by

    def request(
        self, turn: Turn, reason: str, kind: str = "person", summary: dict[str, Any] | None = None
    ) -> Reply:
        """Open the case (or bring the open one up to date), then say what happens."""
        known = turn.memory.case
        if known and kind in ("person", "callback"):
            return self._known_case(turn, known, reason, summary or {})
        if known and known["kind"] == kind and kind in ANSWERED_LATER:
            self._cases.refresh(
                known["id"], turn.conversation, reason, summary or {}, turn.services.clock.now()
            )
            return anything_else(turn, turn.say("case_extended", case=known["number"]))
        if kind == "callback":
            _note_topic(turn)
        case = self._open(turn, reason, kind, summary or {})
        if kind == "receipt":
            return Reply(())
        if kind in ANSWERED_LATER:
            return self._answered_later(turn, case, (summary or {}).get("answer_by"))
        noted = turn.say("case_noted_silence" if reason == "silence" else "case_noted", case=case.number)
        if kind == "callback" and not turn.memory.wish_words:
            return self._callbacks.ask_topic(turn, noted)
        return self._callbacks.start(turn, noted)

    def pictures(self, turn: Turn) -> str | None:
        """Put the pictures to the case they belong to: this conversation's, else the caller's latest."""
        talk = turn.conversation
        return self._cases.keep_pictures(talk, turn.heard.pictures, turn.services.clock.now())

    def _open(self, turn: Turn, reason: str, kind: str, summary: dict[str, Any]) -> Case:
        talk = turn.conversation
        case = self._cases.open(talk, kind, reason, summary, turn.services.clock.now())
        if kind != "receipt":
            turn.memory.case = {"id": case.id, "number": case.number, "kind": kind, "promised": False}
        if talk.owner is Owner.BOT and kind not in (*ANSWERED_LATER, "receipt"):
            talk.give_to(Owner.QUEUE)
        return case

    def _known_case(self, turn: Turn, known: dict[str, Any], reason: str, summary: dict[str, Any]) -> Reply:
        self._cases.refresh(known["id"], turn.conversation, reason, summary, turn.services.clock.now())
        waiting = turn.conversation.owner is Owner.QUEUE
        known_line = turn.say("nobody_now") if waiting else turn.say("case_known", case=known["number"])
        if known["promised"]:
            return turn.reply(known_line, turn.say("how_can_i_help"))
        if turn.conversation.owner is Owner.BOT:
            turn.conversation.give_to(Owner.QUEUE)
        return self._callbacks.start(turn, known_line)

    def _answered_later(self, turn: Turn, case: Case, not_before: str | None) -> Reply:
        """A complaint or report: an answer by a date; a caller we cannot reach is asked for a number."""
        by = _no_sooner(self._answer_by(turn.services.clock.now()), not_before)
        if turn.conversation.caller is None:
            # No date before there is a number to keep the promise on.
            taken = turn.say("case_taken", case=case.number)
            return self._callbacks.ask_number(turn, taken, purpose="answer", by=by.isoformat())
        noted = turn.say(ANSWERED_LATER[case.kind], case=case.number, by=by.date().isoformat())
        window = Window(turn.services.clock.now(), by)
        self._cases.promise(case.id, turn.conversation, "answer", window, turn.conversation.caller)
        return anything_else(turn, noted)


def _no_sooner(usual: datetime, day: str | None) -> datetime:
    """The end of that day (ISO) when an answer cannot come before it: a carrier has so long to search."""
    return max(usual, datetime.combine(date.fromisoformat(day), usual.timetz())) if day else usual


def _note_topic(turn: Turn) -> None:
    """What the call back is about may stand in the very sentence that asks for it."""
    words = turn.heard.text or ""
    if not turn.memory.wish_words and names_topic(words, turn.conversation.language):
        turn.memory.wish_words = words
