"""The conversation record: every turn and event written down as it happens, whatever Rasa remembers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversation import conversation_rows, turn_rows
from bot.conversation.conversation_rows import CONVERSATIONS
from bot.conversation.event_rows import EVENTS, Event, append
from bot.conversation.owner import Owner, may_become
from bot.conversation.state import Conversation, Heard
from bot.conversation.turn_rows import TURNS
from bot.errors import ConversationError

__all__ = [
    "CONTACT_ABOUT",
    "CONVERSATIONS",
    "EVENTS",
    "TURNS",
    "NumberTaken",
    "OpenTurn",
    "Record",
    "Repeated",
    "StaleConversation",
    "TurnResult",
]

# Written as soon as it is known what a conversation is about: its wish and the order.
CONTACT_ABOUT = "contact_about"


@dataclass
class TurnResult:
    """How a turn was understood and answered; times in milliseconds, `answer` as the webhook gave it."""

    said: str
    answered_at: datetime | None = None
    intent: str | None = None
    confidence: float | None = None
    route: str | None = None
    understood: dict[str, Any] = field(default_factory=dict)
    failure: str | None = None
    timings: dict[str, float] = field(default_factory=dict)
    answer: str | None = None
    # The models that answered: the conversation's, unless they could not be used.
    model_version: int | None = None


@dataclass(frozen=True)
class OpenTurn:
    """A turn written down; `held` says whether the conversation is ours for it."""

    number: int
    held: bool


class Repeated(ConversationError):
    """This turn was already written down: the request is a repeat. `number` says which it is."""

    def __init__(self, number: int) -> None:
        super().__init__(f"turn {number} again")
        self.number = number


class NumberTaken(ConversationError):
    """Another message of the same thread already is the turn with this number."""


class StaleConversation(ConversationError):
    """Somebody else changed the conversation meanwhile."""


class Record:
    """Reads and writes conversations; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self, conversation: Conversation, events: Sequence[Event] = (), rested_before: datetime | None = None
    ) -> None:
        """Write down a new conversation; raises Repeated(0) when its call or thread is already known.

        A thread of the same number that has not been used since `rested_before` makes room.
        """
        started = ("conversation_started", {"channel": conversation.channel})
        try:
            with self._engine.begin() as db:
                if rested_before:
                    conversation_rows.make_room(db, conversation, rested_before)
                conversation_rows.add(db, conversation)
                append(db, conversation, (started, *events))
        except IntegrityError as error:
            raise Repeated(0) from error

    def by_id(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id."""
        return self._one(CONVERSATIONS.c.id == conversation_id)

    def caller_of(self, conversation_id: str) -> str | None:
        """The number a conversation came from."""
        talk = self.by_id(conversation_id)
        return talk.caller if talk else None

    def by_call(self, call_sid: str) -> Conversation | None:
        """The conversation of this phone call."""
        return self._one(CONVERSATIONS.c.call_sid == call_sid)

    def running_thread(self, caller: str, called: str, since: datetime) -> Conversation | None:
        """The SMS thread of this number that has not rested since `since`."""
        query = (
            select(CONVERSATIONS)
            .where(CONVERSATIONS.c.channel == "sms", CONVERSATIONS.c.caller == caller)
            .where(CONVERSATIONS.c.called == called, CONVERSATIONS.c.last_at >= since)
            .where(CONVERSATIONS.c.owner != Owner.CLOSED)
            .order_by(CONVERSATIONS.c.last_at.desc())
            .limit(1)
        )
        with self._engine.connect() as db:
            row = db.execute(query).mappings().first()
        return conversation_rows.held(row) if row else None

    def open_turn(
        self, talk: Conversation, heard: Heard, number: int, hold_s: float, message_sid: str | None = None
    ) -> OpenTurn:
        """Write down what was heard before anything is done about it; raises Repeated or NumberTaken.

        The conversation is held by the machine's clock, not the hotline's: a shifted or fixed
        hotline clock must not make a hold last for ever.
        """
        try:
            with self._engine.begin() as db:
                turn_rows.add(db, talk, heard, number, message_sid)
                begun = {"turns": number, "last_at": talk.last_at}
                held = conversation_rows.hold(db, talk.id, hold_s, begun)
        except IntegrityError as error:
            raise self._why_taken(talk, number, message_sid) from error
        talk.turns = number
        return OpenTurn(number, held)

    def _why_taken(self, talk: Conversation, number: int, message_sid: str | None) -> ConversationError:
        """A repeat of this very request, or another message that was quicker."""
        same = self.turn_by_message(message_sid) if message_sid else None
        if same is not None:
            return Repeated(same["number"])
        return NumberTaken(f"turn {number}") if message_sid else Repeated(number)

    def hold(self, conversation_id: str, seconds: float) -> bool:
        """Take the conversation for one turn; False while another turn holds it."""
        with self._engine.begin() as db:
            return conversation_rows.hold(db, conversation_id, seconds, {})

    def release(self, conversation_id: str) -> None:
        """Let go of a conversation that was held for nothing."""
        with self._engine.begin() as db:
            conversation_rows.let_go(db, conversation_id)

    def turn_by_message(self, message_sid: str) -> RowMapping | None:
        """The turn an SMS led to."""
        with self._engine.connect() as db:
            return turn_rows.of_message(db, message_sid)

    def turn(self, conversation_id: str, number: int) -> RowMapping | None:
        """One turn."""
        with self._engine.connect() as db:
            return turn_rows.one(db, conversation_id, number)

    def turns_of(self, conversation_id: str) -> list[RowMapping]:
        """All turns so far, oldest first."""
        with self._engine.connect() as db:
            return turn_rows.all_of(db, conversation_id)

    def close_turn(
        self, talk: Conversation, number: int, result: TurnResult, events: Sequence[Event]
    ) -> None:
        """Write down the answer and the conversation's new state, and let go of it."""
        with self._engine.begin() as db:
            if not conversation_rows.save(db, talk):
                raise StaleConversation(talk.id)
            talk.version += 1
            _write_answer(db, talk, number, result, events)

    def close_turn_alone(
        self, talk: Conversation, number: int, result: TurnResult, events: Sequence[Event]
    ) -> None:
        """Write down the answer of a turn whose conversation meanwhile went its own way."""
        with self._engine.begin() as db:
            _write_answer(db, talk, number, result, (*events, ("state_overtaken", {"turn": number})))
            conversation_rows.let_go(db, talk.id)

    def end(self, talk: Conversation, because: str, at: datetime) -> None:
        """Close a conversation from outside a turn, whatever a running turn still does."""
        closed = {"owner": Owner.CLOSED, "closed_at": at, "closed_because": because}
        open_row = update(CONVERSATIONS).where(
            CONVERSATIONS.c.id == talk.id, CONVERSATIONS.c.owner != Owner.CLOSED
        )
        with self._engine.begin() as db:
            changed = db.execute(open_row.values(version=CONVERSATIONS.c.version + 1, **closed))
            if changed.rowcount:
                append(db, talk, [("conversation_closed", {"because": because})])

    def give(self, conversation_id: str, owner: Owner, because: str, at: datetime) -> bool:
        """Change the owner from outside a turn, whatever a running turn still does; False when it may not."""
        this = (CONVERSATIONS.c.id == conversation_id) & CONVERSATIONS.c.owner.in_(may_become(owner))
        given = update(CONVERSATIONS).where(this).values(owner=owner, version=CONVERSATIONS.c.version + 1)
        event = {"at": at, "conversation_id": conversation_id, "who": "hotline", "what": "owner_changed"}
        with self._engine.begin() as db:
            if changed := db.execute(given).rowcount == 1:
                db.execute(insert(EVENTS).values(data={"to": owner.value, "because": because}, **event))
        return changed

    def earlier_contacts(self, conversation_id: str, wish: str, order: str, since: datetime) -> int:
        """How many other conversations since then were about this wish and this order."""
        same = (EVENTS.c.data["wish"].as_string() == wish) & (EVENTS.c.data["order"].as_string() == order)
        about = select(func.count(EVENTS.c.conversation_id.distinct())).where(
            EVENTS.c.what == CONTACT_ABOUT, EVENTS.c.at >= since, same
        )
        with self._engine.connect() as db:
            found: int = db.execute(about.where(EVENTS.c.conversation_id != conversation_id)).scalar_one()
        return found

    def note(self, at: datetime, what: str, data: Mapping[str, Any]) -> None:
        """Append an event that belongs to no conversation."""
        row = {"at": at, "conversation_id": None, "who": "caller", "what": what, "data": dict(data)}
        with self._engine.begin() as db:
            db.execute(insert(EVENTS).values(**row))

    def event(
        self, talk: Conversation, who: str, what: str, data: Mapping[str, Any], db: Connection | None = None
    ) -> None:
        """Append one event, in the given transaction or in its own."""
        if db is not None:
            append(db, talk, [(what, data)], who)
            return
        with self._engine.begin() as own:
            append(own, talk, [(what, data)], who)

    def _one(self, condition: Any) -> Conversation | None:
        with self._engine.connect() as db:
            row = db.execute(select(CONVERSATIONS).where(condition)).mappings().first()
        return conversation_rows.held(row) if row else None


def _write_answer(
    db: Connection, talk: Conversation, number: int, result: TurnResult, events: Sequence[Event]
) -> None:
    values = vars(result) | {"answered_at": result.answered_at or talk.last_at}
    turn_rows.answer(db, talk.id, number, values)
    append(db, talk, events)
