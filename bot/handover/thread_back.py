"""A thread goes back from an expert to the bot, which says so itself and goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert

from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS, EVENTS, Record
from bot.conversation.state import Conversation, Heard, Reply
from bot.conversation.turn import Services, Turn
from bot.handover.after_expert import after_expert
from bot.handover.outcomes import WaitOutcome
from bot.handover.thread_errors import NotYours, ThreadBusy
from bot.handover.thread_rows import Holding, Leaving, changed, leave, over
from bot.handover.thread_texts import Said, conversation_row, forbidden, write

# `go_on`: with what was begun before the expert came; `finished`: the expert has settled it.
Reason = Literal["go_on", "finished"]
NEWS = {"go_on": "handed_back", "finished": "finished"}
OUTCOMES = {"go_on": WaitOutcome.HANDED_BACK, "finished": WaitOutcome.TALKED}
# What the dialogue may take to ask its question again.
BUDGET_S = 3.0

Worded = Callable[[Reply], str]


@dataclass(frozen=True)
class Back:
    """What the bot has to say, and the conversation as it is then."""

    talk: Conversation
    words: str
    reason: Reason
    events: list[tuple[str, dict[str, Any]]]


class ThreadBack:
    """`worded` makes one text message of a reply."""

    def __init__(self, record: Record, services: Services, worded: Worded) -> None:
        self._record = record
        self._services = services
        self._worded = worded

    def prepare(self, conversation_id: str, reason: Reason) -> Back:
        """Ask the dialogue, change nothing yet; raises NotYours."""
        talk = self._record.by_id(conversation_id)
        if talk is None or talk.owner is not Owner.EXPERT:
            raise NotYours(conversation_id)
        talk.turns += 1
        talk.last_at = self._services.clock.now()
        turn = Turn(talk, Heard(), self._services, time.monotonic() + BUDGET_S)
        reply = after_expert(turn, NEWS[reason])
        memory = talk.memory
        memory.expecting = reply.expecting
        memory.last_said = [[said.text, said.language] for said in reply.sentences]
        return Back(talk, self._worded(reply), reason, turn.events)

    def carry_out(self, db: Connection, held: Holding, back: Back, now: datetime) -> bool:
        """Everything in the transaction of the locked thread; False when the customer cannot be told."""
        row = conversation_row(db, held.conversation_id)
        told = forbidden(db, row, now, answer=False) is None
        if not told:
            # Then the first answer says that a machine writes.
            back.talk.memory.disclosed.clear()
        how = Leaving(Owner.BOT, f"handed_back_{back.reason}", over(OUTCOMES[back.reason], now), {})
        leave(db, held, how, now)
        self._save(db, back.talk, row["version"] + 1)
        self._note(db, held, back, now)
        if told:
            write(db, row, Said(back.words, "hotline"), now)
        return told

    @staticmethod
    def _save(db: Connection, talk: Conversation, version: int) -> None:
        """On top of the state it was prepared from; one version has come with the change of hands."""
        if version != talk.version + 1:
            raise ThreadBusy(talk.id)
        mine = (CONVERSATIONS.c.id == talk.id) & (CONVERSATIONS.c.version == version)
        if not changed(db, CONVERSATIONS, mine, memory=talk.memory.to_json()):
            raise ThreadBusy(talk.id)

    @staticmethod
    def _note(db: Connection, held: Holding, back: Back, now: datetime) -> None:
        common = {"at": now, "conversation_id": held.conversation_id, "who": "hotline"}
        for what, data in back.events:
            db.execute(insert(EVENTS).values(what=what, data=data, **common))
